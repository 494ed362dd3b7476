"""Harper: an English grammar checker in process, without a server.

Its speller and its rules of taste are off; reportkit has its own. `Linter()` takes about a second
and releases the interpreter lock, so it is loaded and run in a thread beside spaCy.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from typing import Any, ParamSpec, TypeVar

from reportkit.engines.remarks import Remark, split_over

P = ParamSpec("P")
T = TypeVar("T")

_KEPT_PASSAGES = 5_000
# the other kinds are matters of taste, or raised alarms on edited mathematical prose
_KINDS = frozenset(
    {
        "Agreement",
        "Grammar",
        "Eggcorn",
        "Malapropism",
        "Typo",
        "BoundaryError",
        "Nonstandard",
        "Usage",
    }
)
# of those kinds, what found errors in real corrections without an alarm on edited prose
_ALSO = frozenset(
    [
        "LetsConfusion",
        "ItsContraction",
        "ModalBeAdjective",
        "MultipleSequentialPronouns",
        "DoubleModal",
        "MergeWords",
        "ThenThan",
        "PossessiveYour",
        "ThesesThese",
        "WayTooAdjective",
        "CriteriaPhenomena",
    ]
)
# off: spelling (ours knows the paper), a and an before formulas (ours), matters of taste, and what
# raised alarms on edited mathematical prose
_OFF = [
    "SpellCheck",
    "SplitWords",
    "AnA",
    "LongSentences",
    "DiscourseMarkers",
    "DisjointPrefixes",
    "MassNouns",
    "OkToOkay",
    "FindOut",
    "ExpandMinimum",
    "CompoundNouns",
    "RepeatedWords",
    "SentenceCapitalization",
    "EllipsisLength",
    "Spaces",
    "Dashes",
    "UnclosedQuotes",
    "CorrectNumberSuffix",
    "NumberSuffixCapitalization",
    "SpelledNumbers",
    "BoringWords",
    "UseTitleCase",
    "AvoidCurses",
    "NoOxfordComma",
    "OxfordComma",
    "CapitalizePersonalPronouns",
    "ExpandTimeShorthands",
    "ExpandMemoryShorthands",
    "WordPressDotcom",
    "OrthographicConsistency",
    "DotInitialisms",
    "QuoteSpacing",
    "CurrencyPlacement",
    "PhrasalVerbAsCompoundNoun",
    "MoreAdjective",
    "NotTo",
    "ThatThan",
    "TheirToTheyre",
    "AWhile",
    "ThereIsAgreement",
    "MissingPreposition",
    "HowTo",
    "PronounInflectionBe",
]

_known: OrderedDict[str, tuple[Remark, ...]] = OrderedDict()
_worker: Executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="harper")


class _InTurn(Executor):
    """Does a job when it is handed in, in the thread of whoever does so."""

    def submit(self, job: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        done: Future[T] = Future()
        try:
            done.set_result(job(*args, **kwargs))
        except Exception as problem:  # of any kind: told to whoever asks for the result
            done.set_exception(problem)
        return done


def work_in_turn() -> None:
    """Start no thread from now on: this process is one of as many as there are processors."""
    global _worker
    if not isinstance(_worker, _InTurn):
        _worker = _InTurn()


def forget() -> None:
    """Let go of the remarks on passages that were read."""
    _known.clear()


def installed() -> bool:
    """Return whether harper-py is there."""
    return find_spec("harper") is not None


def begin(passages: Sequence[str]) -> "Future[tuple[tuple[Remark, ...], ...]]":
    """Start checking `passages` in a thread; the result has the remarks on each, in order."""
    return _worker.submit(_check, tuple(passages))


def warm_up() -> None:
    """Begin to load the checker in its thread, while the draft is read."""
    if installed():
        _worker.submit(_linter)


def _check(passages: tuple[str, ...]) -> tuple[tuple[Remark, ...], ...]:
    """Return the remarks on each passage. New ones are read in one call, which costs 15 ms at least."""
    new = list(dict.fromkeys(text for text in passages if text not in _known))
    if new:
        whole = "\n\n".join(new)
        lints = _linter().organized_lints(whole, language="plaintext")
        remarks = [
            _remark(name, lint)
            for name, found in lints.items()
            for lint in found
            if lint.lint_kind in _KINDS or name in _ALSO
        ]
        for text, mine in zip(new, split_over(new, 2, remarks), strict=True):
            _known[text] = mine
    result = tuple(_known[text] for text in passages)
    while len(_known) > _KEPT_PASSAGES:
        _known.popitem(last=False)
    return result


@cache
def _linter() -> Any:  # Any: harper.Linter, which is not imported at start-up
    import harper

    linter = harper.Linter(harper.Dialect.AMERICAN)
    config = linter.get_lint_config()
    linter.set_lint_config(config | {name: False for name in _OFF if name in config})
    return linter


def _remark(name: str, lint: Any) -> Remark:  # Any: harper.Lint
    suggestions = lint.suggestions
    replacement = None
    if suggestions:
        kind = int(suggestions[0].kind)
        text = suggestions[0].replacement_text
        replacement = "" if kind == 1 else lint.problem_text + text if kind == 2 else text
    return Remark(lint.span.start, lint.span.end, name, lint.message, replacement, "harper")
