"""``python tests/fuzz 1234`` repeats a case: prints the spoilt file, its smallest form, and what is
wrong with it.

``python tests/fuzz FIRST STOP STEP WORLDS PAGES`` tries many: every STEP-th case from FIRST to
STOP; of those that are accepted every WORLDS-th is run and told, every PAGES-th drawn as well.
Counts and failures are printed as JSON.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Final

ROOT: Final = Path(__file__).parents[2]


def main() -> None:
    package = ModuleType("tests")  # by hand, as some libraries bring a package of this name along
    package.__path__ = [str(ROOT / "tests")]
    sys.modules["tests"] = package
    sys.path.insert(0, str(ROOT))
    from tests.fuzz.campaign import called

    sys.stdout.write(called(sys.argv[1:]) + "\n")


main()
