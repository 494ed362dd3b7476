"""Prose made to keep a checker busy: ten times the text takes ten times as long, and no more."""

import time

import pytest

from reportkit.api.checking import check
from reportkit.config import Config
from reportkit.readers import read_bytes
from reportkit.rules import all_rules

PIECES = {
    "one word": "a",
    "empty lines": "\n",
    "capitals": "A",
    "digits": "1",
    "high digits": "¹",
    "ideographs": "漢",
    "backticks": "`",
    "addresses": "a@",
    "full stops": ".",
    "citations": "[1] ",
    "names and dashes": "Arrow–",
    "one finding a word": "of the ",
    "verbs": "is ",
}


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_prose_of_one_piece_is_checked_in_step_with_its_length(piece: str) -> None:
    all_rules()
    settings = Config(grammar="off", pedantic=True)
    check(read_bytes(b"The proof is short.", "draft.md"), config=settings)
    draft = read_bytes(("# Summary\n\n" + piece * (20_000 // len(piece))).encode(), "draft.md")
    began = time.process_time()
    check(draft, config=settings)
    assert time.process_time() - began < 2.5
