"""Faults of a table's cells, told together: one line for each kind, where it is first and how often
there is more.
"""

from __future__ import annotations

from sim.errors import UsageError


def _first(found: list[tuple[int, str, str]]) -> int:
    return found[0][0]


class Faults:
    """What is wrong with a file's cells, by kind."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._found: dict[str, list[tuple[int, str, str]]] = {}

    def add(self, kind: str, line: int, said: str, hint: str = "") -> None:
        """One fault: what to say of it, and what would help."""
        self._found.setdefault(kind, []).append((line, said, hint))

    def expect_none(self) -> None:
        """Raise all of them, if there are any."""
        if self._found:
            raise UsageError(
                "\n".join(
                    self._fault_text(found) for found in sorted(self._found.values(), key=_first)
                )
            )

    def _fault_text(self, found: list[tuple[int, str, str]]) -> str:
        (line, said, hint), more = found[0], len(found) - 1
        many = (
            f" ({more} more such row{'s' if more > 1 else ''}, the last in line {found[-1][0]})"
            if more
            else ""
        )
        helping = f"\n    {hint}" if hint else ""
        return f"{self._name}:{line}: {said}{many}.{helping}"
