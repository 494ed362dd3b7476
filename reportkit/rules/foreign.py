"""Which code of ours a foreign engine's rule gets: by its name, RK790 otherwise."""

import re

from reportkit.engines.remarks import Remark
from reportkit.findings import Confidence, RuleInfo, Severity
from reportkit.rules.declaration import REGISTER, rule

_CODES: tuple[tuple[str, str], ...] = (
    (r"REPEAT|RepeatedWords|DUPLICATION", "RK701"),
    (r"A_VS_AN|^AnA$|DT_VS", "RK702"),
    (r"IT_IS$|ITS_|ItsPossessive|ItsContraction|IT_S", "RK703"),
    (r"THEN|THAN|ThenThan", "RK704"),
    (r"MORFOLOGIK|SpellCheck|SPELL", "RK719"),
    (
        r"AGREEMENT|NON3PRS|^IT_VBZ|HE_VERB|THERE_S_MANY|PronounVerb|SUBJECT|SINGULAR_VERB|PLURAL_VERB|PERS_PRONOUN|NNS_OF|DOES_NP",
        "RK706",
    ),
    (r"THIS_NNS|A_NNS|EVERY_EACH|THESE|MANY_NN|^DT_NN|CD_NN|ONE_OF|ALL_NN|MASS_AGREEMENT", "RK707"),
    (r"MISSING_ARTICLE|DET_|MISSING_DET|ARTICLE", "RK708"),
    (r"MD_BASEFORM|TO_NON_BASE|BASE_FORM|DID_BASEFORM|WillNonLemma|MODAL|^MD_|VB_TO", "RK710"),
    (r"PAST_PART|HAVE_PART|BEEN_PART|BE_VBP|PRP_PAST", "RK711"),
    (r"COMMA|Comma", "RK716"),
    (r"HYPHEN|Hyphen|COMPOUND", "RK717"),
    (
        r"THERE_FORE|IN_TACT|Intact|Therefore|Myself|SPLIT|CANNOT|SplitWords|CLOSED_COMPOUND",
        "RK718",
    ),
    (
        r"CONFUSION|EXTEND_EXTENT|TO_TOO|LATER_LATTER|FROM_FORM|POSSES_|ONE_ONCE|DT_PRP|THE_ARE|PREPOSITION_VERB|PRP_VB",
        "RK705",
    ),
    (r"INFORMATIONS|UNCOUNT|MASS_NOUN|MassNouns", "RK602"),
    (r"COMPARI|SUPERLATIVE|MOST_COMP|MORE_|DoubleDegree", "RK605"),
    (r"BOTH_AS_WELL", "RK606"),
    (r"_THAN_TO|PREPOSITION|DEPEND_ON|IN_ON|ON_IN|WrongPrep", "RK603"),
    (r"ADJECTIVE_ADVERB|ADVERB", "RK723"),
    (r"ADMIT_ENJOY|WORTH|SUGGEST|GERUND", "RK722"),
    (r"ET_AL|I_E|E_G|ETC|DotInitial", "RK622"),
    (r"DOUBLE_PUNCT|UNPAIRED|PUNCTUATION", "RK513"),
    (r"WHITESPACE|Spaces", "RK511"),
    (r"CAPITALIZATION|UPPERCASE", "RK720"),
)
_COMPILED = tuple((re.compile(pattern), code) for pattern, code in _CODES)
# what LanguageTool says about sentence starts, style and typography is taste or ours already; the
# others raised alarms on edited mathematical prose
_UNTRUSTED = re.compile(
    r"SENT_START_CONJUNCTIVE|COMMA_COMPOUND|REPEAT_BEGINNING|UPPERCASE_SENTENCE|MORFOLOGIK|A_MY$|PSEUDO_CODE"
    r"|LEARN_NNNNS|WHETHER|WHITESPACE|EN_QUOTES|DASH|TYPOGRAPH|ARROWS|UNIT_|CURRENCY|PASSIVE|WORDINESS|REDUNDAN|TOO_LONG"
    r"|MISSING_COMMA_AFTER_INTRODUCTORY|ALL_MOST_SOME|COMP_THAN|A_VS_AN|UNPAIRED|NUMERIC|DATE_|I_LOWERCASE|SENTENCE_FRAGMENT"
    r"|EN_SIMPLE_REPLACE_[A-Z]*[^\x00-\x7F]|EN_COMPOUNDS|OXFORD|CONSECUTIVE_SPACES|PLUS_MINUS|MULTIPLICATION|APOS_|THE_SUPERLATIVE|PROFANITY|GENDER|PRP_RB_NO_VB|READABILITY"
)
# where an engine does not know how mathematicians speak: its rule, then the words before and at the
# place ("almost surely", "the iterate", "the homotopy type of a sphere", "a type of an expression")
_USAGE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("FINAL_ADVERB_COMMA", re.compile(r"\balmost\W{1,3}surely")),
    ("A_INFINITIVE", re.compile(r"\b(?:iterate|estimate|aggregate|surrogate|precompute)s?$")),
    ("KIND_OF_A", re.compile(r"\btype of an?$")),
    (
        "BE_INTEREST_IN",
        re.compile(r"^(?!.*\b(?:I|[Ww]e|[Tt]hey|who|authors)\s(?:am|is|are|were|was)\b)"),
    ),
    ("UNLIKELY_OPENING_PUNCTUATION", re.compile(r"\w\s\0:")),  # ours: a space before the colon
)


def is_usage(remark: Remark, before: str, words: str) -> bool:
    """Return whether the engine's rule does not hold of how mathematicians use `words`."""
    said = f"{before}\0{words}"
    return any(name == remark.rule and usage.search(said) for name, usage in _USAGE)


def foreign_info(remark: Remark) -> RuleInfo:
    """Return what is known of the rule of ours that stands for the engine's."""
    code = next((c for pattern, c in _COMPILED if pattern.search(remark.rule)), "RK790")
    return REGISTER[code if code in REGISTER else "RK790"].info


def is_trusted(remark: Remark) -> bool:
    """Return whether the engine's rule is shown by default."""
    return _UNTRUSTED.search(remark.rule) is None


@rule("RK790", "grammar-engine", Severity.SUGGESTION, confidence=Confidence.MEDIUM)
def grammar_engine(context: object) -> tuple[()]:
    """A grammar engine found a fault that reportkit has no rule of its own for.

    The message and its source say what and who.

    Fix: read the message; ignore it where the engine misread a formula.
    Source: Harper or LanguageTool, as named with the finding.
    """
    return ()
