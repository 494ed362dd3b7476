"""Proofs in a Document: where each begins and ends, and which statement its heading names."""

import re
from collections.abc import Iterator

from reportkit.analysis.citing import Reference, references
from reportkit.analysis.styles import PLAIN, Setting, Style
from reportkit.analysis.theorem_names import closing
from reportkit.document import Block, BlockKind, Span
from reportkit.records import dataclass

_ADJECTIVE = (
    r"(?:(?:Full|Complete|Formal|Detailed|Short|Alternative|Direct|Second|First|Another|Informal|"
    r"Deferred|Omitted|Rigorous|Simple|Elementary|Remaining|Missing|New|Combinatorial))"
)
_OPENING = re.compile(
    rf"""(?:
        (?P<sketch>
            (?:Sketch|Outline|Ideas?|Strategy|Overview|Skizze|Idee)\s(?:of|des|der)\s(?:the\s|a\s)?(?:proofs?|Beweises)
          | [Pp]roof[\s-](?:[Ss]ketch|[Ii]dea|[Oo]utline|[Ss]trategy|[Oo]verview)(?:es|s)?
          | PROOF\s(?:SKETCH|IDEA|OUTLINE)
          | (?:Short|Brief|Rough|Informal|High-level)\s(?:sketch\sof\s(?:the\s)?)?proof(?:\s(?:sketch|idea|outline))?
          | Beweis(?:skizze|idee) | (?:Esquisse|Id[ée]e|Plan)\sde\s(?:la\s)?(?:preuve|d[ée]monstration)
          | Sketch(?=\.)
        )
      | {_ADJECTIVE}\s[Pp]roofs? | Proofs? | PROOFS? | P\sROOF | Beweise?s? | Preuves? | D[ée´]+monstrations?
    )(?!\w)""",
    re.VERBOSE,
)
_TARGET = re.compile(
    r"\s?(?P<open>[(\[]\s?)?(?:Proof\s|Beweis\s)?"
    r"(?:of|for|to|OF|FOR|von|vom|zu|zum|zur|des|der|de|du|d[’'])\s?(?:the\s|la\s|le\s|THE\s)?"
)
_END_OF_TARGET = re.compile(r"[.:](?=\s|$)|\.?[—–]")
_TERMINATOR = re.compile(r"\s?(?:\.\s?[—–-]|[.:]|[—–])")
_NOTE = re.compile(r"\s?(\([^()]{2,120}\)|\[[^\[\]]{2,120}\])")
_BEHIND = re.compile(r"\s?(?:of|von)\s(?:[A-Z][\w.]*\s){1,2}[\dA-Z][\w.]*?[.:](?=\s)")
_OWN_NUMBER = re.compile(r"\s\d{1,3}(?:\.\d{1,3}){0,3}(?=[.:\s])")
_IN_HEADING = re.compile(
    r"\b(?:[Pp]roofs?|PROOFS?|Beweise?|Preuves?|D[ée]monstrations?)\b.{0,24}?\s"
    r"(?:of|for|to|OF|FOR|von|vom|zu|zum|zur|des|der|de|du)\s"
)
_BARE_TITLE = re.compile(
    r"(?:[A-Z\d][\d.]*\s)?(?:The\s)?(?:Proof|PROOF|Beweis|Preuve|Démonstration)"
    r"(?:\s(?:[Ss]ketch|[Ii]dea|[Oo]utline))?[.:]?\s*$"
)
_SKETCH_IN_HEADING = re.compile(r"(?i)sketch|outline|idea|overview|skizze|idee|esquisse")
_QED = "□■∎◻◼▪▢⊠☐❏❑"
_QED_WORDS = re.compile(r"(?:Q\.\s?E\.\s?D\.?|q\.\s?e\.\s?d\.?)\s*$")
_LONGEST_HEADING = 240


@dataclass(frozen=True, slots=True)
class ProofHead:
    """The opening of a proof; `body` is where its text begins.

    `targets` are the statements that the heading names, empty where it names none; `part` is True
    where it says what is proved without naming a statement ("Proof of (ii)"). `in_heading` is True
    for the title of a section, and for a line of its own that says what is proved below; `level` is
    that of the section, 9 for such a line.
    """

    start: int
    body: int
    heading: str
    targets: tuple[Reference, ...]
    sketch: bool
    part: bool
    in_heading: bool
    level: int = 9


def proof_heads(setting: Setting) -> tuple[ProofHead, ...]:
    """Return the openings of proofs, in reading order; "Proof of X" right before "Proof." is one."""
    found: list[ProofHead] = []
    for head in _heads(setting):
        last = found[-1] if found else None
        if last and not head.in_heading and _continues(setting, last, head):
            found[-1] = _merged(setting, last, head)
        else:
            found.append(head)
    return tuple(found)


def _continues(setting: Setting, last: ProofHead, head: ProofHead) -> bool:
    """Return whether only a subtitle stands between "Proof of Theorem 3:" and "Proof."."""
    between = setting.document.text[last.body : head.start].strip()
    subtitle = len(between) < 80 and not re.search(r"[.!?]", between)
    return subtitle and not head.targets and bool(last.targets or (last.part and not between))


def _merged(setting: Setting, last: ProofHead, head: ProofHead) -> ProofHead:
    sketch = last.sketch or head.sketch
    return ProofHead(
        last.start, head.body, last.heading, last.targets, sketch, last.part, last.in_heading
    )


def _heads(setting: Setting) -> Iterator[ProofHead]:
    document = setting.document
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            head = _section_head(setting, block)
            if head:
                yield head
        elif block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.FORMULA}:
            for line in document.lines_of(block.span):
                head = _head_at(setting, line.span.start, block)
                if head:
                    yield head


def _section_head(setting: Setting, block: Block) -> ProofHead | None:
    """Return the head that a section's title is: "A.3 Proof of Theorem 2", "2.1 Proof"."""
    text = setting.document.text
    title = text[block.span.start : block.span.end]
    targets = tuple(references(text, block.span)) if _IN_HEADING.search(title) else ()
    if not targets and not _BARE_TITLE.match(title):
        return None
    sketch = bool(_SKETCH_IN_HEADING.search(title))
    heading = " ".join(title.split())
    level = block.level if block.level is not None else 1
    return ProofHead(block.span.start, block.span.end, heading, targets, sketch, False, True, level)


def _head_at(setting: Setting, start: int, block: Block) -> ProofHead | None:
    text = setting.document.text
    limit = min(block.span.end, start + _LONGEST_HEADING)
    opening = _OPENING.match(text, start, limit)
    if opening is None:
        return None
    style = setting.style_at(start)
    style_end = setting.style_end(start, limit) if style != PLAIN else None
    end, target = _target(
        text, _past_number(text, opening.end(), style, style_end), limit, style_end
    )
    note = _NOTE.match(text, end, limit) if target is None else None
    end = note.end() if note else end
    stop = _TERMINATOR.match(text, end, limit)
    body = stop.end() if stop else end
    named = tuple(references(text, target)) if target else _noted(text, body, limit)
    finished = stop is not None or (target is not None and text[end - 1] in ".:)]")
    several = opening[0].lower().endswith("proofs") and not named
    if several or not _is_head(setting, start, end, block, finished, style_end):
        return None
    heading = " ".join(text[start:body].split())
    part = target is not None and not named
    alone = bool(named) and start == block.span.start and not text[body : block.span.end].strip()
    return ProofHead(start, body, heading, named, bool(opening["sketch"]), part, alone)


def _past_number(text: str, at: int, style: Style, style_end: int | None) -> int:
    """Return where the number of a proof ends: "Proof 3", as they are called who count their proofs.

    It has the font of the word, which differs from that of prose.
    """
    number = _OWN_NUMBER.match(text, at)
    counts = (
        number is not None and style != PLAIN and (style_end is None or number.end() <= style_end)
    )
    return number.end() if number and counts else at


def _noted(text: str, at: int, limit: int) -> tuple[Reference, ...]:
    """Return what stands alone in brackets behind the word: "Proof. (Theorem 3) The ..."."""
    behind = _BEHIND.match(text, at, limit)  # "Proof. of Lemma 1.8. We have"
    if behind:
        return tuple(references(text, Span(*behind.span())))
    note = _NOTE.match(text, at, limit)
    if note is None or len(note[1]) > 40:
        return ()
    named = tuple(references(text, Span(note.start(1), note.end(1))))
    whole = named and named[0].span.start == note.start(1) + 1
    return named if whole and named[-1].span.end == note.end(1) - 1 else ()


def _target(text: str, at: int, limit: int, style_end: int | None) -> tuple[int, Span | None]:
    """Return where "of Theorem 3.1" ends and its span; (at, None) where there is none."""
    opening = _TARGET.match(text, at, limit)
    if opening is None:
        return at, None
    if opening["open"]:
        close = closing(text, opening.start("open"), limit)
        if close is None:
            return at, None
        return close + 1, Span(opening.end(), close)
    end = _END_OF_TARGET.search(text, opening.end(), limit)
    if end:
        return end.end(), Span(opening.end(), end.start())
    if style_end is not None and style_end < limit:
        return style_end, Span(opening.end(), style_end)
    return limit, Span(opening.end(), limit)


def _is_head(
    setting: Setting, start: int, end: int, block: Block, finished: bool, style_end: int | None
) -> bool:
    """Tell a heading from a sentence that begins with the word "Proof"."""
    style = setting.style_at(start)
    capitals = setting.document.text[start : start + 5].isupper()
    body_style = setting.words_style(end, block.span.end)
    set_apart = capitals or (style != PLAIN and style != body_style)
    if set_apart:
        return finished or style_end is None or style_end <= end + 2 or capitals
    if not finished:
        return False
    before = setting.document.text[block.span.start : start].rstrip()
    gap = setting.gap_above(setting.line_index(start))
    spaced = gap is not None and gap > 1.12 * setting.leading
    return len(before) <= 2 or spaced or before[-1] in ".!?)]□■∎"


def qed_ends(setting: Setting) -> tuple[int, ...]:
    """Return the offsets behind each mark that ends a proof, ascending."""
    document = setting.document
    ends = [match.end() for match in re.finditer(f"[{_QED}]", document.text)]
    for block in document.blocks:
        match = _QED_WORDS.search(
            document.text, max(block.span.end - 12, block.span.start), block.span.end
        )
        if match:
            ends.append(match.end())
    return tuple(sorted(ends))
