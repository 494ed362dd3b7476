"""`lint`: the prose rules over a string."""

from collections.abc import Iterable

from reportkit.findings import Finding
from reportkit.readers.text import read_text
from reportkit.rules import Context, all_rules, findings
from reportkit.rules.language import language_hits


def lint(
    text: str,
    *,
    markup: str = "plain",
    vocabulary: Iterable[str] = (),
    grammar: str = "auto",
    language: str = "en",
) -> tuple[Finding, ...]:
    """Return the findings that would be shown by default for `text`.

    In markup "latex", `$...$` are formulas. Spans are code points of `text`, end exclusive. Raises
    EngineMissing where `grammar` names an engine that is not there.
    """
    document = read_text(text, formulas=markup == "latex")
    context = Context(document, language=language, vocabulary=frozenset(vocabulary), kind="text")
    hits, _ = language_hits(context, (r for r in all_rules() if r.info.default), grammar)
    return findings(context, hits)
