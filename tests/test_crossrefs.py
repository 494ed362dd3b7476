"""References by word and number, and the captions that they point at."""

import pytest

from reportkit.analysis.crossrefs import references
from reportkit.readers.text import read_text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("See Figures 8(a)–8(b).", "figure 8, figure 8"),
        ("See Figs. 2 and 3.", "figure 2, figure 3"),
        ("See Tables 2-4.", "table 2, table 3, table 4"),
        ("As Fig. 2a shows", "figure 2"),
        ("Abbildung 3 zeigt", "figure 3"),
        ("In Appendix A we show", "appendix A"),
        ("by (3) and Eq. (2.1)", "equation 2.1"),
        ("a section R of the bundle", ""),
        ("Figures show it", ""),
        ("Section\n\n3 Results", ""),
        ("cross-section 3", ""),
    ],
)
def test_references_by_word_and_number(text: str, wanted: str) -> None:
    found = references(read_text(text))
    assert ", ".join(f"{ref.kind} {ref.number}" for ref in found) == wanted
