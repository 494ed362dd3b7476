"""Every rule flags its bad examples and leaves its good ones alone."""

import pytest

from reportkit.readers.text import read_text
from reportkit.rules import Context, Rule, all_rules, run

RULES = all_rules()
EXAMPLES = [
    pytest.param(rule, text, wanted, id=f"{rule.info.code}-{'bad' if wanted else 'good'}-{number}")
    for rule in RULES
    for wanted, texts in ((True, rule.info.bad), (False, rule.info.good))
    for number, text in enumerate(texts, 1)
]


@pytest.mark.parametrize(("rule", "text", "wanted"), EXAMPLES)
def test_a_rule_flags_its_bad_examples_and_no_good_one(rule: Rule, text: str, wanted: bool) -> None:
    found, _ = run(Context(read_text(text), kind=rule.info.kinds[0]), [rule])
    assert bool(found) is wanted, [finding.message for finding in found]
    assert all(finding.excerpt for finding in found if finding.span is not None), (
        "a place without a word"
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.info.code)
def test_a_rule_explains_itself_to_a_student(rule: Rule) -> None:
    assert rule.info.summary.endswith(".")
    assert "Fix:" in rule.info.doc
