"""Rules RK7xx on single words: doubled ones, a and an, spelling, names, capitals."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cache

from reportkit.analysis.prose import FORMULA_WORD, Passage, vowel_sound
from reportkit.analysis.spelling import PREFIXES, Speller, by_start, distance
from reportkit.analysis.variants import spelling_variants
from reportkit.document import BlockKind, Document
from reportkit.engines.wordlist import frequencies
from reportkit.findings import Hit, Severity
from reportkit.resources import packaged_words
from reportkit.rules.context import Context
from reportkit.rules.declaration import rule
from reportkit.rules.phrases import phrase_hits

_DOUBLED = re.compile(
    r"(?<![\w\-–'’.])(?P<first>[^\W\d_]{2,}|[aAI])\s+(?P<at>(?P=first))(?![\w'’]|-\w)",
    re.IGNORECASE,
)
_DOUBLED_PAIR = re.compile(
    r"(?<![\w\-–'’.])(?P<pair>[A-Za-z]{1,20}\s[a-z]{1,20})\s(?=(?P=pair)(?![\w'’-]))", re.IGNORECASE
)
_MAY_REPEAT = {"end"} | frozenset(
    [
        "that",
        "had",
        "log",
        "left",
        "right",
        "very",
        "no",
        "bla",
        "so",
        "many",
        "long",
        "far",
        "one",
    ]
)
_BETWEEN = frozenset(
    ["where", "with", "when", "such", "that", "then", "from", "over", "into", "have", "and", "for"]
)
_ARTICLE = re.compile(r"(?<![\w.'’\-$])(?P<at>[Aa]n?)\s[“\"]?(?P<next>[^\W_][\w.'’-]*)")
_VOWEL_BUT_CONSONANT = re.compile(
    r"(?:uni(?!n|m[^o])|us(?:e|u|a|er)|u(?:biq|tili|topi|ran|kule|kra|ter|no$)|eu(?!ph|ler)|ewe|one(?!iro)|once|ouija)|u$",
    re.IGNORECASE,
)
_CONSONANT_BUT_VOWEL = re.compile(r"(?:hour|honest|honou?r|heir|herb)", re.IGNORECASE)
_NO_NOUN_NEXT = frozenset(
    [
        "and",
        "or",
        "is",
        "in",
        "are",
        "of",
        "to",
        "at",
        "as",
        "if",
        "on",
        "it",
        "be",
        "by",
        "for",
        "so",
        "the",
        "a",
        "an",
        "was",
        "has",
        "not",
        "we",
        "iff",
        "then",
    ]
)
_WORD = re.compile(r"(?<![\w\\@#.-])(?<![^a-z]/)[^\W\d_]{2,}(?:['’][^\W\d_]+)?(?![\w\\@/]|\.\w)")
_HEADS = (
    "theorem",
    "lemma",
    "proposition",
    "corollary",
    "definition",
    "section",
    "chapter",
    "figure",
    "table",
    "equation",
    "example",
    "remark",
    "appendix",
    "algorithm",
    "assumption",
    "exercise",
)
_CAPITAL_MID = re.compile(
    r"(?<=[a-z,]\s)(?<![OZ]q\s)(?<![OZ]q,\s)(?P<at>The|An(?! and\b)|Let|We|It|This|That|These|In|Of|For|With|And|Or|But|If|Then|Is|Are|To|By|On|As|From|There|Since"
    r"|Because|Hence|Thus|Which|Where|When|Our|Its|Their|Such|Also|Has|Have|Can)\s(?=[a-z]|[OZ]q)"
)
_ON_SLIDES_TOO = ("report", "slides", "text")
_OTHER_SCRIPT = re.compile(r"[^\W\d_A-Za-z\u00c0-\u024f\u0300-\u036f]")
_CAPITALS_IN_WORD = re.compile(r"(?<![\w-])[A-Z]{2}[a-z]{2,}(?![\w-])")


@rule(
    "RK701",
    "doubled-word",
    Severity.ERROR,
    kinds=_ON_SLIDES_TOO,
    bad=(
        "The error is bounded by by the sum.",
        "A type $X$ type is given.",
        "The step can make can make it small.",
    ),
    good=(
        "We know that that is so.",
        "It had had an effect.",
        "The log log factor stays.",
        "It has AND and OR.",
        "It goes on and on and on and on.",
    ),
)
def doubled_word(context: Context) -> Iterator[Hit]:
    """A word stands twice.

    It mostly happens where a line breaks, and the eye passes over it.

    Fix: delete one of the two.
    Source: every spelling checker.
    """
    if not context.language.startswith("en"):
        yield from _doubled_in_german(context)
        return
    across = re.compile(
        rf"(?<![\w-])(?P<first>[a-z]{{4,}})\s{FORMULA_WORD}\s(?P<at>(?P=first))(?![\w-])"
    )
    for passage in context.prose:
        for match in _DOUBLED.finditer(passage.text):
            word = match["at"]
            if word.lower() in _MAY_REPEAT or passage.touches_formula(*match.span()):
                continue
            if word[0].isupper() and word != "The":  # a name, or letters of a formula
                continue
            if match["first"].isupper() and word.islower() and len(word) > 1:
                continue  # "the AND and the XOR": an operator
            if word == "a" and not re.match(r"\s[a-z]{2}", passage.text[match.end() :]):
                continue
            yield Hit(passage.place(*match.span()), "The word stands twice", match["first"])
        for match in _DOUBLED_PAIR.finditer(passage.text):
            start, end = match.start(), match.end() + len(match["pair"])
            one, other = match["pair"].lower().split()
            if (
                one != other
                and not {one, other} & {"and", "or", "by"}
                and not passage.touches_formula(start, end)
            ):
                yield Hit(passage.place(start, end), "Two words stand twice", match["pair"])
        for match in across.finditer(passage.text):
            if match["at"] in _BETWEEN:
                continue
            yield Hit(
                passage.place(*match.span("at")), "The word stands before and after the formula"
            )


# "die die", "der der" and "das das" may be right; these are not
_GERMAN_DOUBLED = frozenset(
    [
        "als",
        "am",
        "an",
        "auch",
        "auf",
        "aus",
        "bei",
        "dass",
        "ein",
        "eine",
        "einen",
        "einer",
        "eines",
        "für",
        "im",
        "in",
        "ist",
        "mit",
        "nach",
        "nicht",
        "oder",
        "sind",
        "über",
        "und",
        "von",
        "wir",
        "wird",
        "zu",
        "zum",
        "zur",
    ]
)


def _doubled_in_german(context: Context) -> Iterator[Hit]:
    if not context.language.startswith("de"):
        return
    for passage in context.prose:
        for match in _DOUBLED.finditer(passage.text):
            if match["at"] in _GERMAN_DOUBLED and not passage.touches_formula(*match.span()):
                yield Hit(passage.place(*match.span()), "The word stands twice", match["first"])


@rule(
    "RK702",
    "a-an",
    Severity.ERROR,
    needs=("english",),
    kinds=_ON_SLIDES_TOO,
    bad=("Let $G$ be a $n$-vertex graph.", "They train a SVM.", "This yields an uniform bound."),
    good=(
        "Let $G$ be an $n$-vertex graph.",
        "They train an SVM.",
        "This yields a uniform bound.",
        "An s-expression has a u-shaped tree.",
        "There is an fppf covering of it.",
    ),
)
def a_an(context: Context) -> Iterator[Hit]:
    """ "A" stands before a vowel sound, or "an" before a consonant.

    What counts is the sound: an n-vertex graph, an MDP, an hour; a uniform bound, a one-step method.

    Fix: exchange them.
    Source: The Chicago Manual of Style, 5.74.
    """
    for passage in context.prose:
        sounds = {
            f.start: _formula_sound(context, passage, f.start, f.end) for f in passage.formulas
        }
        for match in _ARTICLE.finditer(passage.text):
            article, following = match["at"], match["next"]
            begins = match.start("next")
            vowel = sounds[begins] if begins in sounds else _word_sound(following)
            if vowel is None or vowel == (article.lower() == "an"):
                continue
            if article == "A" and not _opens(passage, match.start()):
                continue  # a letter: "the matrix A is"
            right = "an" if vowel else "a"
            right = right.capitalize() if article[0] == "A" else right
            message = f'write "{right}": the next word begins with a {_SOUNDS[vowel]}'
            yield Hit(passage.place(*match.span("at")), message, right)


_SOUNDS = {True: "vowel sound", False: "consonant sound"}


def _formula_sound(context: Context, passage: Passage, start: int, end: int) -> bool | None:
    place = passage.place(start, end)
    return vowel_sound(context.draft.text[place.start : place.end].strip("$ \n"))


def _opens(passage: Passage, at: int) -> bool:
    return any(sentence.start == at for sentence in passage.sentences)


def _word_sound(word: str) -> bool | None:
    """Return whether `word` is read with a vowel first; None where that is not sure."""
    if word.lower() in _NO_NOUN_NEXT or word[0].isdigit():
        return word.startswith(("8", "11-", "18-")) if word[0].isdigit() else None
    if word.startswith(("i.i.d", "i.e", "e.g")):
        return True if word.startswith("i.i.d") else None
    letters = re.match(r"[A-Z]{2,}(?![a-z])|[A-Z](?=-|$)", word)
    if letters:
        return _abbreviation_sound(letters[0])
    if len(word) == 1 or re.match(r"[a-z]-", word):  # "an x-axis", "an s-expression"
        word = word[0]
        return word in "aefhilmnorsx" or (None if word in "u" else False)
    if _CONSONANT_BUT_VOWEL.match(word):
        return None if word.lower().startswith("herb") else True
    if re.fullmatch(r"[b-df-hj-np-tv-xz]{3,5}", word):  # read letter by letter: "an fppf covering"
        return word[0] in "fhlmnrsx"
    if word[0] in "aeiouAEIOUéÉ":
        return not _VOWEL_BUT_CONSONANT.match(word)
    return False


def _abbreviation_sound(letters: str) -> bool | None:
    """Return whether an abbreviation is read with a vowel first; None for one that may be a word."""
    if letters[0] in "AEIO":
        return True
    if letters[0] in "FHLMNRSX":
        spoken_as_word = len(letters) > 3 and re.search(r"[AEIOU]", letters[1:])
        return None if spoken_as_word or re.fullmatch(r"[A-Z][AEIOU][A-Z]", letters) else True
    return None if letters[0] == "U" and len(letters) > 1 else False


@rule(
    "RK719",
    "misspelling",
    Severity.ERROR,
    needs=("english",),
    kinds=_ON_SLIDES_TOO,
    bad=("The dimention of the input is fixed.", "It has nospecific meaning."),
    good=(
        "A functor is a morphism of categories.",
        "The Foobar method is new.",
        "We generalise it.",
        "Both encodings agree (simplify expr.) and are short.",
        "An enode is a node of the e-graph.",
        "We train on an AMD card.",
    ),
)
def misspelling(context: Context) -> Iterator[Hit]:
    """A word is misspelt.

    Known are English words (British and American), the terms of the field, the words of the paper,
    words that the draft uses twice or more, and names; only what is nearly a known word is flagged.

    Fix: use the proposed spelling, or add the word to `vocabulary` in reportkit.toml.
    Source: the word list of pyspellchecker and a list of terms of our own.
    """
    speller, misspelt = _speller(context), _misspelt()
    if not speller.counts:
        return
    for passage in context.prose:
        for match in _WORD.finditer(passage.text):
            word = match[0].removesuffix("'s").removesuffix("’s")
            known = None if word.isupper() else misspelt.get(word.lower())
            if not known and speller.knows(word):  # so are most, and to ask costs the least
                continue
            if _is_skipped(word, match, passage, context) and not (known and len(word) < 4):
                continue
            right = known or _right_spelling(word, match, passage, speller)
            if right and not (right == word[1:] and word[0] not in f"ai{word[1]}"):  # "enode"
                start = match.start()
                place = passage.place(start, start + len(word))
                yield Hit(place, f'Spelling: "{right}"?', _like(word, right))


def _is_skipped(word: str, match: re.Match[str], passage: Passage, context: Context) -> bool:
    """Return whether `word` is none to be checked: a formula, an abbreviation, a word of the papers."""
    if passage.touches_formula(*match.span()) or len(word) < 4 or re.search(r"['’]", word):
        return True
    if passage.text[match.end() : match.end() + 1] == "-" and word.lower() in PREFIXES:
        return True
    before, after = passage.text[: match.start()], passage.text[match.end() :]
    if re.match(r"\.(?:\s+[a-z]|[),;]|$)", after) and _is_cut_short(word, context):
        return True  # "(simplify expr.)", "pred. digit distr."
    if word[0].isupper() and re.match(r"\s(?:&|et al|\((?:1[89]|20)\d\d)", after):
        return True  # "Olsson & Westerborn (2017)"
    if word[0].isupper() and before.endswith(". ") and re.match(r"\.\s[A-Z]\w*\.", after):
        return True  # "Math. Oper. Res."
    if _OTHER_SCRIPT.search(word):
        return True
    if not before and word.islower():
        return True  # the rest of a word that a page break tore apart
    if re.search(r"-\s?\d*\s*$", before) or re.match(r"-\s|-?$", after):
        return True  # a word torn apart at a line's end
    if word[0].isupper() and (
        re.search(r"(?:\b[A-Z]\.|[A-Z]\w+)\s$", before) or re.match(r"\s[A-Z]\w", after)
    ):
        return True  # part of a name
    return any(c.isupper() for c in word[1:]) or word in context.known_words


def _is_cut_short(word: str, context: Context) -> bool:
    """Return whether `word` with its full stop may be an abbreviation: few letters, or of a word used."""
    return len(word) <= 5 or re.search(rf"\b{word}[a-z]{{2}}", context.folded_prose) is not None


def _right_spelling(
    word: str, match: re.Match[str], passage: Passage, speller: Speller
) -> str | None:
    """Return what an unknown word stands for; None for a known one and for what looks like a name."""
    if speller.knows(word):
        return None
    if word[0].isupper() and not _opens(passage, match.start()):
        head = _misspelt_head(word, passage.text[match.end() : match.end() + 2])
        if head:
            return head
        near = _nearest_name(word)
        if near or not speller.nearest(word, 3_000):
            return near if near and near.lower() != word.lower() else None
        return None
    return (
        _nearest_name(word)
        if word[0].isupper() and _nearest_name(word)
        else speller.nearest(word, 30)
    )


def _misspelt_head(word: str, after: str) -> str | None:
    """Return what a word before a number is meant to be: "Sectin 3" is a section; None for no head."""
    if len(word) < 5 or not re.match(r"\s[\dOZA-Z]", after):
        return None
    return next((head for head in _HEADS if distance(word.lower(), head) == 1), None)


@cache
def _common() -> dict[tuple[str, int], list[str]]:
    return by_start(frequencies())


@cache
def _names() -> frozenset[str]:
    return packaged_words("rules/words/names.txt")


@cache
def _misspelt() -> dict[str, str]:
    pairs = (entry.split("=") for entry in packaged_words("rules/words/misspelt.txt"))
    return dict(pairs)


@cache
def _terms() -> frozenset[str]:
    names = {part.lower() for name in _names() for part in name.split("-")}
    return frozenset(packaged_words("rules/words/terms.txt") | names)


def _speller(context: Context) -> Speller:
    """Return a speller that knows the papers' words and those that the draft uses twice."""
    used = Counter(
        word.lower()
        for passage in context.prose
        for word in re.findall(r"[^\W\d_]{3,}", passage.text)
    )
    papers = {word.lower() for word in context.known_words}
    twice = {word for word, count in used.items() if count > 1}
    names = {
        word.lower()
        for block in context.draft.blocks
        if block.kind in {BlockKind.REFERENCE, BlockKind.FRONT}
        for word in re.findall(
            r"[^\W\d_]{3,}", context.draft.text[block.span.start : block.span.end]
        )
    }
    return Speller(frequencies(), _terms(), frozenset(papers | twice | names), _common())


def _nearest_name(word: str) -> str | None:
    """Return the name of the field that `word` is one or two letters away from, None for none."""
    speller = _name_speller()
    near = speller.nearest(word) if len(word) >= 5 else None
    return near.capitalize() if near and " " not in near and _is_close(word, near) else None


def _is_close(word: str, near: str) -> bool:
    return word[0].lower() == near[0] and distance(word.lower(), near) <= (
        2 if len(word) >= 10 else 1
    )


@cache
def _name_speller() -> Speller:
    names = {part.lower() for name in _names() for part in name.split("-") if len(part) >= 5}
    counts = dict.fromkeys(names, 100)
    return Speller(counts, frozenset(), frozenset(), by_start(counts))


def _like(word: str, right: str) -> str:
    return right[:1].upper() + right[1:] if word[0].isupper() else right


@rule(
    "RK720",
    "name-spelling",
    Severity.ERROR,
    needs=("english",),
    kinds=_ON_SLIDES_TOO,
    bad=(
        "By Hoefding's inequality it holds.",
        "The loss is Lipshitz.",
        "We use a bayesian argument.",
        "By Cauchy-Schwartz it holds.",
    ),
    good=(
        "By Hoeffding's inequality it holds.",
        "The group is abelian.",
        "By Cauchy–Schwarz it holds.",
        "Schwartz functions decay.",
    ),
)
def name_spelling(context: Context) -> Iterator[Hit]:
    """A name of the field is misspelt, or lacks its capital.

    Fix: copy it from the paper.
    Source: a list of names of our own.
    """
    eponyms = packaged_words("rules/words/eponyms.txt")
    capital_only = {
        w for w in context.known_words if w[:1].isupper() and w.lower() not in context.known_words
    }
    speller = _speller(context)
    for passage in context.prose:
        for match in re.finditer(
            r"\bCauchy\s?[-–—]\s?(?P<at>Schwartz|Swartz|Schwarts|Schwarzt|Shwarz)\b|\bKullback\s?[-–—]\s?(?P<b>Liebler|Leiber|Lieber|Leibner)\b",
            passage.text,
        ):
            group = "at" if match["at"] else "b"
            right = "Schwarz" if group == "at" else "Leibler"
            yield Hit(passage.place(*match.span(group)), f'The name is "{right}"', right)
        for match in _WORD.finditer(passage.text):
            word = re.sub(r"['’]s$", "", match[0])
            lower_name = word.islower() and (
                word in eponyms
                or (
                    len(word) > 3
                    and word.capitalize() in capital_only
                    and word not in frequencies()
                    and word not in packaged_words("rules/words/terms.txt")
                )
            )
            initial = re.search(r"\b[A-Z]\.\s$", passage.text[: match.start()][-4:])
            name = (
                word.capitalize()
                if lower_name
                else None
                if initial  # "D. Steinkraus": somebody's name
                else _misspelt_name(word, context, speller)
            )
            if name and not passage.touches_formula(*match.span()):
                place = passage.place(match.start(), match.start() + len(word))
                yield Hit(place, f'The name is "{name}"', name)


def _misspelt_name(word: str, context: Context, speller: Speller) -> str | None:
    """Return the name that a capitalised unknown word stands for, None where there is none."""
    if not word[0].isupper() or len(word) < 6 or any(c.isupper() for c in word[1:]):
        return None
    if word in context.known_words or word in _names() or speller.knows(word):
        return None
    return _nearest_name(word)


def _stands_below_a_gap(draft: Document, at: int) -> bool:
    """Return whether `at` begins a printed line with a line's height or more of white above it."""
    index = bisect_left(draft.lines, at, key=lambda line: line.span.start)
    if not 0 < index < len(draft.lines) or draft.lines[index].span.start != at:
        return False
    above, box = draft.lines[index - 1].box, draft.lines[index].box
    return above.page == box.page and above.y0 - box.y1 > box.y1 - box.y0


@rule(
    "RK727",
    "capital",
    Severity.ERROR,
    needs=("english",),
    bad=(
        "Similarly, we can interpret The entropy as an average.",
        "To see it, Let us try.",
        "EVen so, it holds.",
    ),
    good=("We read The Art of Proof.", "Theorem 2. Let us try.", "By CNNs we mean nets."),
)
def capital(context: Context) -> Iterator[Hit]:
    """A small word has a capital letter in the middle of a sentence.

    Fix: write it small, or end the sentence before it.
    Source: The Chicago Manual of Style, 8.1.
    """
    for passage in context.prose:
        for match in _CAPITAL_MID.finditer(passage.text):
            word_before = re.search(
                r"(\w+),?\s$", passage.text[max(match.start() - 40, 0) : match.start()]
            )
            gap = passage.place(match.start() - 1, match.start())
            new_line = "\n" in context.draft.text[gap.start : gap.end]
            if (
                word_before is None
                or not word_before[1].islower()
                or new_line
                or _opens(passage, match.start("at"))
            ):
                continue  # a heading that runs into the text, or a name
            if _stands_below_a_gap(context.draft, passage.place(*match.span("at")).start):
                continue  # what was a table's head runs into the text
            word = match["at"]
            small = "".join((word[0].lower(), word[1:]))
            yield Hit(
                passage.place(*match.span("at")), "A capital in the middle of a sentence", small
            )
        for match in _CAPITALS_IN_WORD.finditer(passage.text):
            if (
                match[0].lower() in frequencies()
                and match[0] not in context.known_words
                and match[0][-1] != "s"
            ):
                yield Hit(passage.place(*match.span()), "Two capitals", match[0].capitalize())


@rule(
    "RK723",
    "adverb",
    Severity.ERROR,
    needs=("english", "spacy"),
    bad=("The error decreases exponential with the depth.", "This cannot possible hold."),
    good=("The error decreases exponentially.", "It is possible to hold it."),
)
def adverb(context: Context) -> Iterator[Hit]:
    """An adjective stands where an adverb belongs.

    Fix: add -ly.
    Source: Quirk et al., A Comprehensive Grammar, 7.6.
    """
    yield from phrase_hits(context, "RK723")


@rule(
    "RK522",
    "mixed-spelling",
    Severity.SUGGESTION,
    needs=("english",),
    bad=("We analyse the behavior of the modelling step.",),
    good=("We analyse the behaviour.", "We analyze the behavior.", "The centre is generalized."),
)
def mixed_spelling(context: Context) -> Iterator[Hit]:
    """British and American spelling are mixed.

    Either is fine; both in one text look careless. (The British may also write -ize.)

    Fix: choose one, and let the editor's spelling checker follow it.
    Source: Oxford English Dictionary; Merriam-Webster.
    """
    variants = spelling_variants(context.prose)
    z_words = {word for word in variants.american if "iz" in word}
    american = {word: n for word, n in variants.american.items() if word not in z_words}
    s_words = [word for word in variants.british if "is" in word]
    if not variants.british or not (american or (s_words and z_words)):
        return
    others = dict(variants.american) if s_words else american
    fewer = min(dict(variants.british), others, key=lambda side: sum(side.values()))
    first = min(fewer, key=lambda word: context.folded_prose.find(word))
    for passage in context.prose:
        match = re.search(rf"\b{re.escape(first)}\b", passage.text, re.IGNORECASE)
        if match:
            here, there = sum(variants.british.values()), sum(others.values())
            message = f"The spelling is British ({here}) and American ({there}); choose one"
            yield Hit(passage.place(*match.span()), message)
            return
