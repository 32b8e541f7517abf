"""A manifest is read with types: strictly where it is as it was sealed, and one of an older version
for what it says.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.errors import ResultsError
from sim.output.storage.canonical_json import text_of
from sim.output.storage.codec import plain
from sim.output.storage.manifest import (
    FILE,
    BlockDigests,
    Manifest,
    own_manifest,
    read_manifest,
    with_seal,
    write_manifest,
)
from sim.output.storage.run_folder import manifest_before, manifest_of
from sim.output.storage.safety import ownership
from tests.summaries import altered, planted_manifest

#: Fields that came with later versions, or are of some kinds only.
LATER = ("specification", "defaults", "planned", "code", "commit", "machine", "blocks", "seal")


@pytest.fixture
def about() -> Manifest:
    return altered(
        planted_manifest("sweep"),
        planned=("charts/curves.svg",),
        defaults={"judgement": ["terms.patience.base"]},
        levers=["terms.patience.base"],
        points=3,
        identity={"levers": [["terms.patience.base", 0.5]], "worlds": 20},
        blocks={"outcomes.parquet": {"worlds": 60, "digests": ["ab"]}},
    )


def test_what_is_written_is_read_again_and_is_as_it_was_sealed(
    about: Manifest, tmp_path: Path
) -> None:
    write_manifest(tmp_path, about)
    found = manifest_of(tmp_path)
    assert found.seal is not None
    assert altered(found, seal=None) == about
    assert not found.is_broken
    assert found.blocks == {"outcomes.parquet": BlockDigests(worlds=60, digests=("ab",))}
    assert ownership.own_manifest(tmp_path) == found
    assert (tmp_path / FILE).read_bytes() == text_of(plain(found)), "nothing is lost on the way"


def test_no_value_is_changed_unseen(about: Manifest) -> None:
    sealed = with_seal(plain(about))
    assert read_manifest({**sealed, "seed": 8}, Path()).is_broken
    assert read_manifest({**sealed, "defaults": {}}, Path()).is_broken
    assert own_manifest({**sealed, "seed": 8}, Path()) is None
    assert not read_manifest({**sealed, "wall_seconds": 2}, Path()).is_broken, "but how long"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seed": "7"}, "seed: expected a whole number"),
        ({"arms": [1]}, r"arms\.0: expected text"),
        ({"machine": {"system": "x"}}, "machine: it lacks processor, cores"),
        ({"blocks": {"outcomes.parquet": {}}}, r"outcomes\.parquet: it lacks worlds, digests"),
        ({"defaults": {"judgement": "horizon"}}, r"defaults\.judgement: expected a list"),
        ({"remark": ""}, "unknown key remark"),
    ],
)
def test_what_does_not_fit_is_named(about: Manifest, change: dict[str, Any], said: str) -> None:
    with pytest.raises(ResultsError, match=rf"manifest\.json is damaged: .*{said}"):
        read_manifest({**plain(about), **change}, Path())


def test_one_of_an_older_version_is_read_for_what_it_says(about: Manifest, tmp_path: Path) -> None:
    old = {name: value for name, value in plain(about).items() if name not in LATER}
    (tmp_path / FILE).write_bytes(text_of(old))
    found = manifest_of(tmp_path)
    assert (found.specification, found.defaults, found.blocks, found.seal) == (None,) * 4
    assert not found.is_broken
    assert ownership.own_manifest(tmp_path) == found


def test_other_results_are_told_apart_from_none_and_from_what_is_torn(
    about: Manifest, tmp_path: Path
) -> None:
    assert manifest_before(tmp_path) is None
    (tmp_path / FILE).write_text('{"name": "of another program"}')
    with pytest.raises(ResultsError, match="holds other results"):
        manifest_before(tmp_path)
    (tmp_path / FILE).write_text("{")
    with pytest.raises(ResultsError, match="is damaged"):
        manifest_before(tmp_path)
    write_manifest(tmp_path, about)
    assert manifest_before(tmp_path) == manifest_of(tmp_path)
