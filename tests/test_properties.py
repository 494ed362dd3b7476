"""What holds for every text: no rule raises, every place lies in the text, and the JSON reads back."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.api.checking import check
from reportkit.api.presenting import written
from reportkit.config import Config
from reportkit.findings import Report
from reportkit.readers.text import read_text

# pieces that rules look for, so that random texts meet them in odd company
PIECES = st.sampled_from(
    [
        "# Summary",
        "## Review",
        "# Summary of the proofs",
        "# References",
        "[1] C. Wei. A title. 2019.",
        "[1, 2]",
        "[?]",
        "??",
        "Theorem 3.1",
        "lemma 4",
        "Lemmas 3 and 4",
        "Figure 2: A caption",
        "see Fig. 2",
        "the Theorem 3",
        "Section ??",
        "TODO",
        "Wei and Ma (2019)",
        "[0, 1]",
        "$x_1$",
        "$$a=b$$",
        "e.g.",
        "et al.",
        "it's",
        "the the",
        "An union",
        "Proof.",
        "q.e.d.",
        "∎",
        "…",
        "“",
        "”",
        "(a)",
        "- item",
        "1. item",
        "\n\n",
        "\n",
        ". ",
        ", ",
        "ü",
        "∀ε>0",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "<script>",
        "\\cite{x}",
        "100 %",
        "−",
        "\u200b",
        "\xad",
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=40).map(" ".join),
    st.lists(PIECES, max_size=40).map("\n\n".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=300),
)


def checked(text: str) -> Report:
    return check(
        read_text(text), config=Config(), grammar="off", rubric="seminar-report", pedantic=True
    )


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_every_place_lies_in_the_text_and_every_fingerprint_is_its_own(text: str) -> None:
    report = checked(text)
    for finding in report.findings:
        assert finding.span is None or 0 <= finding.span.start <= finding.span.end <= len(text)
    prints = [finding.fingerprint for finding in report.findings]
    assert len(set(prints)) == len(prints)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_the_report_is_the_same_again_and_its_json_reads_back(text: str) -> None:
    report = checked(text)
    made = written(report, "json", Config())
    assert made == written(checked(text), "json", Config())
    value = json.loads(made)
    assert [f["code"] for f in value["findings"]] == [f.code for f in report.findings]
    assert [f["excerpt"] for f in value["findings"]] == [f.excerpt for f in report.findings]


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_a_terminal_is_never_sent_a_control_character(text: str) -> None:
    made = written(checked(text), "terminal", Config())
    assert isinstance(made, str)
    assert not [c for c in made if c != "\n" and (ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0)]
