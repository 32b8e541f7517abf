"""The interactive page in Chromium, as its reader uses it: by mouse, by keyboard, dark, narrow, in
print, and without its script. Skipped where there is no Chromium, or no Playwright to drive it.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pytest

from sim.output.report.interactive.page_part import json_element
from tests.output.report.browsers import Driven, Opened, axe_is_content, launched, needs_chromium

HOSTILE = '</script><img src=x onerror="document.title=1"><b>$& "two"</b>'

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Driven]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def path(interactive_text: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("page") / "page.html"
    found.write_text(interactive_text, encoding="utf-8")
    return found


class Reader(Opened):
    """The interactive page as its reader has it open."""

    def follow(self, where: str) -> None:
        """Follow a link to a view of the page that is open."""
        self.page.evaluate(
            """where => {
  history.replaceState(null, "", location.pathname + where);
  dispatchEvent(new HashChangeEvent("hashchange"));
}""",
            where,
        )

    def text(self, selector: str) -> str:
        return " ".join(self.page.inner_text(selector).split())

    def choices(self, selector: str) -> list[str]:
        found: list[str] = self.page.locator(f"{selector} option").all_inner_texts()
        return found

    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.id"))

    @property
    def data(self) -> Driven:
        return json.loads(self.page.text_content("#interactive-data"))

    def told(self, *references: Driven) -> str:
        """Texts as the data have them, one behind the other."""
        return " ".join(
            "".join(
                piece + str(number)
                for piece, number in zip(self.data["texts"][place], [*numbers, ""], strict=True)
            )
            for place, *numbers in references
        )


@pytest.fixture(scope="module")
def open_page(browser: Driven, path: Path) -> Reader:
    return Reader(browser, path)


@pytest.fixture
def reader(open_page: Reader) -> Iterator[Reader]:
    """The page as it is when it is opened without a link to a view."""
    open_page.follow("")
    yield open_page
    open_page.page.emulate_media(media="screen")
    open_page.is_well()


def test_a_pick_changes_answer_table_spread_and_address_together(reader: Reader) -> None:
    data = reader.data["compared"]
    pair = data["pairs"][-1]
    outcome = len(data["outcomes"]) - 2
    reader.page.select_option("#pick-arm", str(pair["arm"]))
    reader.page.select_option("#pick-against", str(pair["against"]))
    reader.page.select_option("#pick-outcome", str(outcome))
    wanted = pair["answers"][outcome]
    assert reader.text("#pick-answer") == reader.told(*wanted["answer"])
    assert reader.told(*wanted["sure"]) in reader.text("#pick-sure")
    assert data["luck"] in reader.text("#pick-sure")
    assert "Picked on this page, after the run" in reader.text("#pick-how")
    texts = [reader.told(one) for one in wanted["row"][:8]]
    row = reader.page.locator("#pick-table tbody").first.locator("tr").nth(1)
    told = " ".join(row.inner_text().split())
    assert all(part in told for part in [*texts[1:5], texts[6][1:]])
    counts = reader.data["spread"][outcome]["counts"]
    shown = reader.page.locator("#pick-spread .count").all_inner_texts()
    both = zip(counts[pair["against"]], counts[pair["arm"]], strict=True)
    assert [int(one) for one in shown] == [many for row in both for many in row]
    arm, against = (data["arms"][pair[key]]["name"] for key in ("arm", "against"))
    assert reader.page.url.endswith(f"#a={arm}&b={against}&o={data['outcomes'][outcome]['name']}")


def test_a_button_leads_back_to_what_the_page_answers(reader: Reader) -> None:
    first = reader.text("#pick-answer")
    assert first == reader.text("section.answer .sentence"), "it begins with it"
    assert reader.page.is_disabled("#pick-back")
    reader.page.select_option("#pick-outcome", "2")
    assert reader.text("#pick-answer") != first
    reader.page.click("#pick-back")
    assert reader.text("#pick-answer") == first
    assert "#" not in reader.page.url


def test_a_way_is_not_compared_with_itself(reader: Reader) -> None:
    arm, against = (reader.page.input_value(f"#pick-{one}") for one in ("arm", "against"))
    reader.page.select_option("#pick-arm", against)
    assert reader.page.input_value("#pick-against") == arm
    assert reader.page.is_visible("#pick-found")


def test_all_pairs_and_outcomes_show_what_was_computed(reader: Reader) -> None:
    """Every pick, its sentence as the data have it and its table with as many rows."""
    found = reader.page.evaluate(
        """() => {
  const whole = JSON.parse(document.getElementById("interactive-data").textContent);
  const data = whole.compared;
  const line = references => references.map(([place, ...numbers]) => whole.texts[place]
    .map((piece, at) => at ? numbers[at - 1] + piece : piece).join("")).join(" ");
  const set = (id, value) => {
    document.getElementById(id).value = String(value);
    document.getElementById(id).dispatchEvent(new Event("change"));
  };
  const wrong = [];
  for (const pair of data.pairs) for (const at of data.outcomes.keys()) {
    set("pick-arm", pair.arm); set("pick-against", pair.against); set("pick-outcome", at);
    const said = document.getElementById("pick-answer").textContent;
    const rows = document.querySelectorAll("#pick-table tr:not(.group) th[scope=row]").length;
    const wanted = line(pair.answers[at].answer);
    if (said !== wanted || rows !== data.outcomes.length) wrong.push([said, wanted, rows]);
  }
  return wrong;
}"""
    )
    assert found == []


def test_a_link_leads_to_the_same_view(browser: Driven, path: Path, reader: Reader) -> None:
    data = reader.data
    one, arms = data["followed"][-1], data["compared"]["arms"]
    where = f"#a={arms[2]['name']}&b={arms[0]['name']}&o={data['compared']['outcomes'][1]['name']}"
    where += f"&way={arms[one['arm']]['name']}&w={one['world']}&t=2"
    for found in (Reader(browser, path, where), reader):
        found.follow(where)
        assert found.page.input_value("#pick-arm") == "2"
        heading = f"World {one['world']} under {arms[one['arm']]['title']}"
        assert found.text("#world-heading") == heading
        assert found.page.input_value("#step") == "2"
        said = re.sub(r"\s*\[[^][]*\]", "", found.told(*one["steps"][2][4]))
        assert found.text("#step-said") == " ".join(said.split())
        found.is_well()


@pytest.mark.parametrize("where", ["#a=nobody&b=&o=%E0%A4%A", "#w=99999&t=-3&kinds=,x", "#w=1.5"])
def test_a_link_that_is_wrong_shows_the_page_as_it_is(reader: Reader, where: str) -> None:
    reader.follow(where)
    assert reader.text("#pick-answer") == reader.text("section.answer .sentence")
    assert not reader.page.is_visible("#world-open")


def worlds_in(found: str | list[int]) -> set[int]:
    """Worlds of a kind, read as the script reads them."""
    if not isinstance(found, str):
        return set(accumulate(found))
    bits = base64.b64decode(found)
    return {world for world in range(8 * len(bits)) if bits[world >> 3] >> (7 - (world & 7)) & 1}


def test_kinds_narrow_together_and_say_how_many_are_left(reader: Reader) -> None:
    happened = reader.data["happened"]
    by_arm = [
        [worlds_in(happened["sets"][kind["in"][arm]]) for kind in happened["kinds"]]
        for arm in range(len(reader.data["ways"]))
    ]
    arm, one, other = next(
        (arm, a, b)
        for arm, kinds in enumerate(by_arm)
        for a, first in enumerate(kinds)
        for b, second in enumerate(kinds)
        if 0 < len(first & second) < len(first)
    )
    found = by_arm[arm]
    reader.page.select_option("#world-arm", str(arm))
    buttons = reader.page.locator("#world-kinds button")
    buttons.nth(one).click()
    left = [int(text.split()[-1]) for text in buttons.all_inner_texts()]
    assert left == [len(found[one] & worlds) for worlds in found]
    buttons.nth(other).click()
    both = sorted(found[one] & found[other])
    assert reader.page.locator(".world.in").count() == len(both)
    assert reader.text("#world-many").startswith(f"{len(both)} of {happened['shown']} worlds")
    assert "kinds=" in reader.page.url
    reader.page.locator("summary", has_text="Their numbers").click()
    assert reader.text("#world-list") == ", ".join(map(str, both))


def test_a_world_is_picked_and_followed_by_keyboard_alone(reader: Reader) -> None:
    keys = reader.page.keyboard
    reader.page.focus("#world-arm")
    told = reader.page.locator(".world.told").first
    number = int(re.findall(r"World (\d+)", told.text_content())[0])
    reader.page.locator(".world").first.focus()
    keys.press("End")
    keys.press("Home")
    for _ in range(number):
        keys.press("ArrowRight")
    assert f"World {number}:" in reader.text("#interactive-note"), "what is focused tells itself"
    keys.press("Escape")
    assert not reader.page.is_visible("#interactive-note")
    keys.press("Enter")
    assert reader.text("#world-heading").startswith(f"World {number} under")


def open_world(reader: Reader, arm: int, world: int) -> None:
    reader.page.select_option("#world-arm", str(arm))
    reader.page.fill("#world-number", str(world))
    reader.page.press("#world-number", "Enter")


def test_the_keys_of_the_slider_move_through_a_world(reader: Reader) -> None:
    keys, one = reader.page.keyboard, reader.data["followed"][0]
    open_world(reader, one["arm"], one["world"])
    reader.page.focus("#step")
    first = reader.text("#step-when")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    assert reader.text("#step-when").endswith(
        f"3 of {int(reader.page.get_attribute('#step', 'max')) + 1}"
    )
    assert reader.page.get_attribute("#step", "aria-valuetext") in reader.text("#step-when")
    keys.press("End")
    assert reader.page.is_disabled("#step-on")
    assert reader.page.locator(".lanes .later").count() == 0
    keys.press("Home")
    assert reader.text("#step-when") == first
    keys.press("PageDown")
    assert reader.page.input_value("#step") == str(min(at for _, at in one["phases"] if at > 0))


def test_buttons_lead_to_the_strike_and_to_the_other_way(reader: Reader) -> None:
    data = reader.data
    pairs = {(one["arm"], one["world"]) for one in data["followed"]}
    one = next(
        one
        for one in data["followed"]
        if [name for _, name in one["moments"]].count("strike")
        and any(arm != one["arm"] and world == one["world"] for arm, world in pairs)
    )
    open_world(reader, one["arm"], one["world"])
    reader.page.click("#to-no-return")
    before = int(reader.page.input_value("#step"))
    reader.page.click("#to-strike")
    struck = int(reader.page.input_value("#step"))
    assert before < struck
    t = next(t for t, name in one["moments"] if name == "strike")
    assert abs(one["steps"][struck][0] - t) < 0.02
    heading = reader.text("#world-heading")
    reader.page.click("#other-way")
    assert reader.text("#world-heading") != heading
    assert reader.text("#world-heading").startswith(f"World {one['world']} under")
    assert reader.page.locator(".lanes .box, .lanes .event").count() > 3


def test_a_mark_that_is_pointed_at_tells_its_value(reader: Reader) -> None:
    bar = reader.page.locator("#pick-spread svg").first
    bar.hover()
    told = reader.text("#interactive-note")
    assert told == bar.get_attribute("aria-label")
    count = reader.page.locator("#pick-spread .count").first.inner_text()
    assert f"in {count} of " in told
    reader.page.mouse.move(2, 2)
    assert not reader.page.is_visible("#interactive-note")


def test_without_its_script_nothing_of_it_is_seen(browser: Driven, path: Path) -> None:
    found = Reader(browser, path, java_script_enabled=False)
    assert found.page.is_visible("section.answer .sentence")
    assert found.page.locator("[data-script]:visible").count() == 0
    assert found.page.locator("#assumptions:visible").count() == 1
    found.is_well()


def test_axe_finds_nothing_with_all_of_it_open_light_and_dark(browser: Driven, path: Path) -> None:
    found = Reader(browser, path, bypass_csp=True)
    one = found.data["followed"][0]
    found.page.select_option("#pick-outcome", "1")
    open_world(found, one["arm"], one["world"])
    found.page.locator("#world-kinds button:enabled").first.click()
    found.page.evaluate(
        "document.querySelectorAll('.interactive details').forEach(one => { one.open = true })"
    )
    axe_is_content(found, ".interactive", rules=15)


@pytest.mark.parametrize("width", [400, 1000])
def test_at_any_width_only_tables_and_lanes_scroll_sideways(
    browser: Driven, path: Path, width: int
) -> None:
    found = Reader(browser, path, viewport={"width": width, "height": 900})
    one = found.data["followed"][0]
    open_world(found, one["arm"], one["world"])
    assert found.page.evaluate("document.documentElement.scrollWidth") <= width
    cut = found.page.evaluate(
        """() => [...document.querySelectorAll(".interactive :is(button, select, input, p, h3)")]
  .filter(one => one.checkVisibility() && !one.closest(".wide"))
  .map(one => [one.getBoundingClientRect().right, one.outerHTML.slice(0, 80)])
  .filter(([right]) => right > innerWidth)"""
    )
    assert cut == []


def test_what_is_picked_is_printed_and_its_controls_are_not(reader: Reader) -> None:
    reader.page.select_option("#pick-outcome", "1")
    one = reader.data["followed"][0]
    open_world(reader, one["arm"], one["world"])
    reader.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert reader.page.get_attribute("#lanes svg", "width") == "820", "all days on one sheet"
    reader.page.emulate_media(media="print")
    for shown in (
        "#pick-answer",
        "#pick-table table",
        "#world-heading",
        "#lanes svg",
        "#step-said",
    ):
        assert reader.page.is_visible(shown), shown
    for hidden in ("#pick-arm", "#world-kinds", "#world-squares", "#step", "#step-on"):
        assert not reader.page.is_visible(hidden), hidden


def test_worlds_whose_inputs_were_drawn_are_told_by_no_command(
    browser: Driven, path: Path, tmp_path: Path
) -> None:
    text = path.read_text(encoding="utf-8")
    drawn = tmp_path / "page.html"
    drawn.write_text(text.replace('"told":true', '"told":false'), encoding="utf-8")
    found = Reader(browser, drawn, "#w=1")
    assert "no command tells one" in found.text("#world-many")
    assert "hotline trace" not in found.text("#world-open")
    found.is_well()


def test_no_name_becomes_markup(browser: Driven, path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    start = text.index('id="interactive-data">') + len('id="interactive-data">')
    end = text.index("</script>", start)
    data = json.loads(text[start:end])
    for one in (*data["ways"], *data["compared"]["arms"], *data["compared"]["outcomes"]):
        one["title"] = HOSTILE
    evil = tmp_path / "page.html"
    evil.write_text(f"{text[:start]}{json_element(data)}{text[end:]}", encoding="utf-8")
    found = Reader(browser, evil)
    found.page.select_option("#pick-outcome", "1")
    open_world(found, 0, 0)
    assert HOSTILE in found.text("#world-heading")
    assert set(found.choices("#pick-arm")) == {HOSTILE}
    assert HOSTILE in found.text("#pick-table thead")
    assert found.page.locator(".interactive img, .interactive script").count() == 0
    assert found.page.title() != "1"
    found.is_well()
