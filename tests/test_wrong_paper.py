"""A draft held against another paper, another version, slides, or itself: one finding, and no flood."""

from dataclasses import replace

import pytest

from reportkit.analysis.likeness import Likeness, likeness
from reportkit.analysis.metadata import PaperMetadata, paper_metadata
from reportkit.document import Document, Metadata
from reportkit.findings import Finding, Skip
from reportkit.rules import all_rules
from reportkit.rules.context import Context
from reportkit.rules.running import run
from tests.test_slides import deck
from tests.written import stated, written

GARDENS = """# Introduction

We study watering schedules of terraced gardens, where terraces share reservoirs and watering is periodic. Terraces, reservoirs,
watering schedules and periodic seasons interact: reservoirs feed terraces, seasons change watering, and schedules follow reservoirs.

Theorem 1. Every periodic schedule $s_{t+1} = a s_t + b w_t + c r_t$ waters all terraces.

Proof. By Lemma 2 the reservoirs suffice.

Lemma 2. The loss satisfies $L(s, w) \\le k w^2 / (m + n)$ for all schedules.

Proof. Sum over terraces.
"""

HARBOURS = """# Introduction

We study container harbours, where cranes unload vessels and quays are rented. Harbours, cranes, containers, vessels and quays form
queues; queues of vessels wait for cranes, containers wait for harbours, and tariffs of harbours govern vessels.

Theorem 1. The queue $q_{n+1} = \\max(q_n + x_n - y_n, z)$ of vessels is stable.

Proof. By the tariff.
"""

ABOUT_GARDENS = """# Summary

The work is about watering of terraced gardens: the terraces are fed by reservoirs, and schedules of watering are periodic over the seasons.
Theorem 1 treats $s_{t+1} = a s_t + b w_t + c r_t$, and Lemma 2 says that $L(s, w) \\le k w^2 / (m + n)$ holds. Lemma 2 is used for Theorem 1.
"""


def paper(text: str, title: str, author: str = "Ada Berg") -> Document:
    return replace(written(text), name="paper.pdf", metadata=Metadata(title=title, author=author))


GARDEN_PAPER = paper(GARDENS, "Periodic Schedules for Watering Terraced Gardens")
HARBOUR_PAPER = paper(HARBOURS, "Queues and Tariffs of Container Harbours")


def checked(
    draft: Document, against: Document, *, kind: str = "report"
) -> tuple[tuple[Finding, ...], tuple[Skip, ...]]:
    context = Context(draft, kind=kind).against(against, stated(against))
    family = ("RK111", "RK116", "RK3")
    return run(context, [rule for rule in all_rules() if rule.info.code.startswith(family)])


def codes(draft: Document, against: Document) -> list[str]:
    return [finding.code for finding in checked(draft, against)[0]]


def found(**changes: object) -> Likeness:
    nothing = Likeness("T", False, False, False, False, 0.0, False, 0, 0, False)
    return replace(nothing, **changes)  # type: ignore[arg-type]  # names of its fields


def test_a_draft_about_another_paper_gets_one_finding() -> None:
    assert codes(written(ABOUT_GARDENS), HARBOUR_PAPER) == ["RK116"]


def test_that_finding_tells_what_was_looked_for() -> None:
    message = checked(written(ABOUT_GARDENS), HARBOUR_PAPER)[0][0].message
    assert "Queues and Tariffs of Container Harbours" in message
    assert "does not name it" in message
    assert "cites 2 results of which 1 are not there" in message


def test_comparisons_with_another_paper_are_skipped_and_say_so() -> None:
    _, skipped = checked(written(ABOUT_GARDENS), HARBOUR_PAPER)
    told = {skip.id: skip.reason for skip in skipped}
    assert {"RK301", "RK302", "RK303", "RK307", "RK309"} <= told.keys()
    assert "RK116" in told["RK301"]


def test_mentions_in_a_draft_about_another_paper_are_not_that_papers() -> None:
    context = Context(written(ABOUT_GARDENS)).against(HARBOUR_PAPER, stated(HARBOUR_PAPER))
    assert {mention.target for mention in context.mentions} == {"unresolved"}
    assert context.coverage is None


def test_a_draft_about_its_paper_is_compared_though_it_does_not_name_it() -> None:
    assert "RK116" not in codes(written(ABOUT_GARDENS), GARDEN_PAPER)


def test_a_german_draft_is_known_by_its_formulas() -> None:
    german = (
        "# Zusammenfassung\n\nDie Arbeit handelt von etwas, das wir hier nicht nennen wollen, und es ist der Fall, dass\n"
        + "\n".join(
            f"die Formel ${formula}$ gilt und nicht für die anderen ist."
            for formula in (
                "s_{t+1} = a s_t + b w_t + c r_t",
                "L(s, w) \\le k w^2 / (m + n)",
                "x + y + z + u + v",
                "p q r s t u",
                "a b c d e f g",
            )
        )
    )
    alike = likeness(written(german), GARDEN_PAPER, paper_metadata(GARDEN_PAPER))
    assert alike.translated and alike.shared >= 1
    assert not alike.is_other


@pytest.mark.parametrize(
    ("alike", "other"),
    [
        pytest.param(found(formulas=9, subject=0.4), True, id="no formula shared, the field is alike"),
        pytest.param(found(formulas=9, subject=0.55), False, id="no formula shared, but the subject"),
        pytest.param(found(formulas=2, subject=0.3), True, id="few formulas: by the subject"),
        pytest.param(found(formulas=9, shared=1, subject=0.1), False, id="one formula is enough"),
        pytest.param(found(title_named=True, in_text=True), False, id="titled in the text"),
        pytest.param(found(title_named=True, formulas=9, subject=0.2), True, id="only cited beside others"),
        pytest.param(found(title_named=True, formulas=9, subject=0.35), False, id="only cited, same subject"),
        pytest.param(found(translated=True, formulas=9, subject=0.3), True, id="translated, no formula"),
        pytest.param(found(translated=True, title_named=True, formulas=2), False, id="translated and cited"),
    ],
)  # fmt: skip
def test_what_tells_another_paper(alike: Likeness, other: bool) -> None:
    assert alike.is_other is other


def test_a_title_with_one_word_changed_counts_as_named() -> None:
    facts = paper_metadata(GARDEN_PAPER)
    draft = written("A report on Periodic Plans for Watering Terraced Gardens.")
    assert likeness(draft, GARDEN_PAPER, facts).title_named
    assert not likeness(written("Periodic seasons and gardens."), GARDEN_PAPER, facts).title_named


def test_a_title_in_the_bibliography_alone_is_not_in_the_text() -> None:
    draft = written("# Summary\n\nSomething.\n\n# References\n\n[1] A. Berg. Periodic Schedules for Watering Terraced Gardens. 2020.")  # fmt: skip
    alike = likeness(draft, GARDEN_PAPER, paper_metadata(GARDEN_PAPER))
    assert alike.title_named and not alike.in_text


LONG = GARDENS + "\n\n".join(
    f"Part {n} says that reservoir {n} feeds terrace {n + 1} in season {n % 4}, which nobody had measured before {1900 + n}."
    for n in range(40)
)


def test_the_paper_given_as_the_draft_gets_one_finding() -> None:
    whole = paper(LONG, "Periodic Schedules for Watering Terraced Gardens")
    found, _ = checked(replace(whole, name="draft.pdf"), whole)
    assert [finding.code for finding in found] == ["RK116"]
    assert "the text of the paper itself" in found[0].message


def test_a_draft_that_copies_some_passages_is_not_the_paper() -> None:
    whole = paper(LONG, "Periodic Schedules for Watering Terraced Gardens")
    own = " ".join(f"Here I say in my words what pump {n} has to do on day {n}." for n in range(60))
    alike = likeness(written(LONG[-1500:] + "\n\n" + own), whole, PaperMetadata())
    assert not alike.same_text


FOLLOWING = """# Summary

I report on Periodic Schedules for Watering Terraced Gardens by Ada Berg. Theorem 1 treats the schedules. Lemma 3, Lemma 4, Lemma 5 and
Lemma 6 are about reservoirs. Proposition 7 and Proposition 8 are about seasons, and Lemma 2 bounds the loss.
"""


def test_a_draft_that_follows_another_version_gets_one_finding() -> None:
    found, skipped = checked(written(FOLLOWING), GARDEN_PAPER)
    assert [finding.code for finding in found] == ["RK312"]
    assert "6 of the 8 results that this draft cites are not in paper.pdf" in found[0].message
    assert "RK312" in {skip.id: skip.reason for skip in skipped}["RK301"]


def test_a_few_wrong_numbers_are_told_one_by_one() -> None:
    draft = written(FOLLOWING.replace("Lemma 4, Lemma 5 and\nLemma 6", "some lemmas"))
    found = codes(draft, GARDEN_PAPER)
    assert "RK312" not in found
    assert found.count("RK301") == 3


def test_slides_given_as_the_paper_are_called_so() -> None:
    words = "Watering of terraced gardens with reservoirs and periodic schedules over seasons"
    slides = replace(deck(*[words] * 6), metadata=Metadata(title="Watering of Terraced Gardens: a talk", author="Ada Berg"))  # fmt: skip
    draft = written(FOLLOWING + "\n\nThe talk was Watering of Terraced Gardens: a talk.")
    found, _ = checked(draft, slides)
    assert [finding.code for finding in found] == ["RK312"]
    assert "looks like slides" in found[0].message


def test_a_wrong_kind_in_the_students_words_is_told_and_in_a_quotation_is_the_papers() -> None:
    told = FOLLOWING.split("Lemma 3")[0] + "By Theorem 2 the loss is bounded, see Lemma 2."
    quoted = told.replace(
        "By Theorem 2", "Where the proof has “by theorem 2”, Lemma 2 must be meant, so"
    )
    assert codes(written(told), GARDEN_PAPER).count("RK302") == 1
    assert codes(written(quoted), GARDEN_PAPER).count("RK302") == 0
