"""LaTeX's counters: stepped, reset by others, printed in every way of counting."""

_FOOTNOTE_SIGNS = ["*", "†", "‡", "§", "¶", "‖", "**", "††", "‡‡"]
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class Counters:
    """The values of all counters, and which are set to zero when another one is stepped."""

    def __init__(self) -> None:
        self.values: dict[str, int] = {}
        self.resets: dict[str, list[str]] = {}
        self.aliases: dict[str, str] = {}

    def real(self, name: str) -> str:
        """Return the counter behind an alias."""
        for _ in range(20):
            if name not in self.aliases:
                break
            name = self.aliases[name]
        return name

    def add(self, name: str, within: str | None = None) -> None:
        """Begin a counter at zero, reset by `within`."""
        self.values[self.real(name)] = 0
        if within:
            self.reset_by(name, within)

    def reset_by(self, name: str, within: str) -> None:
        """Let `within` reset the counter from now on."""
        behind = self.resets.setdefault(self.real(within), [])
        if self.real(name) not in behind and self.real(name) != self.real(within):
            behind.append(self.real(name))

    def free(self, name: str, within: str) -> None:
        """Let `within` reset the counter no longer."""
        behind = self.resets.get(self.real(within), [])
        if self.real(name) in behind:
            behind.remove(self.real(name))

    def step(self, name: str) -> None:
        """Add one and set what hangs on it to zero."""
        name = self.real(name)
        self.values[name] = self.values.get(name, 0) + 1
        self._reset_behind(name, {name})

    def _reset_behind(self, name: str, seen: set[str]) -> None:
        for other in self.resets.get(name, ()):
            if other not in seen:
                self.values[other] = 0
                self._reset_behind(other, seen | {other})

    def get(self, name: str) -> int:
        """Return the value, 0 for a counter that nobody declared."""
        return self.values.get(self.real(name), 0)

    def set(self, name: str, value: int) -> None:
        """Set the value."""
        self.values[self.real(name)] = value


def printed(way: str, value: int) -> str:
    """Return `value` in the `way` of LaTeX: arabic, alph, Alph, roman, Roman or fnsymbol."""
    if way in ("alph", "Alph"):
        letter = chr(ord("a") + (value - 1) % 26) if value > 0 else "0"
        return letter.upper() if way == "Alph" else letter
    if way in ("roman", "Roman"):
        numeral = _roman(value)
        return numeral.upper() if way == "Roman" else numeral
    if way == "fnsymbol":
        return _FOOTNOTE_SIGNS[(value - 1) % 9] if value > 0 else ""
    return str(value)


def _roman(value: int) -> str:
    written = ""
    for amount, letters in _ROMAN:
        count, value = divmod(max(value, 0) % 5000, amount)
        written += letters * count
    return written
