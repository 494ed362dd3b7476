"""What a rubric is: gates, criteria with their levels, limits."""

from reportkit.records import dataclass

SCHEMA = "reportkit.rubric/1"
PARTS = ("summary", "review", "proofs")
KINDS = ("report", "slides")
AGREEMENTS = ("mean", "lower", "higher")


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in one or more languages, in the order of the file; "" is any language."""

    texts: tuple[tuple[str, str], ...]

    def text(self, language: str = "en") -> str:
        """Return the text in `language`, in English where there is none, or the first."""
        known = dict(self.texts)
        return known.get(language) or known.get("") or known.get("en") or self.texts[0][1]


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a criterion: the points it is worth, and in words when it is reached."""

    id: str
    points: float
    text: Wording


@dataclass(frozen=True, slots=True)
class Comment:
    """A ready sentence for feedback; `{name}` in it is filled in by the tutor."""

    id: str
    text: Wording


@dataclass(frozen=True, slots=True)
class Gate:
    """A yes-or-no condition that a person confirms; `evidence` is as in Criterion."""

    id: str
    text: Wording
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is judged, with its weight in points.

    `part` is "summary", "review", "proofs" or None (the whole). `evidence` holds codes or prefixes
    of rules ("RK304", "RK8") and measures ("coverage.key_lemmas"); where it is empty the criterion is
    for a person alone. `passages` are words by which sentences that speak to it are found and
    quoted. `tolerance` is the number of warnings per 1,000 words that still count as met.
    """

    id: str
    title: Wording
    weight: float
    asks: Wording | None
    part: str | None
    evidence: tuple[str, ...]
    passages: tuple[str, ...]
    tolerance: float
    levels: tuple[Level, ...]
    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """Smallest and largest number of pages and words, both inclusive; None where there is none."""

    pages: tuple[int, int] | None = None
    words: tuple[int, int] | None = None
    minutes: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What becomes of the marks of several markers: their "mean", the "lower" or the "higher".

    Marks that are `discuss_from` points apart or more are talked over first; None: never.
    """

    rule: str = "mean"
    discuss_from: float | None = None


@dataclass(frozen=True, slots=True)
class Rubric:
    """What a report or a talk is held against.

    `kind` is "report" or "slides". `total` is the sum of the weights, `step` the smallest part of a
    point that may be given. `techniques` are proof techniques to look for besides the built-in ones.
    """

    id: str
    title: Wording
    kind: str
    total: float
    step: float
    limits: Limits
    parts: tuple[str, ...]
    gates: tuple[Gate, ...]
    criteria: tuple[Criterion, ...]
    techniques: tuple[str, ...] = ()
    agreement: Agreement = Agreement()
