"""A game's folder: its scenario, its journal, and a manifest by which it is known as Hotline's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, cast, get_args

from sim import __version__
from sim.domain.decisions.views import SEATS
from sim.domain.inputs.limits import MOST_SEED
from sim.domain.inputs.setting import Scenario
from sim.errors import ResultsError, ScenarioError, UsageError, did_you_mean
from sim.output.storage import canonical_json
from sim.output.storage.files import make_folder, run_place, write
from sim.output.storage.manifest import (
    ALL,
    FILE,
    Circumstances,
    Manifest,
    NamedScenario,
    new_manifest,
    write_manifest,
)
from sim.output.storage.run_folder import SCENARIO, manifest_of
from sim.output.storage.safety import regular_files
from sim.output.storage.safety.folder_names import run_name
from sim.output.storage.safety.game_files import DEBRIEF, GAME, GROWING, JOURNAL
from sim.output.storage.safety.no_results import results_below
from sim.scenario import Resolved, documented_defaults, load, scenario_yaml
from sim.tabletop.game.acts import ACTS, REMARKS
from sim.tabletop.game.another_version import other_inputs
from sim.tabletop.game.journal import SCHEMA, Record, damage
from sim.tabletop.game.table import Asks, Opening

_MOST_GAMES: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class GameFolder:
    """Where a game lies, of which scenario it is, and how it opens."""

    path: Path
    manifest: Manifest
    scenario: Scenario
    opening: Opening


def is_game(path: Path) -> bool:
    """Whether a folder is that of a game."""
    return path.is_dir() and regular_files.exists(path / JOURNAL)


def new_folder(
    found: Resolved, opening: Opening, root: Path, name: str | None, *, file: str, command: str
) -> GameFolder:
    """A folder for a new game, with its manifest; the journal is begun by who plays it."""
    place = _free_place(found, opening, root, name, file)
    make_folder(place)
    about = _manifest(found, opening, file, command)
    write_manifest(place, _with_content(about, {}))
    text = scenario_yaml(found).encode()
    write(place / SCENARIO, text)
    seal(place, about, growing=False)
    return open_folder(place)


def open_folder(path: Path, *, any_version: bool = False) -> GameFolder:
    """The game in a folder; an error where this version reads its scenario as other inputs than it
    was played with, unless it is only told as it was noted (``any_version``).
    """
    if not is_game(path) and not regular_files.exists(path / FILE):
        raise _no_game(path)
    about = manifest_of(path)
    if about.kind != GAME:
        raise ResultsError(f"{path} holds no game, but the results of another kind")
    _expect_untouched(path, about)
    opening = _opening(about.specification or {}, path)
    scenario = _scenario(path, about)
    if scenario.digest != about.scenario.digest and not any_version:
        raise other_inputs(path, about)
    if opening.arm not in scenario.arms:
        raise ResultsError(f"{path / FILE} is damaged: its scenario has no arm '{opening.arm}'")
    return GameFolder(
        path=path,
        manifest=about,
        scenario=replace(scenario, name=about.scenario.name),
        opening=opening,
    )


def _scenario(path: Path, about: Manifest) -> Scenario:
    """The scenario of a game, whose file is as it was written: what is wrong with it now is so for
    this version alone.
    """
    try:
        return load(path / SCENARIO)
    except ScenarioError as error:
        raise ResultsError(
            f"{path / SCENARIO} is of a game of Hotline {about.version}, and this version"
            f" ({__version__}) cannot read it: {error}"
        ) from error


def _no_game(path: Path) -> ResultsError:
    """That a folder holds no game, and which of those in it do."""
    games = [str(one) for one in results_below(path) if is_game(one)] if path.is_dir() else []
    if games:
        return ResultsError(f"{path} holds no game itself; these do: {', '.join(games[:5])}")
    return ResultsError(f"{path} holds no game: there is no {JOURNAL} in it")


def _expect_untouched(path: Path, about: Manifest) -> None:
    """An error where what a game starts from is no longer what it was: its manifest, its scenario,
    or a journal that was there and is gone.
    """
    if about.is_broken:
        raise ResultsError(
            f"{path / FILE} itself has been changed, so nothing can be told from it."
        )
    told = about.content.get(SCENARIO)
    if told is None or regular_files.digest(path / SCENARIO) != told:
        raise ResultsError(f"{path / SCENARIO} has been changed since the game began, or is gone")
    if JOURNAL in about.content and not regular_files.exists(path / JOURNAL):
        raise ResultsError(
            f"{path / JOURNAL} is gone, and with it the game. Put it back, or begin another game."
        )


def expect_opening(folder: GameFolder, found: Sequence[Record]) -> None:
    """An error where a journal does not begin as its manifest says that the game opens."""
    path = folder.path / JOURNAL
    if not found and JOURNAL in folder.manifest.content:
        raise ResultsError(f"{path} holds nothing any more, and the game is lost. Begin another.")
    for number, record in enumerate(found, start=1):
        if (record.do == "open") != (number == 1):
            why = "it opens the game again" if number > 1 else "it does not open the game"
            raise damage(path, number, why)
        if record.do not in ACTS and record.do not in REMARKS:
            known = sorted({*ACTS, *REMARKS})
            near = did_you_mean(record.do[:40], known, f"There are: {', '.join(known)}.")
            raise damage(path, number, f"nobody can {record.do[:40]!a}. {near}".rstrip("."))
    said = {"digest": folder.manifest.scenario.digest, **_as_data(folder.opening)}
    strange = [key for key in said if found and found[0].data.get(key) != said[key]]
    if strange:
        raise damage(path, 1, f"it says another {strange[0]} than {FILE}")


def seal(place: Path, about: Manifest, *, growing: bool, debrief: str = "") -> None:
    """Write the manifest: with the digests of the files that grow while nobody plays (``growing``),
    without them while somebody does, so that a game that is killed is not a damaged one. The
    debrief is named only as Hotline wrote it, with the digest ``debrief``.
    """
    names = [SCENARIO, *(GROWING if growing else ())]
    found = {name: regular_files.digest(place / name) for name in names}
    if found.get(DEBRIEF) != debrief:
        found[DEBRIEF] = None
    write_manifest(place, _with_content(about, {k: v for k, v in found.items() if v is not None}))


def opening_record(opening: Opening, about: Manifest) -> Record:
    """The first record of a journal."""
    said = {"schema": SCHEMA, "version": about.version, "code": about.code}
    return Record(do="open", data={**said, "digest": about.scenario.digest, **_as_data(opening)})


def _free_place(found: Resolved, opening: Opening, root: Path, name: str | None, file: str) -> Path:
    """The folder of that name, which must not be there; without a name the next free one."""
    scenario = found.scenario.name
    if name is not None:
        place = run_place(root, scenario, run_name(name), file=file)
        if regular_files.exists(place):
            raise UsageError(f"{place} exists. To go on with a game there: hotline play {place}")
        return place
    usual = f"game-{opening.arm}-s{opening.seed}-w{opening.replication}".replace("_", "-").lower()
    for number in range(1, _MOST_GAMES):
        tried = usual if number == 1 else f"{usual}-{number}"
        place = run_place(root, scenario, run_name(tried), file=file)
        if not regular_files.exists(place):
            return place
    raise ResultsError(f"{root} holds {_MOST_GAMES:,} games of this world: give one a --name")


def _manifest(found: Resolved, opening: Opening, file: str, command: str) -> Manifest:
    scenario = found.scenario
    about = new_manifest(
        GAME,
        NamedScenario(name=scenario.name, title=scenario.title, digest=scenario.digest),
        Circumstances(
            specification={"scenario": file, **_as_data(opening)},
            command=command,
            started=datetime.now(UTC).isoformat(timespec="seconds"),
            seconds=0.0,
            defaults=documented_defaults(found),
        ),
        seed=opening.seed,
        replications=1,
        arms=(opening.arm,),
        baseline=opening.arm,
        columns=(),
    )
    return replace(about, kind=GAME)


def _with_content(about: Manifest, content: Mapping[str, str]) -> Manifest:
    return replace(about, content={**content, ALL: canonical_json.digest_of(dict(content))})


def _as_data(opening: Opening) -> dict[str, Any]:
    return {
        "seed": opening.seed,
        "replication": opening.replication,
        "arm": opening.arm,
        "seats": list(opening.seats),
        "asks": opening.asks,
    }


def _opening(data: Mapping[str, Any], path: Path) -> Opening:
    return _opening_of(path, **{key: value for key, value in data.items() if key != "scenario"})


def _is_number(value: object) -> bool:
    """Whether something can be the number of a world, or a seed."""
    return type(value) is int and 0 <= value <= MOST_SEED


def _opening_of(
    path: Path,
    *,
    seed: object = None,
    replication: object = None,
    arm: object = None,
    seats: object = None,
    asks: object = None,
    **_: object,
) -> Opening:
    taken = tuple(role for role in SEATS if isinstance(seats, list) and role in seats)
    known = _is_number(seed) and _is_number(replication) and isinstance(arm, str)
    if not known or list(taken) != seats or asks not in get_args(Asks):
        raise ResultsError(f"{path / FILE} does not say how the game opens")
    return Opening(
        seed=cast("int", seed),
        replication=cast("int", replication),
        arm=cast("str", arm),
        seats=taken,
        asks=cast("Asks", asks),
    )
