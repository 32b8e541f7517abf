"""Nothing that was acknowledged is lost or doubled, wherever the machine stops."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from sim.errors import ResultsError
from sim.tabletop.game.journal import Journal, Record, in_force, line_of, read_journal, records

RECORDS = [
    Record(do="open", data={"seed": 1}),
    Record(do="advance", at=5.433611111111111, data={"to": None}, entries=3, digest="ab"),
    Record(do="answer", seat="frontline", data={"option": "hold \u2028 \u0085 é"}, words="cd"),
    Record(do="undo", to=2),
]


def written(path: Path) -> list[bytes]:
    """A journal, and its whole lines."""
    with Journal(path) as journal:
        for record in RECORDS:
            journal.append(record)
    return path.read_bytes().splitlines(keepends=True)


def test_a_journal_cut_at_any_byte_holds_what_was_whole_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fdatasync", lambda _: None)  # the disk is not what is tried
    lines = written(tmp_path / "whole")
    content = b"".join(lines)
    assert len(lines) == len(RECORDS), "no character of a text ends a line"
    for cut in range(len(content) + 1):
        path = tmp_path / "cut"
        path.write_bytes(content[:cut])
        whole = content[:cut].count(b"\n")
        with Journal(path) as journal:
            assert [one.do for one in journal.records] == [one.do for one in RECORDS[:whole]]
            journal.append(Record(do="end"))
        after = read_journal(path)
        assert [one.n for one in after] == list(range(1, whole + 2))
        assert path.read_bytes().startswith(b"".join(lines[:whole]))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "it is no JSON"),
        (b"[]", "it does not say what was done"),
        (b"[" * 100_000, "it is no JSON"),
        (b'{"n":2,"do":"undo"}', "it goes back to 0"),
        (b'{"n":2,"do":"undo","to":2}', "it goes back to 2"),
        (b'{"n":2,"do":3}', "it does not say what was done"),
        (b'{"n":2,"do":"advance","at":NaN}', "it is no JSON"),
        (b'{"n":2,"do":"advance","at":1e999}', "it says 'at'"),
        (b'{"n":2,"do":"advance","at":true}', "it says 'at'"),
        (b'{"n":2,"do":"answer","seat":3}', "it says 'seat'"),
        (b'{"n":2,"do":"answer","with":[]}', "it says 'with'"),
        (b'{"n":2,"do":"answer","hacked":1}', "it says 'hacked'"),
        (b'{"n":3,"do":"advance"}', "its number is another"),
        (b"\xff", "it is no JSON"),
        (b"", "it is no JSON"),
    ],
)
def test_a_bad_line_before_the_last_stops_with_its_number(
    tmp_path: Path, line: bytes, why: str
) -> None:
    path = tmp_path / "journal"
    first, *_, last = written(path)
    content = first + line + b"\n" + last
    path.write_bytes(content)
    with pytest.raises(ResultsError, match=f":2:1: .*{why}"):
        Journal(path)
    assert path.read_bytes() == content, "a journal that cannot be trusted is left as it is"
    with pytest.raises(ResultsError, match=":2:1:"):
        read_journal(path)


def test_one_process_writes_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with Journal(path), pytest.raises(ResultsError, match="is being played right now"):
        Journal(path)
    Journal(path).close()


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"mine\n")
    (tmp_path / "journal").symlink_to(target)
    with pytest.raises(ResultsError, match="no regular file"):
        Journal(tmp_path / "journal")
    assert target.read_bytes() == b"mine\n"


def test_a_full_disk_leaves_the_journal_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal"
    before = b"".join(written(path))

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with Journal(path) as journal:
        with monkeypatch.context() as patched:
            patched.setattr(os, "fdatasync", full)
            with pytest.raises(ResultsError, match="No space left"):
                journal.append(Record(do="end"))
        assert path.read_bytes() == before
        journal.append(Record(do="end"))
    assert [one.n for one in read_journal(path)] == [1, 2, 3, 4, 5]


def test_what_was_taken_back_does_not_count() -> None:
    more = [Record(do="answer"), Record(do="undo", to=2), Record(do="end")]
    content = b"".join(
        line_of(replace(record, n=n)) for n, record in enumerate([*RECORDS, *more], start=1)
    )
    found = records(content, Path("journal"))
    assert [one.n for one in in_force(found)] == [1, 2, 7]
    assert found[1] == replace(RECORDS[1], n=2), "numbers read back to the same bits"
