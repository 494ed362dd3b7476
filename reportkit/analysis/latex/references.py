"""Labels, references, citations and the bibliography."""

import re
from collections.abc import Callable

from reportkit.analysis.latex.machine import (
    Citation,
    Command,
    Machine,
    Reference,
)
from reportkit.document import BlockKind


def _label(machine: Machine) -> None:
    key = machine.name()
    if not machine.in_document:
        return
    machine.labels.setdefault(key, machine.current)
    label_in_region(machine, key)


def label_in_region(machine: Machine, key: str) -> None:
    """Keep the label with the innermost open statement; the first is the statement's own."""
    for index in reversed(machine.open_regions):
        region = machine.regions[index]
        if region.proof:
            return
        region.keys.append(key)
        return


def _reference(form: str) -> Command:
    def command(machine: Machine) -> None:
        machine.star()
        machine.optional()
        at = machine.at
        keys = tuple(key.strip() for key in machine.name().split(",") if key.strip())
        if form == "range":
            keys = (*keys, machine.name().strip())
        machine.references.append(Reference(keys, machine.flow.mark()))
        machine.flow.write(lambda: referred(machine, keys, form), at)

    return command


def referred(machine: Machine, keys: tuple[str, ...], form: str) -> str:
    """Return what a reference prints: "3.1", "(4)", "Theorem 3.1 and Lemma 3.2"."""
    if form in ("number", "equation"):
        number = _number_of(machine, keys[0]) if keys else "??"
        return f"({number})" if form == "equation" else number
    words = [_kind_word(machine, key) for key in keys]
    if form == "lower":
        words = [word[:1].lower() + word[1:] for word in words]
    numbers = [_number_of(machine, key) for key in keys]
    if form == "range" and len(keys) > 1:
        return f"{words[0]}s {numbers[0]} to {numbers[1]}".strip()
    if form == "bare":
        return _listed(numbers)
    if len(keys) > 1 and len(set(words)) == 1:
        return f"{words[0]}s {_listed(numbers)}"
    return _listed([f"{w} {n}".strip() for w, n in zip(words, numbers, strict=True)])


def _listed(parts: list[str]) -> str:
    return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else "".join(parts)


def _number_of(machine: Machine, key: str) -> str:
    if key in machine.numbers:
        return machine.numbers[key][0]
    label = machine.labels.get(key)
    return label.number if label and label.number else "??"


def _kind_word(machine: Machine, key: str) -> str:
    label = machine.labels.get(key)
    if label is None:
        return ""
    if label.region is not None:
        return machine.regions[label.region].label
    names = {"equation": "Eq.", "subsection": "Section", "subsubsection": "Section",
             "chapter": "Chapter", "section": "Section", "figure": "Figure", "table": "Table",
             "algorithm": "Algorithm", "enumi": "Item"}  # fmt: skip
    return names.get(label.counter, label.counter.title())


def _citation(form: str) -> Command:
    def command(machine: Machine) -> None:
        machine.star()
        first, second = machine.optional(), machine.optional()
        note = second if second is not None else first
        keys = [key.strip() for key in machine.name().split(",")]
        start = machine.flow.mark()
        words = machine.rendered(note or [])
        machine.flow.write(lambda: cited(machine, keys, words, form), machine.at)
        machine.citations.append(Citation(words, start, machine.flow.mark()))

    return command


def cited(
    machine: Machine, keys: list[str], words: list[str | Callable[[], str]], form: str
) -> str:
    """Return what a citation prints, after the bibliography's own labels."""
    labels = [machine.entries.get(key, key) for key in keys]
    note = "".join(part if isinstance(part, str) else part() for part in words).strip()
    inside = f", {note}" if note else ""
    if all(re.fullmatch(r"[\w+]{1,9}", label) for label in labels):
        return f"[{', '.join(labels)}{inside}]"
    if form == "text":
        return "; ".join(re.sub(r", (\d{4}\w?)$", rf" (\1{inside})", label) for label in labels)
    return f"({'; '.join(labels)}{inside})"


def _bibliography(machine: Machine) -> None:
    machine.optional()
    machine.argument()
    compiled = next((name for name in machine.files.texts if name.endswith(".bbl")), None)
    main = machine.open_files[0] if machine.open_files else ""
    own = main.rpartition(".")[0] + ".bbl"
    machine.read_file(own if own in machine.files.texts else compiled or "")


def _begin_bibliography(machine: Machine) -> None:
    machine.argument()
    machine.flow.begin(BlockKind.HEADING, 1)
    machine.flow.write("References")
    machine.flow.default.append(BlockKind.REFERENCE)
    machine.flow.begin(BlockKind.REFERENCE)


def _bib_item(machine: Machine) -> None:
    label = machine.optional()
    key = machine.name()
    number = str(len(machine.entries) + 1)
    words = _author_year(machine.plain(label)) if label else number
    machine.entries[key] = words
    machine.flow.begin(BlockKind.REFERENCE)
    if not label:
        machine.flow.write(f"[{number}] ", machine.at)


def _author_year(label: str) -> str:
    """Return "Wei and Ma, 2019" for natbib's "Wei and Ma(2019)Wei, and Ma"."""
    found = re.match(r"\s*(.+?)\s*\((\d{4}\w?|n\.d\.)\)", label)
    return f"{found[1]}, {found[2]}" if found else label.strip()


def _end_bibliography(machine: Machine) -> None:
    if len(machine.flow.default) > 1:
        machine.flow.default.pop()
    machine.flow.begin(BlockKind.PARAGRAPH)


COMMANDS: dict[str, Command] = {
    "label": _label,
    **dict.fromkeys(("ref", "vref", "getrefnumber"), _reference("number")),
    **dict.fromkeys(("eqref", "Eqref"), _reference("equation")),
    **dict.fromkeys(("cref", "zcref", "vcref", "fullref"), _reference("lower")),
    **dict.fromkeys(("Cref", "autoref", "Autoref", "zCref", "thmref", "prettyref", "fref"),
                    _reference("upper")),
    "labelcref": _reference("bare"),
    **dict.fromkeys(("crefrange", "Crefrange"), _reference("range")),
    **dict.fromkeys(("cite", "citep", "parencite", "citealp", "citeauthor", "footcite", "autocite",
                     "citealt", "citeyear", "citeyearpar", "Citep", "shortcite"),
                    _citation("brackets")),
    **dict.fromkeys(("citet", "textcite", "Citet", "newcite"), _citation("text")),
    **dict.fromkeys(("bibliography", "printbibliography"), _bibliography),
    "bibitem": _bib_item,
}  # fmt: skip
OPENING: dict[str, Command] = {"thebibliography": _begin_bibliography}
CLOSING: dict[str, Command] = {"thebibliography": _end_bibliography}
