"""A resolved scenario as YAML: every value with its origin as a comment; read again, it is the same
scenario.

Quantities stay as they were written, so that a reader finds again what a source says; defaults are
written with units.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sim.scenario.loading.document import ARM, DOCUMENT, HEADER, SCHEMA, SETTING
from sim.scenario.loading.resolution import Resolved
from sim.scenario.schema.forms import Entries, Form, Group, Listing, Overlay, below
from sim.scenario.text.tree import Node, Origin, Row, Scalar, Table, leaves

# Plain scalars that are text, and the same text, to any YAML reader: 1.1 takes "no" for false and
# "1:30" for ninety.
_PLAIN: Final = re.compile(
    r"[A-Za-z_][A-Za-z0-9_/+-]*(?: [A-Za-z0-9_/+-]+)*|[0-9.]+(?: [a-z/]+| [0-9.]+)+", re.ASCII
)
_NOT_PLAIN: Final = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])
_LONGEST_COMMENT: Final = 110


def scenario_yaml(found: Resolved, *, only_changed: bool = False) -> str:
    """The whole scenario; with ``only_changed`` just what differs from the defaults."""
    return "\n".join(_document(found, only_changed=only_changed)) + "\n"


def _document(found: Resolved, *, only_changed: bool) -> Iterator[str]:
    yield f"schema: {SCHEMA}"
    names = [*(name for name in HEADER.fields if name not in {"arms", "study"}), *SETTING.fields]
    for name in names:
        # of an exercise there is only what was said: without it a file is what it always was
        changed = only_changed or name == "exercise"
        yield from _entry(name, found.base.entries.get(name), DOCUMENT.fields[name], "", changed)
    yield "arms:"
    for name, overlay in found.overlays.items():
        yield from _arm(name, overlay, _title(found, name))
    yield from _entry(
        "study", found.base.entries.get("study"), DOCUMENT.fields["study"], "", only_changed
    )


def entries_written(tree: Table, form: Group, *, only_changed: bool) -> Iterator[str]:
    """The lines of what stands under each key of a form."""
    for name, inner in form.fields.items():
        yield from _entry(name, tree.entries.get(name), inner, "", only_changed)


def _title(found: Resolved, name: str) -> Node | None:
    arms = found.base.entries.get("arms")
    arm = arms.entries.get(name) if isinstance(arms, Table) else None
    title = arm.entries.get("title") if isinstance(arm, Table) else None
    return title if title and title.origin.kind != "default" else None


def _arm(name: str, overlay: Table, title: Node | None) -> Iterator[str]:
    """An arm with all that it lays over the base, that of the arms that it extends included."""
    protocol = overlay.entries.get("protocol")
    rest = Table({key: node for key, node in overlay.entries.items() if key != "protocol"})
    parts: dict[str, Node | None] = {
        "title": title,
        "protocol": protocol,
        "with": rest if rest.entries else None,
    }
    given = {key: node for key, node in parts.items() if node is not None}
    yield f"  {name}:" if given else f"  {name}: {{}}"
    for key, node in given.items():
        yield from _entry(key, node, ARM.fields[key], "    ", only_changed=False)


def setting_written(tree: Table, *, only_changed: bool = False) -> str:
    """The inputs of one arm."""
    lines: list[str] = []
    for name, form in SETTING.fields.items():
        lines += _entry(name, tree.entries.get(name), form, "", only_changed)
    return "\n".join(lines) + "\n"


def _entry(
    key: str,
    node: Node | None,
    form: Form | None,
    indent: str,
    only_changed: bool,  # noqa: FBT001
) -> Iterator[str]:
    if node is None or (only_changed and _all_default(node)):
        return
    start = f"{indent}{_key(key)}:"
    if isinstance(node, Table) and node.entries and _opens(form):
        lines = [
            line
            for name, entry in node.entries.items()
            for line in _entry(name, entry, below(form, name), indent + "  ", only_changed)
        ]
        # A key with nothing behind it would be a null, which takes an optional group away.
        yield start if lines else f"{start} {{}}"
        yield from lines
    elif (
        isinstance(node, Row)
        and isinstance(form, Listing)
        and not all(_short(item) for item in node.items)
    ):
        yield f"{start}{_comment(node)}"
        yield from (f"{indent}  - {flow(item)}" for item in node.items)
    else:
        yield f"{start} {flow(node)}{_comment(node)}"


def _short(node: Node) -> bool:
    return isinstance(node, Scalar) and len(str(node.value)) <= 30


def _all_default(node: Node) -> bool:
    return (
        all(leaf.origin.kind == "default" for _, leaf in leaves(node))
        and node.origin.kind == "default"
    )


def _opens(form: Form | None) -> bool:
    """Groups and maps of names have a line for each entry; laws and numbers with a source have one
    line.
    """
    return isinstance(form, (Group, Entries, Overlay))


def flow(node: Node) -> str:
    """A value on one line."""
    if isinstance(node, Scalar):
        return scalar(node.value)
    if isinstance(node, Row):
        return f"[{', '.join(map(flow, node.items))}]"
    return f"{{{', '.join(f'{_key(key)}: {flow(entry)}' for key, entry in node.entries.items())}}}"


def scalar(value: Any) -> str:
    """One value, as YAML of any version reads it the same."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, int):
        return str(value)
    plain = _PLAIN.fullmatch(value) and value.lower() not in _NOT_PLAIN
    return str(value) if plain else quoted_text(value)


def _float(value: float) -> str:
    """YAML 1.1 readers take ``1e-05`` for text unless the mantissa has a point."""
    text = repr(value)
    mantissa, e, exponent = text.partition("e")
    return f"{mantissa}.0e{exponent}" if e and "." not in mantissa else text


_ESCAPES: Final[Mapping[str, str]] = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def quoted_text(text: str) -> str:
    """A text in double quotes, whatever is in it."""
    return '"' + "".join(map(_escape, text)) + '"'


def _escape(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    return sign if sign.isprintable() else f"\\U{ord(sign):08x}"


def _key(key: str) -> str:
    return key if _PLAIN.fullmatch(key) and key.lower() not in _NOT_PLAIN else quoted_text(key)


def _comment(node: Node) -> str:
    """Where the value comes from; several origins where a value is put together from several."""
    origins = dict.fromkeys(str(origin) for origin in _origins(node))
    text = "".join(sign if sign.isprintable() else " " for sign in "; ".join(origins))
    cut = text if len(text) <= _LONGEST_COMMENT else text[: _LONGEST_COMMENT - 3] + "..."
    return f"  # {cut}"


def _origins(node: Node) -> Iterator[Origin]:
    if isinstance(node, Scalar) or not (node.items if isinstance(node, Row) else node.entries):
        yield node.origin
    else:
        yield from (leaf.origin for path, leaf in leaves(node) if path[-1] != "source")
