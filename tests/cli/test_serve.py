"""``hotline serve`` from outside: links, a table that is closed and opened again, and one clear
error for each wrong call.
"""

from __future__ import annotations

import importlib.util
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Timer
from urllib.parse import urlsplit

import pytest

from sim.cli.main import status

Refused = Callable[..., str]
#: Seconds after which a process that does not end is a fault.
OUTER = 180.0


@pytest.fixture
def refused(tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Refused:
    """What a call says that fails."""

    def call(*words: str, code: int, what: Path | str | None = None) -> str:
        where = [] if what else ["--out", str(tmp_path / "out")]
        found = status(["serve", str(what or tiny), *where, *words])
        said = capsys.readouterr()
        assert (found, said.out) == (code, ""), said.err
        assert not (tmp_path / "out").exists(), "nothing has been made"
        return said.err

    return call


def test_what_is_missing_is_named_with_what_brings_it(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *more: None if name in ("starlette", "uvicorn") else find(name, *more),
    )
    assert 'pip install "hotline-sim[web]"' in refused(code=2)


def test_a_wrong_call_is_told_in_a_sentence(refused: Refused, tmp_path: Path) -> None:
    pytest.importorskip("starlette", reason="the extra web is not installed")
    port = ("--port", "0")
    assert "there are frontline, patron, adversary and region" in refused(
        "--seat", "patrn", *port, code=2
    )
    assert "--observer patrn: there are" in refused("--observer", "patrn", *port, code=2)
    alone = ("--seat", "frontline", "--deputy", "patron")
    assert "people sit with the frontline" in refused(*alone, *port, code=2)
    assert "--limit needs a program" in refused("--limit", "5", *port, code=2)
    assert "--key needs --certificate" in refused("--key", "k.pem", *port, code=2)
    assert "there is no such file" in refused("--certificate", "no.pem", *port, code=2)
    assert "a port" in refused("--port", "70000", code=2)
    assert "holds no game" in refused(*port, code=1, what=tmp_path)
    assert "is settled in it" in refused("--seed", "3", *port, code=2, what=tmp_path)
    assert "is settled in it" in refused("--out", "x", *port, code=2, what=tmp_path)
    assert "no.such.host.invalid port" in refused("--host", "no.such.host.invalid", code=1)


def test_a_port_that_is_taken_is_told(refused: Refused) -> None:
    pytest.importorskip("starlette", reason="the extra web is not installed")
    with socket.create_server(("127.0.0.1", 0)) as other:
        said = refused("--port", str(other.getsockname()[1]), code=1)
    assert "another program listens there. Choose another --port" in said


def test_a_certificate_that_is_none_is_told(refused: Refused, tmp_path: Path) -> None:
    pytest.importorskip("starlette", reason="the extra web is not installed")
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("not a certificate", encoding="utf-8")
    assert "no certificate" in refused("--certificate", str(wrong), "--port", "0", code=2)


def test_a_table_is_closed_in_order_and_opened_again(tiny: Path, tmp_path: Path) -> None:
    pytest.importorskip("starlette", reason="the extra web is not installed")
    first, link = _at_the_table(
        str(tiny), "--out", str(tmp_path), "--arm", "consult", "--seed", "7"
    )
    assert first.returncode == 130, first.stderr
    game = tmp_path / "tiny" / "game-consult-s7-w0"
    assert first.stderr.startswith(f"Reading {tiny} and setting the table")
    for told in ("It ends on ", "of the room at 240 an hour", "the frontline is asked about"):
        assert told in first.stdout.replace("\n", " ")
    assert f"hotline serve {game}" in first.stderr
    assert link not in (game / "links.json").read_text(encoding="utf-8")
    assert (game / "links.json").stat().st_mode & 0o077 == 0
    again, _ = _at_the_table(str(game), secret=link)
    assert again.returncode == 130, again.stderr
    assert "Traceback" not in first.stderr + again.stderr


@contextmanager
def bounded_life(process: subprocess.Popen[str]) -> Iterator[None]:
    """A process does not outlive its test, whatever it or the test does."""
    watch = Timer(OUTER, process.kill)
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        process.kill()


def _at_the_table(*words: str, secret: str = "") -> tuple[subprocess.CompletedProcess[str], str]:
    """Open a table, come in, listen, and end it by Ctrl-C while the stream is open."""
    command = [sys.executable, "-m", "sim", "serve", *words, "--port", "0"]
    with (
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
        bounded_life(process),
    ):
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if "Ctrl-C" in line:
                break
        found = re.search(r"http://\S+/seat/patron/#(\S+)", said)
        assert found is not None, said
        address = urlsplit(found[0])
        with open_stream(address.netloc, address.path, secret or found[1]):
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=OUTER)
        done = subprocess.CompletedProcess(command, process.returncode, said + out, err)
    return done, found[1]


@contextmanager
def open_stream(place: str, path: str, secret: str) -> Iterator[None]:
    """A browser at a seat whose stream is open."""
    with closing(HTTPConnection(place, timeout=OUTER)) as line:
        headers = {"Content-Type": "application/json", "Origin": f"http://{place}"}
        line.request("POST", f"{path}join", json.dumps({"secret": secret}), headers)
        answer = line.getresponse()
        assert answer.status == 200, answer.read()
        answer.read()
        cookie = str(answer.headers["Set-Cookie"]).partition(";")[0]
        line.request("GET", f"{path}events", headers={"Cookie": cookie})
        with line.getresponse() as stream:
            assert stream.status == 200
            assert stream.readline().startswith((b"id:", b"event:"))
            yield
