"""Theorem-like statements and proofs of a paper: what is known of each, whatever file it is from."""

from reportkit.document import Box, Span
from reportkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Use:
    """A reference from a statement or its proof to another statement.

    `id` is the other statement's, `where` is "statement" or "proof", `page` where it is printed.
    """

    id: str
    where: str
    page: int | None


@dataclass(frozen=True, slots=True)
class ExternalUse:
    """A reference to a result of another work, as printed ("Theorem 2.1 of [7]")."""

    text: str
    where: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A theorem-like statement.

    `id` is as "theorem-3.1"; the same kind and number again "theorem-3.1-2"; without a number
    "remark-p7-1". `kind` is English, lower case, singular; `label` is the kind as printed; `number`
    as printed ("3.1", "A.2", "1'"), None where there is none; `name` is the optional argument, ""
    where there is none. `span` covers head and body in the Document's text, `body` the body alone;
    `text` are the body's words. `restates` is the id of the statement this one prints again.
    `proof` is the id of the first of its proofs. `origin` is "source", "anchors" or "text".
    """

    id: str
    kind: str
    label: str
    number: str | None
    name: str
    page: int | None
    box: Box | None
    span: Span
    body: Span
    text: str
    origin: str
    restates: str | None = None
    proof: str | None = None
    uses: tuple[Use, ...] = ()
    external: tuple[ExternalUse, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof; `of` is the id of its statement, None where that is unknown.

    `explicit` is True where its heading names the statement ("Proof of Theorem 3.1"). `heading` is
    as printed; `page` is where it begins, `end` the page where it ends.
    """

    id: str
    of: str | None
    explicit: bool
    sketch: bool
    heading: str
    page: int | None
    box: Box | None
    end: int | None
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """All statements and proofs of one paper, each in reading order."""

    statements: tuple[Statement, ...]
    proofs: tuple[Proof, ...]
