"""The report of a scenario with checks says of them what the command prints, and says what was not
asked.
"""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from sim.cli import main
from sim.errors import ResultsError
from sim.output.evidence import disagreement_causes
from sim.output.report.sections.agreement import agreement_section
from sim.output.storage.run_folder import RunFolder
from sim.studies.presentation import page


def part(text: str) -> str:
    """The part of a page on checks, as it is read."""
    found = re.search(r'<h2 id="agreement">(.*?)<h2', text, re.DOTALL)
    assert found
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", found[1])))


def test_the_page_says_what_the_command_prints(checked: RunFolder) -> None:
    found = agreement_section(checked)
    assert found
    text = (checked.path / "report.html").read_text(encoding="utf-8")
    assert '<a href="#agreement">' in text
    said = part(text)
    assert found.answer in said
    assert "most disagree with high" in found.answer
    assert found.answer.endswith("1 more is given by inputs and no test.")
    assert [one.caption.split(",")[0] for one in found.tables] == [
        "Agreement with what is declared",
        "Given by inputs",
    ]
    rows = {row[0]: row for one in found.tables for row in one.rows}
    assert list(rows) == ["high", "later", "low", "all together", "asked"]
    assert rows["low"][4:] == ("12 of 12", "1.00", "0.76 to 1.00")
    assert rows["high"][4:] == ("0 of 12", "0.00", "0.00 to 0.24")
    assert rows["all together"][4] == "0 of 12"
    assert "high: it rose to the top" in said
    assert "asked: Given, not a test: the protocol" in said
    assert found.hangs_on == (disagreement_causes.saved_causes(checked)["high"],)
    assert (
        "high: most worlds disagree. No assumption is told apart from chance: 1 input, each" in said
    )


def test_the_document_has_it_too(
    checked: RunFolder, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = checked.path.parent.parent / "tiny.yaml"
    run = [
        "run",
        str(path),
        "-n",
        "12",
        "--seed",
        "7",
        "--jobs",
        "1",
        "--no-charts",
        "--no-report",
        "--quiet",
        "--json",
    ]
    assert main.status([*run, "--out", str(tmp_path)]) == 0
    (told,) = json.loads(capsys.readouterr().out)["runs"]
    assert told["hangs_on"] == dict(disagreement_causes.saved_causes(checked))
    assert told["content"] == checked.manifest.content_hash, (
        "what was asked after a run is no part of it"
    )


def test_what_was_not_asked_of_these_results_is_said_to_be_so(
    checked: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disagreement_causes, "_content", lambda _folder: "another run")
    found = agreement_section(checked)
    assert found
    assert (found.hangs_on, found.unasked) == ((), ("high",))
    assert "Not asked of high: the command" in part(page(checked))


def test_an_answer_that_is_damaged_is_one_error(
    checked: RunFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(disagreement_causes, "FILE", str(tmp_path / "hangs-on.json"))
    (tmp_path / "hangs-on.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ResultsError, match="does not say what hangs on what"):
        disagreement_causes.saved_causes(checked)


def test_an_answer_to_nothing_does_not_stay(
    checked: RunFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(disagreement_causes, "FILE", str(tmp_path / "hangs-on.json"))
    disagreement_causes.remember(checked, {"high": "so"})
    assert disagreement_causes.saved_causes(checked) == {"high": "so"}
    disagreement_causes.remember(checked, {})
    assert list(tmp_path.iterdir()) == []


def test_a_run_without_checks_has_no_such_part(run: RunFolder, run_page: str) -> None:
    assert agreement_section(run) is None
    assert '"#agreement"' not in run_page


def test_the_same_folder_gives_the_same_page(checked: RunFolder) -> None:
    assert page(checked) == (checked.path / "report.html").read_text(encoding="utf-8")
