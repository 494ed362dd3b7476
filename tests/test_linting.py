"""lint: spans, sources, languages, and what a rule may cost in false alarms."""

import importlib
import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit import check, lint
from reportkit.config import Config
from reportkit.document import Box, Line, Page, Span
from reportkit.rules import all_rules, phrases
from tests.written import written


def found(text: str, **options: object) -> dict[str, str]:
    return {f.code: text[f.span.start : f.span.end] for f in lint(text, grammar="off", **options)}


def test_a_span_is_the_words_of_the_text_given() -> None:
    assert found("We see $x^2$ and this allows to bound it.", markup="latex")["RK601"].startswith(
        "allows to"
    )


def test_a_word_that_is_used_twice_is_no_misspelling() -> None:
    assert "RK719" not in found("The grassmanian is flat. Every grassmanian is.")
    assert "RK719" in found("The dimention is fixed.")


def test_a_word_of_the_paper_is_no_misspelling() -> None:
    assert "RK719" not in found("The valutation is discrete.", vocabulary=("valutation",))


def test_one_fault_is_one_finding() -> None:
    text = "The error is bounded by by the sum."
    assert len(lint(text, grammar="harper")) == 1


def test_english_rules_keep_quiet_in_german() -> None:
    german = (
        "Die Arbeit zeigt, dass der Schätzer konsistent ist. Wir beweisen die Schranke mit einer "
        "Überdeckung, und das Ergebnis ist nicht neu. In the Anhang steht der Rest."
    )
    assert not lint(german, language="de", grammar="off")
    assert not lint(german, grammar="off")


def test_the_rules_are_at_least_fifty() -> None:
    own = {rule.info.code for rule in all_rules() if rule.info.code[2] in "5678"}
    assert len(own) >= 50


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abeilnost THE,.;:()[]$'’\"“–-?!\n0123\\", max_size=160))
def test_no_rule_raises_and_every_span_lies_in_the_text(text: str) -> None:
    for finding in lint(text, markup="latex", grammar="off"):
        if finding.span is not None:
            assert 0 <= finding.span.start <= finding.span.end <= len(text)


def test_importing_lint_loads_neither_spacy_nor_harper() -> None:
    code = (
        "import reportkit.api.linting, sys; print('spacy' in sys.modules, 'harper' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.slow
def test_a_rule_that_is_on_by_default_raises_two_false_alarms_at_most(bench) -> None:
    alarms: Counter[str] = Counter()
    for line in (bench / "style" / "clean.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        alarms.update(f.code for f in lint(row["text"], markup="latex", grammar="harper"))
    assert not {code: count for code, count in alarms.items() if count > 2}


def test_every_phrase_is_a_valid_expression() -> None:
    phrases = importlib.import_module("reportkit.rules.phrases")
    for entry in phrases.phrase_rules().values():
        for phrase in entry.phrase:
            phrases._compiled(phrase.tags or phrase.text, True)
            assert bool(phrase.tags) != bool(phrase.text), entry.code


def test_the_letter_i_is_no_pronoun() -> None:
    assert not lint("I denotes the identity matrix.", grammar="harper")


def test_a_changed_text_is_judged_as_if_it_were_the_first() -> None:
    first = (
        "The bound are sharp. We thank to the referee for his advices.\n\nIt depends of the rate."
    )
    second = first.replace("are sharp", "is sharp").replace("rate", "constants")
    lint(first)
    warm = lint(second)
    phrases._seen.clear()
    assert warm == lint(second)
    assert warm
    assert lint(second) == warm


@pytest.mark.parametrize(("top", "found"), [(712, 1), (600, 0)], ids=["the next line", "far below"])
def test_a_capital_below_a_gap_begins_a_sentence(top: float, found: int) -> None:
    text = "The table has source and time The authors call it so."
    first, second = Span(0, 29), Span(30, len(text))
    lines = (
        Line(first, Box(1, 0, 720, 300, 730), 722, 10, [0.0] * 30),
        Line(second, Box(1, 0, top - 10, 300, top), top - 8, 10, [0.0] * (len(text) - 29)),
    )
    draft = replace(written(text), pages=(Page(1, 600, 800),), lines=lines)
    report = check(draft, select=("RK727",), grammar="off", rubric="none")
    assert len(report.findings) == found


def test_code_between_fences_is_not_read() -> None:
    text = "We run it:\n\n```console\ntool tool --is is\n\ntool tool\n```\n\nIt ends the the run."
    assert [text[f.span.start : f.span.end] for f in lint(text, grammar="off")] == ["the the"]


def test_what_is_still_to_be_written_has_no_grammar() -> None:
    codes = [f.code for f in lint("The bound is sharp. FIXME the the.", grammar="off")]
    assert "RK110" in codes
    told = check(written("It holds, see Section ??."), rubric="none", config=Config())
    assert {finding.code for finding in told.findings} == {"RK401"}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("A rule thatgives the bound is known.", "thatgives"),
        ("The proof is in Sectin 3 of the paper.", "Sectin"),
        ("We bound hte norm of the vector.", "hte"),
        ("The step can make can make it small.", "can make can make"),
        ("For example, lets look at the first term.", "lets"),
    ],
)
def test_a_slip_of_the_finger_is_found(text: str, wrong: str) -> None:
    assert wrong in [text[f.span.start : f.span.end] for f in lint(text, grammar="off") if f.span]


@pytest.mark.parametrize("text", ["The webpages differ.", "One ciphertext is enough for that."])
def test_another_number_of_a_known_word_is_known(text: str) -> None:
    found = lint(text, vocabulary=["ciphertexts"], grammar="off")
    assert "RK719" not in [f.code for f in found]


def test_a_word_that_stands_twice_in_german_is_told_but_no_relative_clause() -> None:
    text = "Die Schranke ist klein und und gilt für alle Netze, die die Autoren nennen."
    assert [f.code for f in lint(text, grammar="off", language="de")] == ["RK701"]
