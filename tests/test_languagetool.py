"""LanguageTool: what it says is kept by sentence, and a bad server spoils no check."""

import json
import os
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from reportkit import EngineMissing, lint
from reportkit.engines import languagetool
from reportkit.readers.text import read_text
from reportkit.rules import Context, all_rules
from reportkit.rules.language import language_hits

RULES = [rule for rule in all_rules() if rule.info.code == "RK790"]
TEXT = "The loss are convex. We stop here."


class Server:
    """A server on the loopback that answers as it is told, and counts what it was asked."""

    def __init__(self, answer):
        outer = self
        self.asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                outer.asked.append(body)
                answer(self)

            def log_message(self, *_):
                pass

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.http.server_port}"


def saying(payload: bytes, status: int = 200):
    def answer(handler):
        handler.send_response(status)
        handler.end_headers()
        handler.wfile.write(payload)

    return answer


def matches(*found: dict) -> bytes:
    return json.dumps({"matches": list(found)}).encode()


AGREEMENT = {
    "offset": 9,
    "length": 3,
    "message": "Use “is”.",
    "rule": {"id": "SUBJECT_VERB_AGREEMENT_X"},
    "replacements": [{"value": "is"}],
}


@pytest.fixture
def server(monkeypatch, tmp_path):
    started = []

    def start(answer) -> Server:
        one = Server(answer)
        started.append(one)
        monkeypatch.setenv("REPORTKIT_LANGUAGETOOL_URL", one.url)
        return one

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(languagetool, "_cache_folder", lambda: tmp_path)
    yield start
    for one in started:
        one.http.shutdown()


def skipped(text: str = TEXT) -> dict[str, str]:
    _, skips = language_hits(Context(read_text(text), kind="text"), RULES, "auto")
    return {skip.id: skip.reason for skip in skips}


def test_what_the_server_finds_becomes_a_finding_with_its_source(server) -> None:
    server(saying(matches(AGREEMENT)))
    hits, _ = language_hits(Context(read_text(TEXT), kind="text"), RULES, "languagetool")
    assert [(i.code, h.span.start, h.sources) for i, h in hits if "languagetool" in h.sources] == [
        ("RK706", 9, ("languagetool",))
    ]


def test_a_second_check_does_not_ask_the_server(server) -> None:
    one = server(saying(matches(AGREEMENT)))
    first = lint(TEXT, grammar="languagetool")
    asked = len(one.asked)
    assert lint(TEXT, grammar="languagetool") == first
    assert len(one.asked) == asked == 1


def test_the_cache_holds_no_sentence(server, tmp_path) -> None:
    server(saying(matches()))
    lint("A very secret sentence is here.", grammar="languagetool")
    assert b"secret" not in (tmp_path / "languagetool.sqlite").read_bytes()


@pytest.mark.parametrize(
    "answer",
    [
        saying(b"<html>hello</html>"),
        saying(b"[1, 2]"),
        saying(b'{"matches": [{"rule": 3}]}'),
        saying(b'{"matches": 7}'),
        saying(b"java.lang.OutOfMemoryError", 500),
        lambda handler: handler.connection.close(),
        lambda handler: handler.wfile.write(b"rubbish\r\n\r\n"),
        lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200),
        lambda handler: handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"
        ),
        saying(b"[" * 200_000),
    ],
    ids=[
        "html",
        "a list",
        "odd match",
        "odd matches",
        "out of memory",
        "hangs up",
        "no HTTP",
        "headers",
        "chunks",
        "nested",
    ],
)
def test_a_server_that_talks_rubbish_is_a_skip_with_its_reason(server, answer) -> None:
    server(answer)
    assert skipped()["languagetool"]


def test_a_server_that_hangs_is_a_skip(server, monkeypatch) -> None:
    monkeypatch.setattr(languagetool, "_REQUEST_S", 0.3)
    server(lambda handler: time.sleep(2))
    assert "did not answer" in skipped()["languagetool"]


def test_a_server_whose_answer_drips_in_is_a_skip(server, monkeypatch) -> None:
    def drip(handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(20):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.1)

    monkeypatch.setattr(languagetool, "_REQUEST_S", 0.3)
    server(drip)
    assert "did not answer" in skipped()["languagetool"]


def test_our_own_findings_come_out_although_the_server_failed(server) -> None:
    server(saying(b"rubbish"))
    assert lint("This allows to bound the risk.", grammar="languagetool")


def test_a_named_engine_that_is_missing_is_an_error(monkeypatch, tmp_path) -> None:
    monkeypatch.delenv("REPORTKIT_LANGUAGETOOL_URL", raising=False)
    monkeypatch.setenv("REPORTKIT_LANGUAGETOOL_HOME", str(tmp_path / "nothing"))
    monkeypatch.setattr(languagetool, "home", lambda: tmp_path / "nothing")
    with pytest.raises(EngineMissing, match="engines install languagetool"):
        lint(TEXT, grammar="languagetool")


def test_an_engine_that_is_missing_and_was_not_named_is_a_skip(monkeypatch, tmp_path) -> None:
    monkeypatch.delenv("REPORTKIT_LANGUAGETOOL_URL", raising=False)
    monkeypatch.setattr(languagetool, "home", lambda: tmp_path)
    assert "engines install" in skipped()["languagetool"]


@pytest.mark.slow
@pytest.mark.usefixtures("real_languagetool")
def test_the_real_server_finds_a_fault_in_english_and_in_german(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(languagetool, "_cache_folder", lambda: tmp_path)
    english = languagetool.begin([["This are a test."]], "en").result()
    german = languagetool.begin([["Das Haus sind groß."]], "de").result()
    assert english[0] and german[0]


@pytest.mark.slow
@pytest.mark.usefixtures("real_languagetool")
def test_a_server_that_was_killed_is_started_again(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(languagetool, "_cache_folder", lambda: tmp_path)
    languagetool.begin([["This are one test."]], "en").result()
    running = languagetool._server
    if running is None or running.process is None:
        pytest.skip("the server is somebody else's")
    os.kill(running.process.pid, 9)
    assert languagetool.begin([["This are another test."]], "en").result()[0]
    assert languagetool.stop()


@pytest.mark.parametrize(
    ("text", "words", "rule", "found"),
    [
        ("The rows of a matrix A arrive one by one.", "arrive", "PREPOSITION_VERB", False),
        ("The rows of it arrive one by one.", "arrive", "PREPOSITION_VERB", True),
        ("It tends to a point almost surely. We stop.", "surely", "FINAL_ADVERB_COMMA", False),
        ("It tends to a point surely. We stop.", "surely", "FINAL_ADVERB_COMMA", True),
        ("We bound the iterate of the method.", "the iterate", "A_INFINITIVE", False),
        ("It has the type of a sphere.", "type of a", "KIND_OF_A", False),
        ("We are interesting in the bound.", "interesting", "BE_INTEREST_IN", True),
        ("This is most interesting in high dimension.", "interesting", "BE_INTEREST_IN", False),
    ],
)
def test_how_mathematicians_speak_is_no_fault(text, words, rule, found, server) -> None:
    match = {"offset": text.index(words), "length": len(words), "message": "A fault."}
    server(saying(matches({**match, "rule": {"id": rule}, "replacements": []})))
    hits, _ = language_hits(Context(read_text(text), kind="text"), RULES, "languagetool")
    assert any("languagetool" in hit.sources for _, hit in hits) == found
