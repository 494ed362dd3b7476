"""Kinds of theorem-like statements: what the label printed in a paper is called in English."""

import unicodedata
from functools import lru_cache

# English kind: the labels that mean it, without accents, in lower case. English, German, French;
# plurals head lists of remarks, abbreviations occur in references ("Thm. 2").
_LABELS = {
    "theorem": "theorem theorems thm thms th theo theoreme theoremes satz satze hauptsatz haupttheorem",
    "lemma": "lemma lemmas lemmata lem lemme lemmes hilfssatz hilfssatze hilfslemma sublemma",
    "proposition": "proposition propositions prop props propositionen prp",
    "corollary": "corollary corollaries cor cors coroll korollar korollare folgerung folgerungen "
    "corollaire corollaires",
    "definition": "definition definitions denition denitions def defs defn dfn definitionen begriff",
    "assumption": "assumption assumptions assum assm assump annahme annahmen voraussetzung "
    "voraussetzungen",
    "claim": "claim claims subclaim behauptung behauptungen affirmation affirmations assertion "
    "assertions aussage aussagen",
    "remark": "remark remarks rem rmk rmks bemerkung bemerkungen bem anmerkung anmerkungen "
    "remarque remarques",
    "example": "example examples ex exa exmp beispiel beispiele bsp exemple exemples",
    "counterexample": "counterexample counterexamples nonexample nonexamples gegenbeispiel gegenbeispiele contreexemple "
    "contreexemples",
    "conjecture": "conjecture conjectures conj vermutung vermutungen",
    "fact": "fact facts fakt fakten tatsache fait faits",
    "observation": "observation observations obs beobachtung beobachtungen",
    "hypothesis": "hypothesis hypotheses hyp hypothese hypothesen",
    "condition": "condition conditions cond bedingung bedingungen",
    "problem": "problem problems prob probleme problemstellung",
    "question": "question questions frage fragen",
    "exercise": "exercise exercises exo aufgabe aufgaben ubung ubungen ubungsaufgabe exercice "
    "exercices",
    "notation": "notation notations notationen bezeichnung bezeichnungen",
    "note": "note notes hinweis hinweise notiz",
    "property": "property properties eigenschaft eigenschaften propriete proprietes",
    "axiom": "axiom axioms axiome axiomen",
    "postulate": "postulate postulates postulat postulats",
    "principle": "principle principles prinzip principe principes",
    "construction": "construction constructions konstruktion konstruktionen",
    "convention": "convention conventions konvention konventionen",
    "criterion": "criterion criteria kriterium kriterien critere criteres",
    "model": "model models modell modelle modele modeles",
    "setting": "setting settings",
    "scenario": "scenario scenarios",
    "situation": "situation situations",
    "result": "result results resultat resultate resultats ergebnis ergebnisse",
    "law": "law laws",
    "rule": "rule rules regel regeln regle regles",
    "requirement": "requirement requirements",
    "desideratum": "desideratum desiderata",
    "comment": "comment comments commentaire commentaires kommentar",
    "warning": "warning warnings warnung",
    "porism": "porism porisms",
    "scholium": "scholium scholia",
    "intuition": "intuition intuitions",
    "insight": "insight insights",
    "task": "task tasks",
    "game": "game games",
    "invariant": "invariant invariants invariante invarianten",
    "thesis": "thesis theses these thesen",
    "speculation": "speculation speculations",
    "guess": "guess guesses",
    "finding": "finding findings",
    "inequality": "inequality ungleichung inegalite",
}
KINDS = frozenset(_LABELS)
_KIND_OF = {label: kind for kind, labels in _LABELS.items() for label in labels.split()}

# Kinds whose heads too often begin an ordinary sentence or a caption to be taken for a statement
# on the strength of the word alone: they need an anchor or the paper's own theorem style.
WEAK_KINDS = frozenset(
    [
        "note",
        "notation",
        "result",
        "model",
        "setting",
        "scenario",
        "situation",
        "law",
        "rule",
        "requirement",
        "comment",
        "warning",
        "intuition",
        "insight",
        "task",
        "game",
        "invariant",
        "thesis",
        "speculation",
        "guess",
        "finding",
        "inequality",
        "principle",
        "criterion",
        "question",
        "problem",
        "exercise",
        "convention",
        "construction",
        "property",
        "condition",
    ]
)
# Statements that set something down and are not proved.
UNPROVED_KINDS = frozenset(
    [
        "definition",
        "assumption",
        "notation",
        "axiom",
        "condition",
        "convention",
        "setting",
        "model",
        "example",
        "exercise",
        "problem",
        "question",
        "conjecture",
        "remark",
        "note",
        "hypothesis",
        "postulate",
        "construction",
    ]
)


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """Return `word` in lower case without accents, be they combining or set beside the letter.

    "Th´eor`eme", as old TeX fonts print it, and "Théorème" are both "theoreme".
    """
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if letter.isalpha())


@lru_cache(maxsize=8192)
def kind_of(label: str) -> str | None:
    """Return the English kind of a label as printed ("Thm.", "Sätze"), or None where it is unknown.

    The last word decides ("Main Theorem"); of two joined kinds ("Definition and Lemma",
    "Proposition–Definition") the one that is not a definition.
    """
    whole = _KIND_OF.get(folded(label))
    kinds = [kind for part in _parts(label) if (kind := _KIND_OF.get(folded(part)))]
    if whole or not kinds:
        return whole
    return next((kind for kind in reversed(kinds) if kind != "definition"), kinds[-1])


def _parts(label: str) -> list[str]:
    for joint in "/-–—&":
        label = label.replace(joint, " ")
    return label.split()
