"""Proofs: where they begin and end, and what their headings name."""

from reportkit.analysis.latex.lexer import Token, tokens
from reportkit.analysis.latex.machine import Command, Label, Machine, Region
from reportkit.analysis.latex.theorems import close
from reportkit.document import BlockKind


def _proof(machine: Machine) -> None:
    """Begin a proof: its heading, and what the heading refers to."""
    title = machine.optional() or []
    begin_proof(machine, title)


def begin_proof(machine: Machine, title: list[Token]) -> None:
    """Open a proof's region; without a title its head is "Proof", and "Proof of ..." for "of ..."."""
    if machine.words(title[:1]) in ("of", "for"):
        title = [*tokens("Proof "), *title]
    at = machine.at
    machine.flow.begin(BlockKind.PARAGRAPH)
    start = machine.flow.mark()
    region = Region("proof", "Proof", None, [], start, start, proof=True, at=at)
    index = len(machine.regions)
    machine.regions.append(region)
    machine.open_regions.append(index)
    first = len(machine.references)
    region.name = machine.rendered(title or _usual_name(machine))
    region.named = tuple(key for ref in machine.references[first:] for key in ref.keys)
    del machine.references[first:]
    words = "".join(part for part in region.name if isinstance(part, str))
    for part in region.name:
        machine.flow.write(part, at)
    machine.flow.write(" " if words.rstrip().endswith((".", ":")) else ". ", at)
    region.body = machine.flow.mark()
    machine.current = Label(machine.current.number, machine.current.counter, None)


def _usual_name(machine: Machine) -> list[Token]:
    """Return what \\proofname prints, which authors and babel change."""
    return [Token("cs", "proofname", -1)] if "proofname" in machine.macros else tokens("Proof")


def _end_proof(machine: Machine) -> None:
    close(machine, lambda region: region.proof)


def _named_proof(machine: Machine) -> None:
    """\\begin{proofof}{Theorem~\\ref{x}}, \\begin{proofsketch}: known without a declaration."""
    title = machine.optional()
    if machine.environment == "proofof":
        given = title or machine.argument()
        begin_proof(machine, [*tokens("Proof of "), *given])
    else:
        begin_proof(machine, title or tokens("Proof sketch"))


def _qed(machine: Machine) -> None:
    machine.qed.append(machine.flow.mark())


COMMANDS: dict[str, Command] = {
    **dict.fromkeys(("qed", "qedhere", "blacksquare", "qedsymbol"), _qed),
    "proof": _proof,
    "endproof": _end_proof,
}
_PROOFS = ("proof", "Proof", "IEEEproof", "pf", "prf", "appendixproof", "proofEnd")
_NAMED_PROOFS = ("proofof", "proofsketch", "sketch", "sketchproof")
OPENING: dict[str, Command] = {
    **dict.fromkeys(_PROOFS, _proof),
    **dict.fromkeys(_NAMED_PROOFS, _named_proof),
}
CLOSING: dict[str, Command] = dict.fromkeys((*_PROOFS, *_NAMED_PROOFS), _end_proof)
