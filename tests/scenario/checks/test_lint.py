"""Warnings: what is allowed but perhaps not meant, told once, at its place; what lies idle only
where it does so in every arm, what is overruled in any.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario import lint, resolve
from tests.conftest import ROOT

RULE = "allies.patron.leader.rule"
CUT = "the hazard where an attack is meant is cut from 0.05 to 0.0"
SITE = "adversary: {provocations: {rate: 0 / d}, threat: {kind: construction, effect: 5},"
HEAD = "schema: 1\ntitle: T\npurpose: P\nstart: 2026-03-02T06:00Z\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "horizon: {value: 300 d, source: x}\n",
            ["5:18 horizon: 300 d is outside the plausible range, 3 d to 90 d"],
        ),
        (
            "channels: {spare: {latency: {value: 1 h, source: x}}}\n",
            ["5:12 channels.spare: no message may ever use this channel"],
        ),
        ("channels: {spare: {latency: {value: 1 h, source: x}}}\nroutes: {objection: spare}\n", []),
        ("channels: {spare: {latency: {value: 1 h, source: x}}}\nliaison: {link: spare}\n", []),
        ("channels: {cable: {fallback: null}}\n", []),
        (
            "allies: {frontline: {outlook: {too_late: {at: T+60 d}}}}\n",
            ["5:47 allies.frontline.outlook.too_late.at: its look-ahead of 18 d does not reach"],
        ),
        ("allies: {frontline: {outlook: {too_late: {at: T+10 d}}}}\n", []),
        (
            "allies: {patron: {outlook: {too_late: {readiness: {value: 0.9, source: x}}}}}\n",
            ["5:40 allies.patron.outlook.too_late.readiness: its look-ahead of 30 d does not"],
        ),
        ("adversary: {attack: {rate: {value: 0.005 / d, source: x}, intent: {share: 0.1}}}\n", []),
        (
            "adversary: {attack: {intent: {share: 0.25}}}\n",
            [f"5:38 adversary.attack.intent.share: {CUT}"],
        ),
        (
            "adversary: {attack: {rate: 0.005 / d, intent: {share: 0.25, rate: 0.05 / d}}}\n",
            [f"5:67 adversary.attack.intent.rate: {CUT}"],
        ),
        ("adversary: {attack: {rate: 0.0016 / d}}\n", [f"5:28 adversary.attack.rate: {CUT}"]),
        (
            "adversary: {attack: {rate: 0 / d, intent: {share: 0.25}}}\n",
            ["5:28 adversary.attack.rate: 0 / d is outside the plausible range"],
        ),
        (
            "arms: {a: {}, b: {with: {adversary: {attack: {intent: {share: 0.25}}}}}}\n",
            [f"5:63 adversary.attack.intent.share: {CUT}"],
        ),
        (
            f"{SITE} attack: {{rate: {{value: 0.005 / d, source: x}}}}}}\n",
            ["5:92 adversary.attack.rate: changes nothing: the threat is a construction"],
        ),
        (
            f"{SITE} attack: {{intent: {{share: 0.1, rate: 0.04 / d}}}}}}\n",
            ["5:108 adversary.attack.intent.share: changes nothing: the threat is a construction"],
        ),
        (
            f"{SITE} attack: {{rate: 0 / d}}}}\n",
            ["5:98 adversary.attack.rate: 0 / d is outside the plausible range"],
        ),
        (
            "adversary: {threat: {kind: construction}}\n",
            [
                (
                    "5:28 adversary.threat.kind: one site that provokes at 0.75 / d as by default"
                    " and is struck with an effect of 2.2"
                )
            ],
        ),
        (
            "adversary: {threat: {kind: construction, effect: 3}, provocations: {rate: 0 / d}}\n",
            ["5:28 adversary.threat.kind: one site that is struck with an effect of 3,"],
        ),
        ("assessment: {share: 0.2}\n", ["5:21 assessment.share: changes nothing"]),
        ("assessment: {share: 0.2, every: 7 d}\n", []),
        ("assessment: {share: 0}\n", []),
        ("terms: {ask_at: T+0 h}\n", ["5:17 terms.ask_at: changes nothing: no protocol"]),
        (
            "protocol: joint\nterms: {ask_over: 0.4}\n",
            ["6:19 terms.ask_over: changes nothing: no protocol"],
        ),
        ("terms: {ask_at: T+0 h}\narms: {a: {}, b: {protocol: concurrence}}\n", []),
        (
            "terms: {waiting: {length: 60 d}}\n",
            ["5:27 terms.waiting.length: at least half of its terms outlast the world,"],
        ),
        ("terms: {waiting: {length: 60 d, chance: 0}}\n", []),
        ("terms: {waiting: {length: 44 d}}\n", []),
        ("horizon: 4 d\nfollow_up: 4 d\n", []),
        (
            "allies: {patron: {offices: {annex: {}}}}\n",
            ["5:29 allies.patron.offices.annex: no message passes this office"],
        ),
        ("allies: {patron: {incoming: {any: []}}}\n", []),
        (
            (
                "uncertainties: {terms.notice: {low: 0 h, high: 3 d, source: x}}\n"
                "arms: {a: {}, b: {with: {terms: {notice: {value: 1 h, source: x}}}}}\n"
            ),
            ["5:17 uncertainties.terms.notice: run --uncertain cannot draw it: the arms differ"],
        ),
        ("injects: {late: {at: T+45 d}}\n", ["5:22 injects.late.at: comes after the end"]),
        ("injects: {late: {at: T+40 d}}\n", []),
        ("injects: {x: {when: {asked: true}}}\n", ["5:15 injects.x.when: never holds"]),
        ("injects: {x: {when: {asked: true}}}\narms: {a: {}, b: {protocol: joint}}\n", []),
        ("injects: {x: {when: {asked: false}}}\n", []),
        (
            "allies: {patron: {zone: Etc/GMT+3}}\n",
            ["5:25 allies.patron.zone: Etc/GMT+3 is 3 hours behind UTC"],
        ),
        (
            "allies: {patron: {zone: Etc/GMT-1}}\n",
            ["5:25 allies.patron.zone: Etc/GMT-1 is 1 hour ahead of UTC"],
        ),
        ("allies: {patron: {zone: EST}}\n", ["5:25 allies.patron.zone: EST has no summer time"]),
        ("allies: {patron: {zone: EST5EDT}}\n", []),
        ("allies: {patron: {zone: Etc/GMT+0}}\n", []),
        (
            "arms: {a: {}, b: {with: {start: 2026-05-04T06:00 HST}}}\n",
            ["5:33 start: HST has no summer time"],
        ),
        ("arms: {a: {}, b: {}}\n", ['5:15 arms.b: is the same as the arm "a"']),
        (
            "arms: {a: {}, b: {with: {protocol: unilateral}, title: B}}\n",
            ['5:15 arms.b: is the same as the arm "a"'],
        ),
        ("arms: {a: {}, b: {protocol: notify}}\n", []),
        ("channels: {x: {latency: 1 h}}\narms: {a: {}, b: {with: {routes: {objection: x}}}}\n", []),
    ],
)
def test_warnings(text: str, told: list[str], tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    found = [
        f"{one.line}:{one.column} {one.path}: {one.message}" for one in lint(resolve(path)).warnings
    ]
    assert len(found) == len(told)
    assert all(warning.startswith(start) for warning, start in zip(found, told, strict=True))


@pytest.mark.parametrize(
    ("law", "hot", "kept"),
    [
        (
            "intent: {share: 0.25}",
            "from 0.05 to 0.02 / d",
            ("adversary.attack.rate=0.0125 / d", "adversary.attack.intent.share=0.1"),
        ),
        (
            "rate: 0.002 / d, intent: {share: 0.13, rate: 0.03 / d}",
            "from 0.03 to 0.0154 / d",
            ("adversary.attack.rate=0.0039 / d", "adversary.attack.intent.share=0.0666"),
        ),
    ],
)
def test_what_a_cut_hazard_is_told_to_be_kept_by_keeps_it(
    law: str, hot: str, kept: tuple[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(f"{HEAD}adversary: {{attack: {{{law}}}}}\n", encoding="utf-8")
    [warning] = lint(resolve(path)).warnings
    assert hot in warning.message
    for written in kept:
        assert written.replace("=", ": ") in warning.hint
        assert not any("is cut" in one.message for one in lint(resolve(path, [written])).warnings)


@pytest.mark.parametrize("name", ["northern-front", "strait", "two-desks"])
def test_no_shipped_scenario_is_doubted(name: str) -> None:
    """The cases of the record have a test of their own."""
    found = [one.message for one in lint(resolve(ROOT / "scenarios" / f"{name}.yaml")).warnings]
    assert [one for one in found if "outside the plausible range" not in one] == []


@pytest.mark.parametrize(
    ("text", "unsourced"),
    [
        ("horizon: 4 d\n", ["horizon"]),
        ("horizon: {value: 4 d}\n", ["horizon"]),
        (
            (
                "source: judgement\nhorizon: 4 d\nterms: {planning: {lognormal: {median: 3 h,"
                " sigma: 1}}, notice: 3 h}\n"
            ),
            [],
        ),
        (
            (
                "horizon: 4 d\nsource: judgement\narms: {a: {with: {terms: {notice: 3 h}}}}\nstudy:"
                " {replications: 9}\n"
            ),
            [],
        ),
        ("source: judgement\nuncertainties: {terms.notice: {low: 3 h, high: 5 h}}\n", []),
        ("uncertainties: {source: judgement, terms.notice: {low: 3 h, high: 5 h}}\n", []),
        ("uncertainties: {terms.notice: {low: 3 h, high: 5 h}}\n", ["uncertainties.terms.notice"]),
        (
            "uncertainties: {source: x, terms.notice: {low: {value: 3 h, source: y}, high: 5 h}}\n",
            ["uncertainties.terms.notice"],
        ),
        ("horizon: {value: 4 d, source: judgement}\n", []),
        ("terms: {notice: 3 h, promise: 2, source: x}\n", []),
        ("terms: {notice: 3 h, patience: {base: 60 h, source: x}}\n", ["terms.notice"]),
        ("terms: {planning: {fixed: 3 h}}\n", ["terms.planning"]),
        (
            "terms: {planning: {lognormal: {median: {value: 3 h, source: x}, sigma: 0.5}}}\n",
            ["terms.planning"],
        ),
        (
            (
                "terms: {planning: {lognormal: {median: {value: 3 h, source: x}, sigma: {value:"
                " 0.5, source: y}}}}\n"
            ),
            [],
        ),
        ("terms: {planning: {lognormal: {sigma: 0.9}, source: x}}\n", []),
        (
            "allies: {patron: {leader: {rule: {satisficing: {aspiration: 1}}}}}\n",
            [f"{RULE}.satisficing.aspiration"],
        ),
        ("allies: {patron: {leader: {rule: {threshold: {probability: 0.2}, source: x}}}}\n", []),
        ("allies: {patron: {leader: {rule: threshold}}}\n", []),
        ("injects: {x: {at: T+3 h, text: hello}}\n", ["injects.x.at"]),
        ("injects: {x: {at: {value: T+3 h, source: judgement}, text: hello}}\n", []),
        (
            "arms: {a: {with: {terms: {notice: 3 h}}}, b: {extends: a, protocol: joint}}\n",
            ["terms.notice"],
        ),
        (
            "arms: {a: {with: {terms: {notice: 3 h}}}, b: {with: {terms: {notice: 4 h}}}}\n",
            ["terms.notice", "terms.notice"],
        ),
        (
            "uncertainties: {terms.patience.base: {low: 1 d, high: 5 d}}\n",
            ["uncertainties.terms.patience.base"],
        ),
        (
            (
                "uncertainties: {terms.patience.base: {triangular: {low: 1 d, mode: 2 d, high: 5"
                " d}}}\n"
            ),
            ["uncertainties.terms.patience.base"],
        ),
        (
            "uncertainties: {terms.patience.base: {low: 1 d, high: {value: 5 d, source: x}}}\n",
            ["uncertainties.terms.patience.base"],
        ),
        (
            (
                "uncertainties: {terms.patience.base: {low: 1 d, high: 5 d, source: judgement},"
                " terms.promise: null}\n"
            ),
            [],
        ),
        (
            (
                "uncertainties: {terms.patience.base: {low: {value: 1 d, source: x}, high: {value:"
                " 5 d, source: y}}}\n"
            ),
            [],
        ),
    ],
)
def test_numbers_without_a_source(text: str, unsourced: list[str], tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    assert list(lint(resolve(path)).unsourced) == unsourced


def test_the_source_of_a_file_does_not_vouch_for_another(tmp_path: Path) -> None:
    (tmp_path / "parent.yaml").write_text(HEAD + "terms: {notice: 3 h}\n", encoding="utf-8")
    path = tmp_path / "x.yaml"
    path.write_text(
        "schema: 1\nextends: parent.yaml\nsource: judgement\nhorizon: 4 d\n", encoding="utf-8"
    )
    assert lint(resolve(path)).unsourced == ("terms.notice",)
    assert lint(resolve(path, ["horizon=5 d"])).unsourced == ("horizon", "terms.notice")


def test_an_overlay_does_not_inherit_the_source_of_what_it_replaces(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    text = (
        HEAD + "terms: {notice: 3 h, planning: {lognormal: {median: 3 h, sigma: 1}}, source: x}\n"
    )
    path.write_text(text, encoding="utf-8")
    assert lint(resolve(path)).unsourced == ()
    sets = ["terms.notice=4 h", "terms.planning.lognormal.sigma=0.5"]
    assert lint(resolve(path, sets)).unsourced == ("terms.notice", "terms.planning")


@pytest.mark.parametrize(
    ("text", "why", "instead"),
    [
        (
            "allies: {patron: {leader: {memory: {value: 3 d, source: x}}}}\n",
            (
                "allies.patron.leader.memory: changes nothing: only the frontline keeps a stance in"
                " hand"
            ),
            (
                "Leave it out; the scenario runs the same without it. What is read is"
                " allies.frontline.leader.memory."
            ),
        ),
        (
            "allies: {frontline: {intelligence: {detection: {value: 0.4 / d, source: x}}}}\n",
            (
                "allies.frontline.intelligence.detection: changes nothing: only the patron can"
                " find out"
            ),
            "What is read is allies.patron.intelligence.detection.",
        ),
    ],
)
def test_an_input_that_an_ally_never_reads_is_told_with_the_one_that_is(
    text: str, why: str, instead: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    [warning] = lint(resolve(path)).warnings
    assert why in str(warning)
    assert instead in warning.hint
