"""LanguageTool: a server on this machine, asked sentence by sentence, its answers kept on disk.

Which server: the one at REPORTKIT_LANGUAGETOOL_URL, or one started from the jars in
REPORTKIT_LANGUAGETOOL_HOME or in the folder that `reportkit engines install languagetool` fills. A
server is started once, on a port of the loopback, with bounded memory; it is used by every later
call and ends with the process that started it. Start 2 s, first request 3-6 s, then 13,000
characters in 0.9 s.
"""

import hashlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import field
from http.client import HTTPException
from pathlib import Path
from typing import Any

from reportkit.engines.remarks import EngineFault, Remark, split_over
from reportkit.records import dataclass

VERSION = "6.6"
_MEMORY = "-Xmx900m"
_START_S = 40.0
_REQUEST_S = 30.0
_LONGEST_ANSWER = 50_000_000
# a server that was just started loads a language first: 3-6 s, 40 s on a busy machine
_FIRST_S = 90.0
_CHUNK = 12_000  # characters in one request
_VARIANTS = {"en": "en-US", "de": "de-DE"}
# our speller knows the paper, and white space does not outlive a PDF
_DISABLED = (
    "MORFOLOGIK_RULE_EN_US,MORFOLOGIK_RULE_EN_GB,MORFOLOGIK_RULE_EN_CA,MORFOLOGIK_RULE_EN_AU,"
    "GERMAN_SPELLER_RULE,WHITESPACE_RULE,UPPERCASE_SENTENCE_START,EN_QUOTES,SENTENCE_WHITESPACE"
)
_TASTE = frozenset(
    [
        "STYLE",
        "REDUNDANCY",
        "PLAIN_ENGLISH",
        "WORDINESS",
        "TYPOGRAPHY",
        "COLLOQUIALISMS",
        "CREATIVE_WRITING",
        "ACADEMIC_WRITING",
        "TEXT_ANALYSIS",
        "MISC_STYLE",
        "REPETITIONS_STYLE",
    ]
)
_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="languagetool")
_server: "Server | None" = None
_starting = threading.Lock()


@dataclass
class Server:
    """A running server: where it answers, and its process where it was started here.

    `loaded` are the languages in which it has answered.
    """

    url: str
    process: "subprocess.Popen[bytes] | None" = None
    loaded: set[str] = field(default_factory=set)

    def is_alive(self) -> bool:
        """Return whether the process still runs; a server of somebody else counts as running."""
        return self.process is None or self.process.poll() is None


def home() -> Path:
    """Return the folder that holds (or would hold) LanguageTool's jars."""
    named = os.environ.get("REPORTKIT_LANGUAGETOOL_HOME")
    if named:
        return Path(named)
    places = [own_home(), *_foreign_homes()]
    return next((place for place in places if any(place.glob("*.jar"))), places[0])


def own_home() -> Path:
    """Return the folder that `reportkit engines install languagetool` fills."""
    return _data_folder() / f"languagetool-{VERSION}"


def _foreign_homes() -> list[Path]:
    """Return the LanguageTools that language-tool-python was told of or has downloaded, newest first."""
    told = os.environ.get("LTP_JAR_DIR_PATH")
    downloads = os.environ.get("LTP_PATH") or Path.home() / ".cache" / "language_tool_python"
    known = sorted(Path(downloads).glob("LanguageTool-*"), reverse=True)
    return [Path(told), *known] if told else known


def missing() -> str | None:
    """Return why LanguageTool cannot be asked, None where it can."""
    if os.environ.get("REPORTKIT_LANGUAGETOOL_URL"):
        return None
    if not any(home().glob("*.jar")):
        return "it is not installed: run reportkit engines install languagetool"
    if shutil.which("java") is None:
        return "there is no Java (17 or newer) on the path"
    return None


def begin(
    passages: Sequence[Sequence[str]], language: str
) -> "Future[tuple[tuple[Remark, ...], ...]]":
    """Start checking in a thread; the result has the remarks on each passage.

    A passage is given as its sentences; remarks count from the passage's start, with one space between
    sentences. The future raises EngineFault where the server failed.
    """
    return _worker.submit(_check, tuple(tuple(p) for p in passages), language)


def share() -> None:
    """Start a server now and let every process that this one starts use it.

    Nothing happens where LanguageTool is missing or a server is named already. Raises EngineFault.
    """
    if missing() is None and not os.environ.get("REPORTKIT_LANGUAGETOOL_URL"):
        server = _running()
        os.environ["REPORTKIT_LANGUAGETOOL_URL"] = server.url


def stop() -> bool:
    """End the server that this process started; return whether there was one."""
    global _server
    server, _server = _server, None
    if server is None or server.process is None:
        return False
    if os.environ.get("REPORTKIT_LANGUAGETOOL_URL") == server.url:
        del os.environ["REPORTKIT_LANGUAGETOOL_URL"]
    server.process.terminate()
    try:
        server.process.wait(5)
    except subprocess.TimeoutExpired:
        server.process.kill()
        server.process.wait(5)
    return True


def _check(passages: tuple[tuple[str, ...], ...], language: str) -> tuple[tuple[Remark, ...], ...]:
    """Return the remarks on each passage, asking the server only for sentences it has not seen."""
    variant = _VARIANTS.get(language, language)
    wanted = list(dict.fromkeys(sentence for passage in passages for sentence in passage))
    with closing(_cache()) as cache:
        known = _recalled(cache, variant, wanted)
        new = [sentence for sentence in wanted if sentence not in known]
        for chunk in _chunks(new):
            answered = _ask(chunk, variant)
            _remember(cache, variant, answered)
            known |= answered
    return tuple(_of_passage(passage, known) for passage in passages)


def _of_passage(
    sentences: tuple[str, ...], known: dict[str, tuple[Remark, ...]]
) -> tuple[Remark, ...]:
    found = []
    at = 0
    for sentence in sentences:
        found += [
            Remark(r.start + at, r.end + at, r.rule, r.message, r.replacement, r.engine)
            for r in known[sentence]
        ]
        at += len(sentence) + 1
    return tuple(found)


def _chunks(sentences: Iterable[str]) -> list[list[str]]:
    """Share out sentences over requests of some 12,000 characters."""
    chunks: list[list[str]] = [[]]
    size = 0
    for sentence in sentences:
        if size > _CHUNK:
            chunks.append([])
            size = 0
        chunks[-1].append(sentence)
        size += len(sentence) + 2
    return [chunk for chunk in chunks if chunk]


def _ask(sentences: list[str], variant: str) -> dict[str, tuple[Remark, ...]]:
    """Return the server's remarks on each sentence; one more try with a new server where it fails.

    Raises EngineFault.
    """
    try:
        return _asked(_running(), sentences, variant)
    except EngineFault:
        if os.environ.get("REPORTKIT_LANGUAGETOOL_URL"):
            raise
        stop()
        return _asked(_running(), sentences, variant)


def _asked(server: Server, sentences: list[str], variant: str) -> dict[str, tuple[Remark, ...]]:
    # an empty line between sentences: each is judged by itself, so that its answer can be kept
    fields = {"language": variant, "text": "\n\n".join(sentences), "disabledRules": _DISABLED}
    is_new = server.process is not None and variant not in server.loaded
    answer = _posted(f"{server.url}/v2/check", fields, _FIRST_S if is_new else _REQUEST_S)
    server.loaded.add(variant)
    try:
        remarks = [_remark(match) for match in answer["matches"] if not _is_taste(match)]
    except (KeyError, TypeError, IndexError):
        raise EngineFault("its answer could not be understood") from None
    whole = "\n\n".join(sentences)
    places = _code_points(whole)
    remarks = [
        Remark(
            places[r.start],
            places[min(r.end, len(places) - 1)],
            r.rule,
            r.message,
            r.replacement,
            r.engine,
        )
        for r in remarks
        if r.start < len(places)
    ]
    return dict(zip(sentences, split_over(sentences, 2, remarks), strict=True))


def _code_points(text: str) -> list[int]:
    """Return for each UTF-16 unit of `text` (what Java counts), and its end, the code point it is in."""
    places = []
    for at, char in enumerate(text):
        places += [at] * (2 if ord(char) > 0xFFFF else 1)
    return [*places, len(text)]


def _is_taste(match: dict[str, Any]) -> bool:  # Any: JSON of somebody else
    """Return whether the server itself calls the match a matter of style or typography."""
    rule = match["rule"]
    category = rule.get("category") if isinstance(rule, dict) else None
    name = category.get("id") if isinstance(category, dict) else ""
    kind = rule.get("issueType") if isinstance(rule, dict) else ""
    return name in _TASTE or kind in {"style", "register", "locale-violation"}


def _remark(match: dict[str, Any]) -> Remark:  # Any: JSON of somebody else
    """Return one match of the server's answer. Raises KeyError or TypeError for another shape."""
    rule = match["rule"]
    replacements = match.get("replacements")
    start, length = match["offset"], match["length"]
    if not (isinstance(rule, dict) and isinstance(start, int) and isinstance(length, int)):
        raise TypeError
    first = replacements[0] if isinstance(replacements, list) and replacements else {}
    value = first.get("value") if isinstance(first, dict) else None
    message = str(match["message"])
    return Remark(
        max(start, 0),
        max(start, 0) + max(length, 0),
        str(rule["id"]),
        message,
        value if isinstance(value, str) else None,
        "languagetool",
    )


def _posted(
    url: str, fields: dict[str, str], timeout_s: float
) -> dict[str, Any]:  # Any: JSON of somebody else
    """Return the server's JSON. Raises EngineFault for a server that is gone, slow or talks rubbish."""
    data = urllib.parse.urlencode(fields).encode()
    try:
        answer = json.loads(_received(url, data, time.monotonic() + timeout_s))
    except TimeoutError:
        raise EngineFault(f"it did not answer within {timeout_s:.0f} s") from None
    except (OSError, ValueError, HTTPException, RecursionError) as problem:
        raise EngineFault(f"it failed ({_short(problem)})") from None
    if not isinstance(answer, dict):
        raise EngineFault("its answer could not be understood")
    return answer


def _received(url: str, data: bytes, end: float) -> bytes:
    """Return the answer to a POST. Raises TimeoutError where it drips in beyond the moment `end`."""
    found = bytearray()
    with _opener().open(url, data, timeout=max(end - time.monotonic(), 0.1)) as reply:
        while piece := reply.read1(1 << 16):
            found += piece
            if time.monotonic() > end:
                raise TimeoutError
            if len(found) > _LONGEST_ANSWER:
                raise ValueError("the answer has no end")
    return bytes(found)


def _opener() -> urllib.request.OpenerDirector:
    """Return an opener that asks no proxy: the server is on this machine, or was named by the user."""
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _short(problem: Exception) -> str:
    words = str(getattr(problem, "reason", "") or problem) or type(problem).__name__
    return " ".join(words.split())[:80]


def _running() -> Server:
    """Return a server that answers: the user's, one of this process, or a new one."""
    global _server
    url = os.environ.get("REPORTKIT_LANGUAGETOOL_URL")
    if url:
        return Server(url.rstrip("/").removesuffix("/v2"))
    with _starting:
        if _server is None or not _server.is_alive():
            _server = _started()
        return _server


def _started() -> Server:
    """Start a server on a free port of the loopback. Raises EngineFault where it does not come up."""
    import atexit

    port = _free_port()
    command = [
        shutil.which("java") or "java", _MEMORY, "-XX:+UseSerialGC", "-cp", str(home() / "*"),
        "org.languagetool.server.HTTPServer", "--port", str(port),
    ]  # fmt: skip
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, cwd=home())
    server = Server(f"http://127.0.0.1:{port}", process)
    atexit.register(_end, process)
    _wait_until_up(server)
    return server


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(3)
        if process.poll() is None:
            process.kill()


def _wait_until_up(server: Server) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        if not server.is_alive():
            raise EngineFault("its server ended as it started (is Java 17 or newer there?)")
        with (
            suppress(OSError, ValueError, HTTPException),
            _opener().open(f"{server.url}/v2/healthcheck", timeout=2),
        ):
            return
        time.sleep(0.1)
    if server.process:
        _end(server.process)
    raise EngineFault(f"its server did not come up within {_START_S:.0f} s")


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _data_folder() -> Path:
    """Return where programs of this user keep what they installed."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "reportkit"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "reportkit"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "reportkit"


def _cache_folder() -> Path:
    if sys.platform == "win32":
        return _data_folder() / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "reportkit"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "reportkit"


def _cache() -> sqlite3.Connection:
    """Return the answers kept on disk; in memory where the disk cannot be written.

    Only hashes of sentences are kept, with the remarks on them.
    """
    try:
        folder = _cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        return _opened(folder / "languagetool.sqlite")
    except (OSError, sqlite3.Error):
        return _opened(":memory:")


def _opened(place: Path | str) -> sqlite3.Connection:
    cache = sqlite3.connect(place, timeout=5)
    cache.execute("create table if not exists answers (key text primary key, remarks text)")
    return cache


def _key(variant: str, sentence: str) -> str:
    mark = "\0".join((VERSION, os.environ.get("REPORTKIT_LANGUAGETOOL_URL", ""), variant, sentence))
    return hashlib.sha256(mark.encode("utf-8", "replace")).hexdigest()[:32]


def _recalled(
    cache: sqlite3.Connection, variant: str, sentences: list[str]
) -> dict[str, tuple[Remark, ...]]:
    """Return the remarks that are kept on `sentences`; what cannot be read back is asked again."""
    known: dict[str, tuple[Remark, ...]] = {}
    with suppress(sqlite3.Error, ValueError, TypeError):
        for sentence in sentences:
            query = "select remarks from answers where key = ?"
            row = cache.execute(query, (_key(variant, sentence),)).fetchone()
            if row:
                known[sentence] = tuple(Remark(*fields) for fields in json.loads(row[0]))
    return known


def _remember(
    cache: sqlite3.Connection, variant: str, answered: dict[str, tuple[Remark, ...]]
) -> None:
    rows = [
        (
            _key(variant, sentence),
            json.dumps(
                [[r.start, r.end, r.rule, r.message, r.replacement, r.engine] for r in found]
            ),
        )
        for sentence, found in answered.items()
    ]
    with suppress(sqlite3.Error), cache:
        cache.executemany("insert or replace into answers values (?, ?)", rows)
