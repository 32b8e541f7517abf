"""A share may be written in per cent wherever there is one, and a source that is none is told as
such.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import load
from sim.scenario.loading.document import DOCUMENT
from sim.scenario.schema.forms import Entries, Form, Group, Leaf, Listing, OneOf
from tests.scenario.test_characters import GOOD


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "x.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def leaves(form: Form, path: str, seen: frozenset[type] = frozenset()) -> list[tuple[str, Leaf]]:
    """Every input with its path, as the schema has it."""
    match form:
        case Leaf():
            return [(path, form)]
        case Group() if form.of not in seen:
            return [
                one
                for key, below in form.fields.items()
                for one in leaves(below, f"{path}.{key}".lstrip("."), seen | {form.of})
            ]
        case Entries() | Listing():
            return leaves(form.item, f"{path}.x", seen)
        case OneOf():
            return [one for kind in form.kinds.values() for one in leaves(kind, f"{path}", seen)]
        case _:
            return []


def test_what_calls_itself_a_share_takes_a_percentage() -> None:
    """By its own words: a share added to something, a chance, a probability."""
    said = [(path, one) for path, one in leaves(DOCUMENT, "") if one.about is not None]
    assert len(said) > 100
    shares = [
        (path, one.reads)
        for path, one in said
        if one.about and one.about.meaning.startswith(("share ", "chance ", "probability"))
    ]
    assert len(shares) > 30
    assert {reads for _, reads in shares} == {"share", "portion"}, [
        path for path, reads in shares if reads not in {"share", "portion"}
    ]


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("adversary.provocations.severity", "{uniform: {low: %s, high: %s}}"),
        ("adversary.provocations.severity", "%s"),
        ("adversary.threat.joint_bonus", "%s"),
        ("adversary.threat.resolve", "%s"),
        ("terms.patience.trust", "%s"),
        ("ladder.cooling.mediation", "%s"),
        ("ladder.retaliation.severity", "%s"),
        ("uncertainties", "{adversary.provocations.escalation: {low: %s, high: 0.9}}"),
        ("uncertainties", "{terms.patience.trust: {low: %s, high: 90 %%}}"),
        ("checks", "{a: {outcome: struck, between: [%s, 1], at_least: %s}}"),
    ],
)
def test_a_percentage_is_the_same_as_its_share(path: Path, name: str, of: str) -> None:
    values = [of.replace("%s", one).replace("%%", "%") for one in ("50 %", "0.5")]
    assert len({load(path, sets=[f"{name}={value}"]).digest for value in values}) == 1


@pytest.mark.parametrize("value", ["120 %", "1.2", "-5 %"])
def test_a_severity_lies_within_0_and_1(path: Path, value: str) -> None:
    with pytest.raises(ScenarioError, match="expected a share within 0 and 1"):
        load(path, sets=[f"adversary.provocations.severity={value}"])


@pytest.mark.parametrize("given", ["3", "true", "[a]", "{a: b}", "1.5"])
@pytest.mark.parametrize(
    "where",
    [
        "source: %s",
        "terms: {source: %s}",
        "arms: {unilateral: {protocol: unilateral, with: {source: %s}}}",
        "study: {source: %s}",
        "uncertainties: {source: %s}",
    ],
)
def test_a_source_that_is_no_text_says_what_is_expected(path: Path, where: str, given: str) -> None:
    head = "\n".join(line for line in GOOD.splitlines() if line[:4] != where[:4])
    path.write_text(f"{head}\n{where.replace('%s', given)}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert "expected where the numbers come from, as a text, or judgement" in str(caught.value)
    assert "is not known" not in str(caught.value)


def test_the_source_of_an_uncertainty_is_a_text(path: Path) -> None:
    with pytest.raises(ScenarioError, match="a source is a text, got 3"):
        load(path, sets=["uncertainties={terms.patience.base: {low: 1 d, high: 2 d, source: 3}}"])
