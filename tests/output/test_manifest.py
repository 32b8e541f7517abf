"""The commit that a manifest names, and that git is asked for it without a trace."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from sim.output import provenance


def git(checkout: Path, *words: str) -> str:
    command = [
        "git",
        "-C",
        str(checkout),
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@example.org",
        *words,
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one file in one commit, which the program is made to believe that it runs
    from.
    """
    (tmp_path / "sim").mkdir()
    (tmp_path / "sim" / "file").write_text("one")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "one")
    monkeypatch.setattr(provenance, "_PACKAGE", tmp_path / "sim")
    return tmp_path


def test_the_commit_is_told_and_whether_files_have_changed_since(checkout: Path) -> None:
    commit = git(checkout, "rev-parse", "HEAD")
    assert provenance.commit() == commit
    (checkout / "new").write_text("not of the checkout")
    assert provenance.commit() == commit
    (checkout / "sim" / "file").write_text("other")
    assert provenance.commit() == commit + "+"


def test_git_takes_no_lock_that_a_killed_run_would_leave_behind(checkout: Path) -> None:
    index = checkout / ".git" / "index"
    before = index.read_bytes()
    os.utime(checkout / "sim" / "file", (1, 1))  # git would like to note that it is the same
    assert provenance.commit() == git(checkout, "rev-parse", "HEAD")
    assert index.read_bytes() == before


def test_without_a_checkout_or_a_commit_none_is_told(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (checkout / ".git" / "HEAD").write_text("ref: refs/heads/other\n")
    assert provenance.commit() is None
    monkeypatch.setattr(provenance, "_PACKAGE", checkout / "sim" / "deeper")
    assert provenance.commit() is None
