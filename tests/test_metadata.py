"""A paper's title, authors, id and year from its first page, from hand-made pages."""

import hashlib
from pathlib import Path

import pytest

from reportkit.analysis.latex_front import declared_authors, declared_title
from reportkit.analysis.metadata import paper_metadata
from reportkit.analysis.names import is_name, names_in_text
from reportkit.document import (
    Block,
    BlockKind,
    Box,
    Document,
    Line,
    MarginText,
    Metadata,
    Page,
    Run,
    Source,
    Span,
)

Row = tuple[str, float, float, float, bool]  # text, size, left edge, baseline, bold


def page(*rows: Row, below: str = "", **facts: object) -> Document:
    """Return a document whose first page opens with these lines, each a block of its own."""
    text, lines, runs, blocks = "", [], [], []
    for words, size, left, baseline, bold in rows:
        span = Span(len(text), len(text) + len(words))
        width = 0.5 * size
        edges = [left]
        edges += [left + width * (index + 1) for index in range(len(words))]
        box = Box(1, left, baseline - 2, edges[-1], baseline + size)
        lines.append(Line(span, box, baseline, size, tuple(edges)))
        runs.append(Run(span, 0, size, bold, False))
        blocks.append(Block(BlockKind.FRONT, span))
        text += words + "\n\n"
    if below:
        span = Span(len(text), len(text) + len(below))
        blocks.append(Block(BlockKind.PARAGRAPH, span))
        text += below
    return Document(
        "paper.pdf",
        "pdf",
        text,
        tuple(blocks),
        tuple(lines),
        tuple(runs),
        pages=(Page(1, 595, 842),),
        **facts,  # type: ignore[arg-type]
    )


TITLE: Row = ("Nets of Small Width", 17.0, 100, 700, False)


def test_the_title_is_the_largest_type_over_its_lines() -> None:
    second: Row = ("and Great Depth", 17.0, 110, 680, False)
    name: Row = ("Ada Lovelace", 12.0, 120, 650, False)
    assert (
        paper_metadata(page(TITLE, second, name)).title.value
        == "Nets of Small Width and Great Depth"
    )


def test_a_notice_above_the_title_is_not_the_title() -> None:
    notice: Row = ("Proceedings of Something vol 1, 2021", 17.0, 100, 730, False)
    assert paper_metadata(page(notice, TITLE)).title.value == "Nets of Small Width"


def test_a_title_of_the_metadata_that_the_page_does_not_print_is_passed_over() -> None:
    document = page(TITLE, metadata=Metadata(title="My title", author="Author"))
    assert paper_metadata(document).title.value == "Nets of Small Width"


def test_a_title_of_the_metadata_that_the_page_prints_says_so() -> None:
    document = page(TITLE, metadata=Metadata(title="Nets of small width"))
    assert paper_metadata(document).title.source == "metadata of the file"


def test_a_title_in_capitals_gets_the_body_s_acronyms_back() -> None:
    shouted: Row = ("ON GAN TRAINING FOR THE IMPATIENT", 17.0, 100, 700, False)
    document = page(shouted, below="A GAN is trained. Training a GAN takes time. For the best.")
    assert paper_metadata(document).title.value == "On GAN Training for the Impatient"


def test_authors_side_by_side_are_told_from_their_addresses() -> None:
    rows: list[Row] = [
        ("Ada Lovelace", 12.0, 100, 650, False),
        ("Analytical Society", 12.0, 100, 636, False),
        ("Mary Somerville", 12.0, 300, 650, False),
        ("Burntisland House", 12.0, 300, 636, False),
    ]
    assert paper_metadata(page(TITLE, *rows)).authors == ("Ada Lovelace", "Mary Somerville")


def test_authors_in_bold_are_told_from_addresses_below_one_another() -> None:
    rows: list[Row] = [
        ("Ada Lovelace", 10.0, 100, 650, True),
        ("Somewhere Else", 10.0, 100, 638, False),
        ("Mary Somerville", 10.0, 100, 626, True),
    ]
    assert paper_metadata(page(TITLE, *rows)).authors == ("Ada Lovelace", "Mary Somerville")


def test_authors_in_one_line_are_separated() -> None:
    line: Row = ("Ada Lovelace, Mary Somerville and Emmy Noether", 11.0, 100, 650, False)
    assert len(paper_metadata(page(TITLE, line)).authors) == 3


def test_withheld_names_are_no_authors() -> None:
    assert (
        paper_metadata(page(TITLE, ("author names withheld", 11.0, 100, 650, False))).authors == ()
    )


@pytest.mark.parametrize(
    "stamp",
    ["arXiv:1905.03684v1 [cs.LG] 9 May 2019", "arXiv:1905.03684v1  [cs.LG]  9 May 2019"],
)
def test_the_stamp_in_the_margin_gives_id_version_class_and_year(stamp: str) -> None:
    document = page(TITLE, margins=(MarginText(stamp, Box(1, 10, 200, 30, 600)),))
    found = paper_metadata(document)
    values = [found.arxiv_id, found.version, found.primary_class, found.year]
    assert [field.value for field in values if field] == ["1905.03684", "v1", "cs.LG", "2019"]


def test_an_arxiv_id_on_another_page_is_somebody_else_s() -> None:
    document = page(TITLE, margins=(MarginText("arXiv:1905.03684v1", Box(2, 10, 200, 30, 600)),))
    assert paper_metadata(document).arxiv_id is None


@pytest.mark.parametrize(
    ("notice", "venue", "year"),
    [
        ("Published as a conference paper at ICLR 2020", "ICLR 2020", "2020"),
        (
            "33rd Conference on Neural Information Processing Systems (NeurIPS 2019), Vancouver.",
            "Conference on Neural Information Processing Systems (NeurIPS 2019)",
            "2019",
        ),
        ("Under review as a conference paper at ICLR 2020", None, "2020"),
    ],
)
def test_the_venue_is_taken_from_a_notice_unless_under_review(
    notice: str, venue: str | None, year: str
) -> None:
    found = paper_metadata(page(TITLE, margins=(MarginText(notice, Box(1, 70, 800, 300, 810)),)))
    assert (found.venue.value if found.venue else None) == venue
    assert found.year is not None and found.year.value == year


def test_plain_text_tells_nothing_and_nothing_breaks() -> None:
    assert paper_metadata(Document("a.txt", "text", "Just words.")).title is None


@pytest.mark.parametrize(
    "name",
    [
        "Ada Lovelace",
        "Prashanth L.A.",
        "Csaba Szepesvári",
        "Florence d’Alché-Buc",
        "Gary L. Miller",
        "Ulrike von Luxburg",
        "Yann Le Cun",
        "ADA LOVELACE",
        "Jean-Baptiste Le Rond",
    ],
)
def test_a_name_is_known(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "text",
    [
        "University of Alberta",
        "IIT Gandhinagar",
        "Tel Aviv",
        "May 2019",
        "Paris",
        "June 24",
        "author names",
        "Google Research",
        "CSIRO’s Data61",
        "ENS Lyon",
        "",
        "Editor Emmy Noether",
    ],
)
def test_what_is_no_name_is_not_taken_for_one(text: str) -> None:
    assert not is_name(text)


def test_a_list_of_names_is_split_at_commas_semicolons_and_the_word_and() -> None:
    assert names_in_text("Ada Lovelace, Mary Somerville; Emmy Noether and David Hilbert,") == (
        "Ada Lovelace",
        "Mary Somerville",
        "Emmy Noether",
        "David Hilbert",
    )


# titles and lists of authors as they were read from the printed page, as hashes of their letters
READ_BY_HAND = {
    "cfrgame-els": ("778f5fd1a0e3", "a9dd1c537c95"),
    "coreset-tensor": ("a1103b6774e9", "1de90dbcfc1a"),
    "cpt-rl-icml": ("8f37bc33e0d2", "20c50e927220"),
    "cpt-rl-tac": ("a15c08767979", "fe39b0eaba94"),
    "glb": ("91f7d2de166b", "bb7be5da4e16"),
    "matheron-jmlr": ("2ca3b2d493e2", "5a6d6e17f3d9"),
    "mixing-arxiv2": ("fc87ca64473b", "d5c2b58e283b"),
    "mixing-nips15": ("fc87ca64473b", "d5c2b58e283b"),
    "mixing-nips15ws": ("fc87ca64473b", "d5c2b58e283b"),
    "nn-soda": ("54031994fec2", "04f74b654fca"),
    "onlikorn": ("8e272d2b58b2", "6141a0a6f13a"),
    "online-learning-notes": ("6b07f569a15a", "e3b0c44298fc"),
    "orff-jmlr": ("27d4d8e08838", "ce53559565a1"),
    "osom": ("62c7c4d63f77", "e3b0c44298fc"),
    "rnnextrap-iclr23": ("4ffdc6549a74", "a9c1b3250e19"),
    "robust-imsart": ("58ab75ee13c7", "87fbdeff4f71"),
    "robust-perm": ("da9bb368950e", "150d5a61b5a9"),
    "smoothtensor": ("e5c0b3c381cb", "150d5a61b5a9"),
    "stacks-brauer": ("60cb02f8407f", "e3b0c44298fc"),
    "stacks-sets": ("018bfe25a7cb", "e3b0c44298fc"),
    "supervised-notes": ("07be19b57848", "e3b0c44298fc"),
    "uap-colt21": ("2b32154a134a", "e3b0c44298fc"),
    "varimp-nips13": ("768422a2a3b1", "0c89d6e041ed"),
}


def letters_hash(text: str) -> str:
    letters = "".join(c for c in text.casefold() if c.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()[:12]


@pytest.mark.slow
def test_titles_and_authors_of_real_papers_are_those_that_were_read_by_hand(bench: Path) -> None:
    from reportkit.readers import read

    titles, authors = [], []
    for name, (title, names) in READ_BY_HAND.items():
        found = paper_metadata(read(bench / "theorems" / "docs" / name / "paper.pdf"))
        titles.append(letters_hash(found.title.value if found.title else "") == title)
        authors.append(letters_hash("|".join(found.authors)) == names)
    assert sum(titles) >= 21, titles
    assert sum(authors) >= 20, authors


# ------------------------------------------------------------------------------ LaTeX sources


def source(text: str) -> Source:
    return Source({"main.tex": text}, "main.tex")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (r"\title{Nets of Small Width}", "Nets of Small Width"),
        (
            r"\title[Short]{Nets\\of {\em Small} Width\thanks{By us \and {them}.}}",
            "Nets of Small Width",
        ),
        ("\\title{On $\\ell_1$ nets, 100\\% of % so\n them}", r"On $\ell_1$ nets, 100% of them"),
        (r"\icmltitle{Poincar\'e and M{\"u}ller--Lyer}", "Poincaré and Müller–Lyer"),
        ("% \\title{No}\n\\title{Yes}", "Yes"),
        (r"\title{Never closed", ""),
    ],
    ids=["plain", "short", "formula", "icml", "comment", "open"],
)
def test_a_title_is_read_from_latex(text: str, title: str) -> None:
    assert declared_title(source(text)) == title


@pytest.mark.parametrize(
    "text",
    [
        r"\author{Ada Lovelace \and Emmy Noether}",
        r"\author{Ada Lovelace\thanks{Equal.}\\ Some Place\\ \texttt{a@b.org} \And Emmy Noether\\ Erlangen}",
        "\\author{\n  Ada Lovelace \\\\\n  Some House \\\\\n  \\AND\n  Emmy Noether \\\\ Erlangen}",
        r"\author[1]{Ada Lovelace}\author[2]{Emmy Noether}",
        r"\begin{icmlauthorlist}\icmlauthor{Ada Lovelace}{x}\icmlauthor{Emmy Noether}{y}\end{icmlauthorlist}",
        r"\coltauthor{\Name{Ada Lovelace} \Email{a@b}\\ \addr Place \AND \Name{Emmy Noether} \Email{e}}",
        r"\author{\name Ada Lovelace \email a@b \\ \addr Place \AND \name Emmy Noether \email e@b}",
        r"\author{\IEEEauthorblockN{Ada Lovelace and Emmy Noether}\IEEEauthorblockA{Some Place}}",
        r"\author{\fnms{Ada} \snm{Lovelace}\ead{x}}\author{\fnms{Emmy}~\snm{Noether}}",
        r"\author{Ada Lovelace$^{1}$, Emmy Noether$^{2}$\\ $^1$Some Place}",
    ],
    ids=["and", "And", "AND", "elsarticle", "icml", "colt", "jmlr", "ieee", "imsart", "marks"],
)
def test_authors_are_read_from_latex(text: str) -> None:
    assert declared_authors(source(text)) == ("Ada Lovelace", "Emmy Noether")


def test_an_arxiv_file_s_name_gives_the_id_where_nothing_else_does() -> None:
    from dataclasses import replace

    found = paper_metadata(replace(page(TITLE), name="1905.03684v2.pdf"))
    assert found.arxiv_id is not None and found.arxiv_id.source == "name of the file"
    assert found.version is not None and found.version.value == "v2"
