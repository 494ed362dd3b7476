"""A record is a frozen dataclass to all that look for one."""

import copy
import dataclasses
import pickle
from dataclasses import field

import msgspec
import pytest

from reportkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A record with slots."""

    page: int
    name: str = "here"
    marks: tuple[int, ...] = field(default_factory=tuple)
    note: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True)
class Open:
    """A record with a dictionary, and work to do once it is made."""

    page: int
    seen: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        self.__dict__["seen"] = (*self.seen, self.page)


def test_values_come_by_place_by_name_and_by_default() -> None:
    assert Place(1) == Place(page=1, name="here", marks=())
    assert Place(1, "there").name == "there"
    assert Open(2).seen == (2,)


def test_a_missing_or_unknown_value_is_refused() -> None:
    with pytest.raises(TypeError):
        Place()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Place(1, colour="red")  # type: ignore[call-arg]


@pytest.mark.parametrize("record", [Place(1), Open(1)])
def test_nothing_can_be_assigned_or_deleted(record: Place | Open) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.page = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del record.page


def test_equal_values_are_one_key_and_what_is_not_compared_does_not_count() -> None:
    assert len({Place(1), Place(1, note="x"), Place(2)}) == 2
    assert Place(1) != (1, "here", ())


def test_a_record_shows_its_values() -> None:
    assert repr(Place(1, note="x")) == "Place(page=1, name='here', marks=())"


@pytest.mark.parametrize("copied", [copy.copy, lambda p: pickle.loads(pickle.dumps(p))])
def test_a_copy_is_equal(copied: object) -> None:
    place = Place(3, "there", (1, 2), "x")
    twin = copied(place)  # type: ignore[operator]
    assert (twin, twin.note) == (place, "x")


def test_other_tools_take_it_for_a_dataclass() -> None:
    assert dataclasses.replace(Place(1), page=2) == Place(2)
    assert dataclasses.asdict(Open(1)) == {"page": 1, "seen": (1,)}
    assert msgspec.json.decode(b'{"page": 4, "marks": [1]}', type=Place) == Place(4, marks=(1,))
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"page": "4"}', type=Place)


def test_ordered_records_are_ordered() -> None:
    @dataclass(frozen=True, slots=True, order=True)
    class Version:
        number: int

    assert Version(1) < Version(2)
