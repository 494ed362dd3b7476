"""Frozen dataclasses that cost a start-up little: a constructor is written when it is first called.

The standard decorator compiles six methods for each frozen class, in 1 ms; a check declares 200 of
them and makes objects of half. What comes out is a dataclass to all that look for one: replace,
fields, asdict, pickle, msgspec, mypy.
"""

import dataclasses
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, eq=True, **others):
        """Return the class with its fields; the options mean what they do in `dataclasses`."""

        def made(plain):
            if frozen and not others and not _is_special(plain):
                return _frozen(plain, slots, eq)
            return dataclasses.dataclass(frozen=frozen, slots=slots, eq=eq, **others)(plain)

        return made if cls is None else made(cls)


def _is_special(plain: Any) -> bool:
    """Return whether a class has more than plain fields and methods of its own: the rare case."""
    return any(map(dataclasses.is_dataclass, plain.__bases__)) or "__init__" in plain.__dict__


def _frozen(plain: Any, slots: bool, eq: bool) -> Any:
    # Any: a class, which changes as it goes
    cls: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(plain)
    parameters = cls.__dataclass_params__
    parameters.init = parameters.repr = parameters.frozen = True
    parameters.eq = eq
    fields = dataclasses.fields(cls)
    if any(not field.init or field.kw_only for field in fields):
        raise TypeError(f"{cls.__name__} has a field that its constructor cannot take")
    methods = {"__init__": _constructor(cls, fields), "__repr__": _representation(fields)}
    if eq:
        values = _values([field.name for field in fields if field.compare])
        methods["__eq__"] = lambda self, other: (
            values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented
        )
        methods["__hash__"] = lambda self: hash(values(self))
    if slots:
        methods |= _state([field.name for field in fields])
    for name, method in methods.items():
        if name not in plain.__dict__ or plain.__dict__[name] is None:
            method.__qualname__ = f"{cls.__qualname__}.{name}"
            setattr(cls, name, method)
    cls.__setattr__ = _refuse_to_assign
    cls.__delattr__ = _refuse_to_delete
    return cls


def _constructor(cls: Any, fields: tuple[dataclasses.Field[Any], ...]) -> Any:
    """Return a first constructor, which writes the real one, puts it in its place and calls it."""

    def first(self: Any, *args: Any, **named: Any) -> None:
        cls.__init__ = _written(cls, fields)
        cls.__init__(self, *args, **named)

    return first


def _written(cls: Any, fields: tuple[dataclasses.Field[Any], ...]) -> Any:
    """Compile the constructor: each slot's own descriptor sets it, as assigning is refused."""
    known: dict[str, Any] = {"_assign": object.__setattr__, "_MISSING": dataclasses.MISSING}
    parameters, body = ["self"], []
    for field in fields:
        name, value = field.name, field.name
        parameter = name
        if field.default_factory is not dataclasses.MISSING:
            known[f"_make_{name}"] = field.default_factory
            parameter = f"{name}=_MISSING"
            value = f"_make_{name}() if {name} is _MISSING else {name}"
        elif field.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = field.default
            parameter = f"{name}=_default_{name}"
        parameters.append(parameter)
        slot = cls.__dict__.get(name) if "__slots__" in cls.__dict__ else None
        if slot is not None:
            known[f"_set_{name}"] = slot.__set__
            body.append(f"_set_{name}(self, {value})")
        else:
            body.append(f"_assign(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    lines = "".join(f"\n    {line}" for line in body or ["pass"])
    exec(f"def __init__({', '.join(parameters)}):{lines}", known)  # as dataclasses does
    constructor = known["__init__"]
    constructor.__qualname__ = f"{cls.__qualname__}.__init__"
    return constructor


def _representation(fields: tuple[dataclasses.Field[Any], ...]) -> Any:
    from reprlib import recursive_repr

    shown = [field.name for field in fields if field.repr]

    @recursive_repr()
    def shown_as(self: Any) -> str:
        parts = (f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__qualname__}({', '.join(parts)})"

    return shown_as


def _values(names: list[str]) -> Any:
    """Return a function that gives an object's values as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda found: tuple(getattr(found, name) for name in names)


def _state(names: list[str]) -> dict[str, Any]:
    """Return what pickle calls: without it, it would assign to the frozen object."""
    values = _values(names)

    def restore(self: Any, state: list[Any]) -> None:
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    return {"__getstate__": lambda self: list(values(self)), "__setstate__": restore}


def _refuse_to_assign(self: Any, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
