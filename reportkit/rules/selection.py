"""Which rules run, how severe each is, and in which sections it keeps quiet."""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from types import MappingProxyType

from reportkit.analysis.sections import Section
from reportkit.config import Config
from reportkit.document import Span
from reportkit.errors import UsageProblem, nearest
from reportkit.findings import Finding, RuleInfo, Severity
from reportkit.records import dataclass

EVERYTHING = "RK"


@dataclass(frozen=True, slots=True)
class Selection:
    """The rules that were asked for.

    `wanted` holds codes of rules to run. `severities` maps codes to the severity that replaces a
    rule's own; `quiet` pairs a section's title or role, folded, with the codes silent in it.
    """

    wanted: frozenset[str]
    severities: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))
    quiet: tuple[tuple[str, frozenset[str]], ...] = ()

    def wants(self, info: RuleInfo) -> bool:
        """Return whether the rule is to run."""
        return info.code in self.wanted

    def applied(
        self, found: Iterable[Finding], sections: tuple[Section, ...]
    ) -> tuple[Finding, ...]:
        """Return the findings that are wanted where they stand, each with its severity."""
        kept = (finding for finding in found if not self._is_quiet(finding, sections))
        return tuple(
            replace(finding, severity=self.severities[finding.code])
            if finding.code in self.severities
            else finding
            for finding in kept
            if finding.code in self.wanted
        )

    def idle(self, sections: tuple[Section, ...]) -> tuple[str, ...]:
        """Return a note for each name of per-section-ignores that no section has."""
        if not self.quiet or not sections:
            return ()
        roles = {role for section in sections if (role := section.role)}
        names = {_folded(section.title): section.title for section in sections} | {
            role: role for role in roles
        }
        return tuple(
            f"per-section-ignores: no section is called {name!r}{nearest(name, tuple(names))}"
            for name, _ in self.quiet
            if name not in names
        )

    def _is_quiet(self, finding: Finding, sections: tuple[Section, ...]) -> bool:
        if not self.quiet:
            return False
        names = _names_around(finding.span, sections) | {_folded(finding.role or "")}
        return any(finding.code in codes and name in names for name, codes in self.quiet)


def selection(config: Config, infos: Iterable[RuleInfo]) -> Selection:
    """Return what `config` asks for among `infos`.

    A selector is a code, a prefix of codes ("RK4"), a slug or an alias. Without `select` the rules
    that are on by default run. Between `select` and `ignore` the longer selector wins, and ignore
    where they are equally long. Raises UsageProblem for a selector that names no rule.
    """
    known = tuple(infos)
    chosen = _lengths(config.select, known, "select")
    if not config.select:
        chosen = {info.code: 0 for info in known if info.default or config.pedantic}
    for code, length in _lengths(config.extend_select, known, "extend-select").items():
        chosen[code] = max(length, chosen.get(code, 0))
    ignored = _lengths(config.ignore, known, "ignore")
    severities = {
        code: Severity(value)
        for selector, value in config.severity.items()
        for code in matching(selector, known, "severity")
    }
    quiet = tuple(
        (_folded(title), frozenset(_lengths(codes, known, f"per-section-ignores of {title!r}")))
        for title, codes in config.per_section_ignores.items()
    )
    wanted = frozenset(code for code, length in chosen.items() if ignored.get(code, -1) < length)
    return Selection(wanted, MappingProxyType(severities), quiet)


def matching(selector: str, infos: Iterable[RuleInfo], origin: str) -> frozenset[str]:
    """Return the codes that `selector` names. Raises UsageProblem where there are none.

    `origin` says where the selector was read ("ignore"), for the error.
    """
    known = tuple(infos)
    word = selector.strip()
    codes = {info.code for info in known if _names(info, word)}
    if not codes and word.upper() == "ALL":
        codes = {info.code for info in known}
    if not codes:
        words = tuple(word for info in known for word in (info.code, info.slug, *info.aliases))
        hint = nearest(word, words) or "; reportkit rules lists them"
        raise UsageProblem(f"{origin}: no rule is called {selector!r}{hint}")
    return frozenset(codes)


def _names(info: RuleInfo, word: str) -> bool:
    prefix = word.upper()
    by_code = prefix.startswith(EVERYTHING) and info.code.startswith(prefix)
    return by_code or word.casefold() in {info.slug, *(a.casefold() for a in info.aliases)}


def _lengths(selectors: Iterable[str], infos: tuple[RuleInfo, ...], origin: str) -> dict[str, int]:
    """Return for each code that is named the length of the longest selector that names it."""
    lengths: dict[str, int] = {}
    for selector in selectors:
        word = selector.strip()
        is_prefix = word.upper().startswith(EVERYTHING)
        length = len(word) if is_prefix else (0 if word.upper() == "ALL" else len("RK101"))
        for code in matching(selector, infos, origin):
            lengths[code] = max(length, lengths.get(code, -1))
    return lengths


def _names_around(span: Span | None, sections: tuple[Section, ...]) -> frozenset[str]:
    """Return the folded titles and roles of all sections that hold the start of `span`."""
    if span is None:
        return frozenset()
    around = [s for s in sections if s.span.start <= span.start < s.span.end]
    return frozenset(_folded(word) for s in around for word in (s.title, s.role) if word)


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())
