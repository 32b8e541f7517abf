"""The report: valid, whole, quiet on the network, readable by all, and the same bytes from the same
folder.
"""

from __future__ import annotations

import base64
import re
import shutil
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from sim.cli import main
from sim.output.charts import FIRST
from sim.output.charts.base import shades
from sim.output.charts.catalogue import missing_charts
from sim.output.report.pictures import data_uri
from sim.output.report.run_page import CONTENTS
from sim.output.report.svg import compact
from sim.output.storage.run_folder import SCENARIO, RunFolder, open_run
from sim.output.storage.typical_world import FILE as KEPT
from sim.studies.presentation import album_of, page, write_report
from tests.output.report.strict_html import addresses, contrast, headings, palettes, parsed


@pytest.fixture
def text(run_page: str) -> str:
    return run_page


def test_it_is_valid_html_in_one_piece(text: str) -> None:
    root = parsed(text)
    ids = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids))
    assert root.attrib["lang"] == "en"
    assert root.findtext("head/title")
    with pytest.raises(Exception, match=r"too early"):
        parsed(text.replace("</main>", "</main></main>", 1))


def test_it_loads_nothing(text: str) -> None:
    root = parsed(text)
    found = list(addresses(root))
    assert all(address.startswith(("data:image/svg+xml,", "#")) for address in found)
    assert root.find(".//script") is None
    assert not any(
        name.startswith("on") or name == "style" for one in root.iter() for name in one.attrib
    )


def test_its_policy_allows_its_own_style_and_no_other(text: str) -> None:
    root = parsed(text)
    policy = next(one.attrib["content"] for one in root.iter("meta") if "http-equiv" in one.attrib)
    style = root.findtext("head/style") or ""
    digest = base64.b64encode(sha256(style.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_every_picture_is_told_in_words_and_is_an_svg(text: str, run: RunFolder) -> None:
    pictures = list(parsed(text).iter("img"))
    album = album_of(run)
    given = {*album.sheets} - {*missing_charts(album)}
    assert len(pictures) == len(given - {*FIRST}) > 8
    drawn = re.findall(
        r"<svg [^>]*role='img' class='(?:broad|slim)' aria-label=\"[^\"]{40,}\">", text
    )
    assert len(drawn) == 2 * len(given & {*FIRST}) > 0, "each for wide screens and for narrow ones"
    for picture in pictures:
        assert len(picture.attrib["alt"]) > 40
        # The picture was written by this test's run.
        svg = ET.fromstring(unquote(picture.attrib["src"].partition(",")[2]))  # noqa: S314
        assert svg.tag.endswith("}svg")
    assert {anchor for anchor, _ in CONTENTS} <= {
        one.attrib.get("id", "") for one in parsed(text).iter()
    }


def test_headings_and_tables_are_in_order(text: str) -> None:
    root, levels = parsed(text), headings(parsed(text))
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    for table in root.iter("table"):
        assert table.findtext("caption")
        assert all(cell.attrib.get("scope") for cell in table.iter("th"))
        assert all("".join(cell.itertext()).strip() for cell in table.iter("th"))


def test_words_can_be_read_on_their_ground_in_both_themes(text: str) -> None:
    themes = palettes(parsed(text).findtext("head/style") or "")
    assert len(themes) == 3, "light, dark and print"
    for theme in themes:
        for ink in ("ink", "soft", "link"):
            for ground in ("ground", "card"):
                assert contrast(theme[ink], theme[ground]) >= 4.5, (ink, ground)
    assert contrast("#777777", "#888888") < 4.5


def test_the_same_folder_gives_the_same_bytes_and_no_time_of_day(run: RunFolder, text: str) -> None:
    assert page(open_run(run.path)) == text
    assert str(run.manifest.started) not in text
    assert str(run.path) not in text


def test_the_numbers_of_the_answer_are_those_of_the_summary(text: str) -> None:
    answer = next(
        one for one in parsed(text).iter("section") if one.attrib.get("class") == "answer"
    )
    first, sure = ["".join(one.itertext()) for one in answer.findall("p")]
    assert "rung-hours a world" in first
    assert "of the 24 worlds" in sure
    sentences = ["".join(one.itertext()) for one in parsed(text).findall("body/main/ol/li")]
    assert "comparisons of headline outcomes" in sentences[2]


def test_the_assumptions_have_their_sources_back(text: str) -> None:
    rows = {_path(cells[0]): cells for cells in _rows(text)}
    assert rows["allies.frontline.leader.reading"][3].startswith("FRUS 1964-68 XIX")
    assert rows["allies.frontline.leader.memory"][3] == "judgement"
    assert rows["horizon"][1] == "6 d"


def test_no_number_in_a_table_has_more_digits_than_a_reader_needs(
    run: RunFolder, tmp_path: Path
) -> None:
    """What the scenario gives to the last bit, and the rows behind charts; ``scenario.yaml`` and
    the CSV files keep it all.
    """
    folder = _copied(run, tmp_path)
    path = folder.path / SCENARIO
    before = path.read_text(encoding="utf-8")
    given = re.sub(r"horizon: [^#\n]+", "horizon: 6.000000000000001 d  ", before, count=1)
    assert given != before
    path.write_text(given, encoding="utf-8")
    cells = [
        cell
        for row in _rows(page(folder))
        if row[0] not in {"command", "model's code"}
        for cell in row
    ]
    assert "6 d" in cells
    numbers = [number for cell in cells for number in re.findall(r"\d+\.\d+", cell)]
    assert len(numbers) > 100
    assert [one for one in numbers if len(one.replace(".", "").strip("0")) > 6] == []


def _path(cell: str) -> str:
    """The path of an input, which stands in brackets behind what it means."""
    return cell.rpartition("(")[2].removesuffix(")")


def _rows(text: str) -> list[list[str]]:
    return [["".join(cell.itertext()) for cell in row] for row in parsed(text).iter("tr")]


def test_a_name_is_text_and_no_markup(run: RunFolder, tmp_path: Path) -> None:
    folder = _copied(run, tmp_path)
    evil = '<script>alert(1)</script>" onload="x'
    summary = replace(
        folder.summary, scenario=replace(folder.summary.scenario, title=evil, purpose=evil)
    )
    text = page(RunFolder(path=folder.path, manifest=folder.manifest, summary=summary))
    assert parsed(text).find(".//script") is None
    assert "alert(1)" in "".join(parsed(text).find("body/header/h1").itertext())  # type: ignore[union-attr]


def test_without_a_kept_world_or_a_scenario_it_says_so(run: RunFolder, tmp_path: Path) -> None:
    folder = _copied(run, tmp_path)
    (folder.path / KEPT).unlink()
    (folder.path / SCENARIO).write_text("schema: 99\n", encoding="utf-8")
    text = "".join(parsed(page(folder)).itertext())
    assert "The run kept no world in full" in text
    assert "cannot be read by this version" in text


def test_it_is_small(text: str) -> None:
    assert len(text.encode()) < 500_000


def test_the_command_says_where_it_wrote(
    run: RunFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.status(["report", str(run.path), "--out", str(tmp_path / "page.html")]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'page.html'}\n"
    assert (
        write_report(run, tmp_path / "again.html").read_bytes()
        == (tmp_path / "page.html").read_bytes()
    )


def _copied(run: RunFolder, place: Path) -> RunFolder:
    shutil.copytree(run.path, place / "copy")
    return open_run(place / "copy")


def test_a_data_uri_keeps_text_and_rounds_lengths_only() -> None:
    svg = (
        '<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "x" "y">\n<svg'
        ' xmlns="http://www.w3.org/2000/svg"><metadata>m</metadata>\n <!-- no --><g id="one"><g'
        ' id="two"/><path id="i1" d="M 1.23456 2 \nL 3.5 -0.00001 L 3.5 4.04 \nL 9 4 L 9.01 4 z'
        ' "/></g><path d="M 1 2 C 1.234 2 3 4 5 6 " clip-path="url(#i2)" style="fill: #ffffff;'
        ' stroke: #d9d9d8"/><clipPath id="i2"/><use href="#i1" x="1.2345"/><text style="font: 9px'
        ' \'DejaVu Sans\', \'Arial\'" x="1.23456" transform="rotate(-0 1 2)">0.12345 % #'
        ' &lt;"it\'s"</text><text style="font-size: 9px; font-family: \'Verdana\'">a</text></svg>'
    )
    assert (
        compact(svg)
        == "<svg xmlns='http://www.w3.org/2000/svg' stroke-linejoin='round'><path id='i1' d='M1.2"
        " 2l2.3-2v4h5.5z'/><path d='M1 2c.2 0 2 2 4 4' clip-path='url(#i2)'"
        " style='fill:#fff;stroke:#d9d9d8'/><clipPath id='i2'/><use href='#i1' x='1.23'/><text"
        " style='font:9px DejaVu Sans, Arial' x='1.23'>0.12345 % # &lt;\"it's\"</text><text"
        " style='font-size:9px;font-family:Verdana'>a</text></svg>"
    )
    assert re.search(r'[<>"&#]|%(?![0-9A-F]{2})', data_uri(svg).partition(",")[2]) is None


def test_a_picture_has_a_dark_colour_for_each_of_its_own() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg"><pattern id="i1"><rect width="9" fill="#0072b2"/>'
        '</pattern><path d="M 1 2" style="fill: #ffffff; stroke: #0072b2"/><path d="M 1 2"'
        ' style="fill: none" clip-path="url(#abc)"/><text style="font-size: 9px">#fff</text></svg>'
    )
    shown = unquote(data_uri(svg).partition(",")[2])
    blue, white, black = (shades.dark(one).lower() for one in ("#0072b2", "#ffffff", "#000000"))
    names = dict(re.findall(r"--(c\d):(#[0-9a-f]{6});", shown.partition("@media")[0]))
    turned = dict(re.findall(r"--(c\d):(#[0-9a-f]{6});", shown.partition("@media")[2]))
    assert {names[name]: turned[name] for name in names} == {"#0072b2": blue, "#ffffff": white}
    assert f"fill:{black}}}" in shown, "what says no colour is black, and light in the dark"
    drawn = shown.partition("</style>")[2]
    of = {colour: name for name, colour in names.items()}
    assert f"<rect width='9' style='fill:var(--{of['#0072b2']})'/>" in drawn
    assert f"fill:var(--{of['#ffffff']});stroke:var(--{of['#0072b2']})" in drawn
    assert "url(#abc)" in drawn
    assert ">#fff</text>" in drawn


def test_what_most_texts_share_is_said_once() -> None:
    text = "<text style=\"font-size: 9px; font-family: 'DejaVu Sans', sans-serif\">a</text>"
    small = compact(f'<svg xmlns="http://www.w3.org/2000/svg">{text}{text}</svg>')
    assert small.count("DejaVu") == 1
    assert "font-family='DejaVu Sans, sans-serif'" in small
    assert small.endswith(
        "<text style='font-size:9px'>a</text><text style='font-size:9px'>a</text></svg>"
    )
