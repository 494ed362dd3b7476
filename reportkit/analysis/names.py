"""Names of people among what stands below a title: affiliations, addresses and dates left out."""

import re

from reportkit.analysis.front_page import FrontLine

# words that no person is called, as they stand in affiliations, addresses, dates and notices
_NO_NAME = frozenset(
    [
        "university",
        "universität",
        "universite",
        "université",
        "universidad",
        "universita",
        "universiteit",
        "universitat",
        "institute",
        "institut",
        "instituto",
        "institution",
        "department",
        "dept",
        "dep",
        "departement",
        "département",
        "school",
        "college",
        "faculty",
        "fakultät",
        "laboratory",
        "laboratories",
        "lab",
        "labs",
        "laboratoire",
        "research",
        "center",
        "centre",
        "centrum",
        "group",
        "team",
        "academy",
        "academia",
        "hospital",
        "company",
        "corporation",
        "corp",
        "inc",
        "ltd",
        "llc",
        "gmbh",
        "google",
        "microsoft",
        "facebook",
        "meta",
        "amazon",
        "apple",
        "nvidia",
        "openai",
        "deepmind",
        "ibm",
        "inria",
        "cnrs",
        "epfl",
        "eth",
        "mit",
        "cmu",
        "ucla",
        "nyu",
        "polytechnic",
        "polytechnique",
        "politecnico",
        "école",
        "ecole",
        "hochschule",
        "mathematics",
        "mathematical",
        "statistics",
        "statistical",
        "computer",
        "computing",
        "computational",
        "science",
        "sciences",
        "engineering",
        "electrical",
        "physics",
        "economics",
        "information",
        "technology",
        "technologies",
        "systems",
        "learning",
        "intelligence",
        "data",
        "studies",
        "business",
        "management",
        "division",
        "program",
        "project",
        "national",
        "international",
        "state",
        "street",
        "avenue",
        "road",
        "boulevard",
        "usa",
        "uk",
        "germany",
        "france",
        "china",
        "canada",
        "japan",
        "italy",
        "israel",
        "india",
        "korea",
        "switzerland",
        "netherlands",
        "spain",
        "sweden",
        "australia",
        "singapore",
        "austria",
        "poland",
        "brazil",
        "england",
        "york",
        "california",
        "massachusetts",
        "texas",
        "london",
        "paris",
        "berlin",
        "zurich",
        "zürich",
        "beijing",
        "shanghai",
        "abstract",
        "keywords",
        "preprint",
        "draft",
        "version",
        "editor",
        "editors",
        "email",
        "mail",
        "address",
        "correspondence",
        "corresponding",
        "author",
        "authors",
        "equal",
        "contribution",
        "under",
        "review",
        "withheld",
        "anonymous",
        "submission",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "theory",
        "introduction",
        "contents",
        "tech",
        "aviv",
    ]
)
_PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "la",
        "le",
        "du",
        "af",
        "zu",
        "zur",
        "ten",
        "ter",
        "bin",
        "ibn",
        "al",
        "el",
        "y",
        "e",
    ]
)
_WORD = re.compile(r"(?:[dDlLoO]['’])?[^\W\d_](?:[^\W\d_]|['’.-])*\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+\Z")
_EMAIL = re.compile(r"\{[^}]*\}\s*@\S*|\S+@\S*|https?://\S+")
_SEPARATOR = re.compile(r"\s*(?:[,;&·•|]|\band\b|\bund\b|\bet\b)\s*")
_MARK = re.compile(r"[∗*⋆★†‡§¶♯♮♭$#^~\d()\[\]{}]+")
_TITLES = frozenset(("dr", "prof", "phd", "ph.d", "msc", "jr", "sr"))


def names_in_line(line: FrontLine) -> tuple[str, ...]:
    """Return the names in a line of the front page, () where it holds anything but names.

    One part that is no name gives the line away as an address, unless it is an e-mail or a mark.
    """
    if re.match(r"(?:editor|keywords|communicated|edited|by the)\b", line.text, re.IGNORECASE):
        return ()
    found: list[str] = []
    for part in line.parts:
        pieces = [piece for piece in _pieces(part) if piece]
        names = [piece for piece in pieces if is_name(piece)]
        dated = [piece for piece in pieces if _is_date(piece)]
        if len(names) + len(dated) < len(pieces):
            names = names[: _leading(pieces)]
        found += names
    return tuple(found)


def _leading(pieces: list[str]) -> int:
    """Return how many names open the list before an affiliation; none where they do not."""
    count = 0
    for piece in pieces:
        if not is_name(piece):
            break
        count += 1
    return count


def _is_date(piece: str) -> bool:
    words = piece.lower().split()
    return not words or all(word in _NO_NAME or not word.isalpha() for word in words)


def names_in_text(text: str) -> tuple[str, ...]:
    """Return the names in a list such as a file's metadata holds ("A, B and C", "A; B")."""
    return tuple(piece for piece in _pieces(text) if is_name(piece))


def _pieces(text: str) -> list[str]:
    cleared = _MARK.sub(" , ", _EMAIL.sub(" , ", text))
    return [" ".join(piece.split()).strip(" -:") for piece in _SEPARATOR.split(cleared)]


def is_name(text: str) -> bool:
    """Return whether `text` has the shape of a person's name: two to five capitalised words."""
    words = [word for word in text.split() if word.lower().rstrip(".") not in _TITLES]
    if not 2 <= len(words) <= 5 or len(text) > 50:
        return False
    if any(word.lower().strip(".") in _NO_NAME for part in words for word in part.split("-")):
        return False
    if not all(_WORD.match(word) for word in words):
        return False
    proper = [word for word in words if word.lower() not in _PARTICLES]
    if len(proper) < 2 or not all(_is_capitalised(word) for word in proper):
        return False
    # "IIT Gandhinagar": an acronym beside a word in small letters is a place
    return text.isupper() or not any(_is_acronym(word) for word in proper)


def _is_capitalised(word: str) -> bool:
    bare = re.sub(r"^[dDlLoO]['’]", "", word)
    return bare[:1].isupper() or not bare[:1].islower()


def _is_acronym(word: str) -> bool:
    return len(word) > 2 and word.isupper() and not _INITIALS.match(word)
