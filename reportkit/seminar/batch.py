"""Work spread over processes: one bad file stops nobody, and a killed run leaves nothing behind."""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from typing import Any, Generic, ParamSpec, TypeVar

from reportkit.records import dataclass

Job = TypeVar("Job")
Result = TypeVar("Result")
P = ParamSpec("P")

_CRASH_STATUS = 70  # EX_SOFTWARE of sysexits.h


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job has no result, in a sentence."""

    reason: str


@dataclass(slots=True)
class _Run(Generic[Job, Result]):
    """The jobs of one executor; those that were under way when it broke are `suspects`."""

    executor: Executor
    work: Callable[[Job], Result]
    width: int

    def outcomes(
        self, waiting: deque[Job], suspects: list[Job]
    ) -> Iterator[tuple[Job, Result | Failure]]:
        """Yield results until nothing waits, or the executor breaks; then `suspects` holds some."""
        running: dict[Future[Result], Job] = {}
        broken = False
        while (waiting and not broken) or running:
            while waiting and len(running) < self.width and not broken:
                job = waiting.popleft()
                try:
                    running[self.executor.submit(self.work, job)] = job
                except BrokenExecutor:
                    waiting.appendleft(job)
                    broken = True
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                job = running.pop(future)
                try:
                    yield job, future.result()
                except BrokenExecutor:
                    broken = True
                    suspects.append(job)
                except Exception as problem:  # of any kind: the others go on
                    yield job, Failure(f"{type(problem).__name__}: {problem}")


class Workers:
    """Workers that begin with the first job and stay for jobs of other kinds, with all they loaded.

    `pool(n)` makes an executor of n workers. At most twice `width` jobs are handed out at a time.
    """

    def __init__(self, pool: Callable[[int], Executor], width: int) -> None:
        self._pool = pool
        self._width = width
        self._executor: Executor | None = None

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        if self._executor is not None:
            _let_go(self._executor)
            self._executor = None

    def outcomes(
        self, jobs: Iterable[Job], work: Callable[[Job], Result]
    ) -> Iterator[tuple[Job, Result | Failure]]:
        """Yield each job with its result as it comes.

        Where a worker dies, the jobs that were under way are done again, each alone, so that the one
        that kills it is known by name.
        """
        waiting = deque(jobs)
        while waiting:
            if self._executor is None:
                self._executor = self._pool(self._width)
            suspects: list[Job] = []
            run = _Run(self._executor, work, 2 * self._width)
            yield from run.outcomes(waiting, suspects)
            if suspects or waiting:
                self.__exit__()
            for job in suspects:
                yield from self._alone(job, work)

    def _alone(
        self, job: Job, work: Callable[[Job], Result]
    ) -> Iterator[tuple[Job, Result | Failure]]:
        executor = self._pool(1)
        suspects: list[Job] = []
        try:
            yield from _Run(executor, work, 1).outcomes(deque([job]), suspects)
        finally:
            _let_go(executor)
        for one in suspects:
            yield one, Failure("reportkit broke down over it, or needed too long")


def _let_go(executor: Executor) -> None:
    """End an executor without waiting for what it still does."""
    executor.shutdown(wait=False, cancel_futures=True)


def process_pool(workers: int) -> Executor:
    """Return a pool of fresh processes, the same on every system."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=prepare_worker)


def prepare_worker() -> None:
    """Make this process end with its parent, whatever ends that, and leave Ctrl-C to it."""
    import multiprocessing
    import signal
    from multiprocessing.connection import wait as wait_for

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def follow() -> None:
        wait_for([parent.sentinel])
        os._exit(_CRASH_STATUS)

    threading.Thread(target=follow, daemon=True).start()


def dask_pool(address: str) -> Executor:
    """Return an executor on the Dask cluster at `address`. Raises EngineMissing, UsageProblem."""
    from reportkit.errors import EngineMissing, UsageProblem

    try:
        from distributed import Client
    except ImportError:
        raise EngineMissing('--dask needs an extra: pip install "reportkit[dask]"') from None
    try:
        client = Client(address, timeout="10s")
    except (OSError, TimeoutError, ValueError) as problem:
        raise UsageProblem(f"no Dask scheduler answers at {address}: {problem}") from None
    return _ClusterExecutor(client)


class _ClusterExecutor(Executor):
    """Dask's executor as the others are: it knows cancel_futures, and leaves the cluster at the end."""

    def __init__(self, client: Any) -> None:  # Any: distributed.Client, which is not typed
        self._client = client
        self._executor: Executor = client.get_executor(pure=False)

    def submit(
        self, job: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[Result]:
        return self._executor.submit(job, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._executor.shutdown(wait=wait and not cancel_futures)
        self._client.close()


class TimeLimit:
    """Ends this process where what runs inside takes longer than `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, os._exit, (_CRASH_STATUS,))
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
