"""What document classes and packages declare by themselves: theorem environments and numbering.

Taken from the classes' sources as they came with TeX Live 2022 or with the conferences' kits.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from types import MappingProxyType

from reportkit.records import dataclass

# name, label, counted with, within, numbered
Entry = tuple[str, str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Declared:
    """Theorem environments, \\the... macros and resets that a class brings along.

    `within_section` is how a theorem's number names its section, "" where as the section's own.
    """

    theorems: tuple[Entry, ...] = ()
    numbering: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    resets: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    within_section: str = ""


def _shared(names: str, within: str = "", first: str = "theorem") -> tuple[Entry, ...]:
    """Return `first` and the others, which count with it."""
    others = tuple((name, _title(name), first, "", True) for name in names.split())
    return ((first, _title(first), "", within, True), *others)


def _title(name: str) -> str:
    return name[:1].upper() + name[1:]


def _unnumbered(names: str) -> tuple[Entry, ...]:
    return tuple((name, _title(name.rstrip("*")), "", "", False) for name in names.split())


_LLNCS = (
    "case conjecture corollary definition example exercise lemma note problem property"
    " proposition question solution remark theorem"
)


def _llncs(options: set[str]) -> Declared:
    """llncs, svjour: each its own counter unless envcountsame or envcountsect says else."""
    within = "section" if "envcountsect" in options else ""
    fixed = _unnumbered("claim")
    resets = {} if within or "envcountreset" not in options else {"theorem": "section"}
    if "envcountsame" in options:
        others = " ".join(name for name in _LLNCS.split() if name != "theorem")
        return Declared((*_shared(others, within), *fixed), resets=resets)
    if resets:
        resets = dict.fromkeys(_LLNCS.split(), "section")
    names = ((name, _title(name), "", within, True) for name in _LLNCS.split())
    return Declared((*names, *fixed), resets=resets)


def _springer_book(options: set[str]) -> Declared:
    """svmono, svmult: as llncs, but counted within chapters where it says so."""
    within = next((name for option, name in _WITHIN.items() if option in options), "")
    resets: dict[str, str] = {}
    if "envcountresetsect" in options:
        resets = {"theorem": "section"}
    elif "envcountresetchap" in options:
        resets = {"theorem": "chapter"}
    others = [name for name in _LLNCS.split() if name != "theorem"]
    if "envcountsame" in options:
        theorems = _shared(" ".join(others), within)
    else:
        theorems = tuple((name, _title(name), "", within, True) for name in ("theorem", *others))
        resets = {name: counter for counter in resets.values() for name in _LLNCS.split()}
    return Declared((*theorems, *_unnumbered("claim")), resets=resets)


_WITHIN = {"envcountsect": "section", "envcountchap": "chapter"}


def _lipics(options: set[str]) -> Declared:
    """lipics-v2019 and v2021; oasics alike."""
    within = "section" if {"numberwithinsect", "thm-restate numberwithinsect"} & options else ""
    names = "lemma corollary proposition exercise definition conjecture observation example note remark claim"
    return Declared((*_shared(names, within), *_unnumbered("note* remark* claim*")))


def _old_lipics(options: set[str]) -> Declared:
    """lipics.cls as it was before 2016."""
    within = "section" if "numberwithinsect" in options else ""
    return Declared(
        (*_shared("lemma corollary definition example", within), *_unnumbered("remark"))
    )


def _acmart(options: set[str]) -> Declared:
    if "acmthm=false" in options:
        return Declared()
    names = "conjecture proposition lemma corollary example definition"
    return Declared(_shared(names, "section"))


def _jmlr(options: set[str]) -> Declared:
    """jmlr.cls, which COLT and ALT load."""
    names = "lemma proposition remark corollary definition conjecture axiom"
    return Declared((*_shared(names), ("example", "Example", "", "", True)))


def _siam(options: set[str]) -> Declared:
    names = "lemma corollary proposition definition"
    return Declared(_shared(names, "section"))


def _ieee(options: set[str]) -> Declared:
    numbering = {
        "section": "\\Roman{section}",
        "subsection": "\\thesection-\\Alph{subsection}",
        "subsubsection": "\\thesubsection\\arabic{subsubsection}",
    }
    return Declared(numbering=numbering, within_section="\\arabic{section}")


def _revtex(options: set[str]) -> Declared:
    return Declared(numbering={"section": "\\Roman{section}", "subsection": "\\Alph{subsection}"})


def _chapters(options: set[str]) -> Declared:
    return Declared(
        numbering={
            "section": "\\thechapter.\\arabic{section}",
            "equation": "\\thechapter.\\arabic{equation}",
            "figure": "\\thechapter.\\arabic{figure}",
            "table": "\\thechapter.\\arabic{table}",
        },
        resets={
            "section": "chapter",
            "equation": "chapter",
            "figure": "chapter",
            "table": "chapter",
        },
    )


def _mdpi(options: set[str]) -> Declared:
    """mdpi.cls: capital names, each its own counter."""
    names = (
        "Theorem Lemma Corollary Proposition Characterization Property Problem Example"
        " ExamplesandDefinitions Hypothesis Remark Definition Notation Assumption"
    )
    return Declared(tuple((name, name, "", "", True) for name in names.split()))


def _beamer(options: set[str]) -> Declared:
    names = "corollary definition definitions fact example examples lemma problem solution"
    return Declared(_unnumbered(f"theorem {names}"))


def _ejp(options: set[str]) -> Declared:
    """ecp/ejpecp.cls."""
    names = (
        "assumptions assumption claim condition conjecture corollary definitions definition facts"
        " fact heuristics hypothesis hypotheses lemma notations notation proposition example"
        " exercise problem question remark"
    )
    return Declared(_shared(names, "section"))


def _jmlr2e(options: set[str]) -> Declared:
    """jmlr2e.sty and its sisters: example counts alone, the others with the theorems."""
    return _jmlr(options)


CLASSES: tuple[tuple[str, Callable[[set[str]], Declared]], ...] = (
    (r"book|report|memoir|scrbook|scrreprt|amsbook|svmono|svmult", _chapters),
    (r"llncs|svjour3?|cl2emono", _llncs),
    (r"svmult|svmono", _springer_book),
    (r"(lipics|oasics|dagrep|darts|lites)-v\d+", _lipics),
    (r"lipics|oasics", _old_lipics),
    (r"acmart", _acmart),
    (r"jmlr|colt\d*|alt\d*|pmlr|clear\d*|l4dc\d*|midl.*", _jmlr),
    (r"siam(art|online)[\w]*", _siam),
    (r"IEEEtran|IEEEtran[\w]*|ieeeconf", _ieee),
    (r"revtex4.*", _revtex),
    (r"mdpi|Definitions/mdpi", _mdpi),
    (r"beamer", _beamer),
    (r"ejpecp|ecp", _ejp),
    (
        r"(ams)?art(icle)?|elsarticle|imsart|amsproc|sn-jnl|scrartcl|extarticle",
        lambda _: Declared(),
    ),
)
PACKAGES: dict[str, Callable[[set[str]], Declared]] = {
    "jmlr2e": _jmlr2e,
    "jmlr2e_preprint": _jmlr2e,
    "dmlr2e": _jmlr2e,
}
