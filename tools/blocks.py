"""The parts of the documents that are made from the code: diagrams of the tables, lists of inputs
and outcomes.

A part stands in its page between ``<!-- begin NAME -->`` and ``<!-- end NAME -->``; ``python -m
tools.make`` renews it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from sim.domain.actors.escalation import RUNGS
from sim.domain.actors.trust import BROKEN, KEPT
from sim.domain.communication.messages import LIFE, QUESTION, STAGES, default_handling
from sim.domain.decisions.protocols import PROTOCOLS
from sim.experiment.measures.verdict import VERDICT_RULES
from sim.experiment.outcomes.definitions import MOMENTS, OUTCOMES
from sim.experiment.outcomes.thresholds import bounds
from tools.inputs import absent, changed, declared, rules
from tools.played_turn import turn


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown; bars inside cells are escaped."""
    names = list(header)
    lines = [
        names,
        ["---"] * len(names),
        *([cell.replace("|", "\\|") for cell in row] for row in rows),
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def diagram(
    start: str, arrows: Mapping[tuple[str, str], Iterable[str]], ends: Iterable[str] = ()
) -> str:
    """A state diagram in Mermaid: from, to, and the events that lead there."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {start}"]
    for (before, after), events in arrows.items():
        said = ", ".join(events)
        lines.append(f"    {before} --> {after}" + (f": {said}" if said else ""))
    lines += [f"    {state} --> [*]" for state in ends]
    return "\n".join([*lines, "```"])


def protocols() -> str:
    """One diagram for each protocol."""
    return "\n\n".join(f"**`{name}`**\n\n{_protocol(name)}" for name in PROTOCOLS)


def _protocol(name: str) -> str:
    arrows: dict[tuple[str, str], list[str]] = {}
    for (before, event), after in PROTOCOLS[name].transitions.items():
        arrows.setdefault((before, after), []).append(event)
    return diagram("watching", arrows)


def life() -> str:
    """The transport of a message."""
    return _of_states("new", LIFE)


def question() -> str:
    """The life of a question."""
    return _of_states("open", QUESTION)


def _of_states(start: str, states: Mapping[str, frozenset[str]]) -> str:
    arrows = {(before, after): () for before, follow in states.items() for after in sorted(follow)}
    return diagram(start, arrows, [state for state, follow in states.items() if not follow])


def stages() -> str:
    """The stages of an exchange, in order."""
    return ", ".join(f"`{stage}`" for stage in STAGES)


def kinds() -> str:
    """How each kind of message is handled by default."""
    rows = (
        (
            f"`{kind}`",
            how.precedence,
            how.sensitivity,
            "yes" if how.council else "",
            "yes" if how.answered else "",
        )
        for kind, how in default_handling().items()
    )
    return table(("kind", "precedence", "sensitivity", "council", "answered"), rows)


def rungs() -> str:
    """The rungs of the ladder."""
    return ", ".join(f"{number} {name}" for number, name in enumerate(RUNGS))


def words() -> str:
    """What counts as a word kept and a word broken."""
    return (
        f"Kept: {', '.join(f'`{one}`' for one in KEPT)}. Broken:"
        f" {', '.join(f'`{one}`' for one in BROKEN)}."
    )


def outcomes() -> str:
    """All outcomes, as the report defines them."""
    rows = (
        (
            f"`{one.name}`",
            one.title,
            one.unit,
            bounds(one),
            one.better,
            one.exists,
            f"{one.matters:g}",
            one.definition,
        )
        for one in OUTCOMES.values()
    )
    return table(
        ("name", "title", "unit", "can be", "better", "exists", "matters from", "definition"), rows
    )


def moments() -> str:
    """The columns beside the outcomes."""
    said = {
        name: " ".join((figure.__doc__ or "").partition("\n\n")[0].split())
        for name, figure in MOMENTS.items()
    }
    return "\n".join(
        f"- `{name}`: {text or 'As the last entry of the log has it.'}"
        for name, text in said.items()
    )


def verdicts() -> str:
    """The rules of the verdict on a measure, as the table prints them."""
    said = (rule.partition(": ") for rule in VERDICT_RULES)
    return "\n".join(f"- **{word}**: {text}" for word, _, text in said)


BLOCKS: Final[Mapping[str, Callable[[], str]]] = {
    "protocols": protocols,
    "life": life,
    "question": question,
    "stages": stages,
    "kinds": kinds,
    "rungs": rungs,
    "words": words,
    "outcomes": outcomes,
    "verdicts": verdicts,
    "moments": moments,
    "declared": lambda: table(
        ("path", "default", "plausible", "unit", "source", "meaning"), declared()
    ),
    "absent": lambda: table(("path", "unit", "meaning"), absent()),
    "rules": lambda: table(
        ("rule", "parameter", "default", "plausible", "source", "meaning"), rules()
    ),
    "turn": turn,
    "changed": lambda: table(("path", "value", "plausible", "source"), changed("northern-front")),
}
