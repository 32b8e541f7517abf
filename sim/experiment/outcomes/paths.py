"""How the first worlds of a run went, not only what came of them: their states at fixed hours, for
pictures over time.

A state is told in a byte, so that what a run sends and keeps hardly grows: a rung as it is, a share
in steps of half a per cent, less than a line's width in any chart. A path moves little from hour to
hour, so steps are packed instead of values.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.domain.inputs.setting import Setting
from sim.engine.probes import STATES

#: Worlds of a run whose paths are kept: enough for a quantile of 5 %, whatever the length of the
#: run.
WORLDS: Final = 200
#: Hours at which a world is looked at, from its start to the least that it is watched, ends
#: included.
LOOKS: Final = 61
#: States that are shares, and how many steps there are from 0 to 1.
SHARES: Final = STATES[1:]
STEPS: Final = 200

_BYTE: Final = 0xFF

Paths = NDArray[np.uint8]


def hours(setting: Setting) -> tuple[float, ...]:
    """Hours since the start at which a world of this setting is looked at."""
    return tuple((setting.horizon + setting.follow_up) * at / (LOOKS - 1) for at in range(LOOKS))


def worlds_with_paths(start: int, stop: int) -> int:
    """How many of the worlds ``start`` to ``stop`` - 1 keep their paths."""
    return max(0, min(stop, WORLDS) - start)


def pack(worlds: Sequence[Sequence[float]]) -> bytes:
    """What was seen of worlds, each hour by hour in the order of ``STATES``, as bytes; none for
    none.
    """
    return zlib.compress(b"".join(map(_steps, worlds)), level=6) if worlds else b""


def unpack(found: bytes, arms: int) -> Paths:
    """What was packed: worlds x arms x states x hours, shares in steps."""
    steps = np.frombuffer(zlib.decompress(found) if found else b"", dtype=np.uint8)
    paths: Paths = np.cumsum(steps.reshape(-1, arms, len(STATES), LOOKS), axis=-1, dtype=np.uint8)
    return paths


def _steps(seen: Sequence[float]) -> bytes:
    states = len(STATES)
    rungs = [int(rung) for rung in seen[::states]]
    shares = [[round(STEPS * share) for share in seen[at::states]] for at in range(1, states)]
    return b"".join(
        bytes(after - before & _BYTE for before, after in zip([0, *path], path, strict=False))
        for path in (rungs, *shares)
    )
