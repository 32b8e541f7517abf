"""A scenario with a question, and worlds whose outcomes are planted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sim.scenario import Resolved, resolve
from tests.output.answer.planted import KESTREL, UNHEARD, Planted, results_of, worlds

__all__ = ["UNHEARD", "Folder", "worlds"]

Folder = Callable[..., tuple[Any, Resolved]]


@pytest.fixture(scope="session")
def kestrel(tmp_path_factory: pytest.TempPathFactory) -> Resolved:
    path = tmp_path_factory.mktemp("kestrel") / "kestrel.yaml"
    path.write_text(KESTREL, encoding="utf-8")
    return resolve(str(path))


@pytest.fixture
def folder(kestrel: Resolved) -> Folder:
    """Results as they would be had the worlds ended as planted; without the question on request."""

    def made(planted: Planted, worlds: int = 400, **how: Any) -> tuple[Any, Resolved]:  # noqa: ANN401
        return results_of(kestrel, planted, worlds, **how)

    return made
