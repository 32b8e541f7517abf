"""Changes of structure: keys and values of a YAML text deleted, doubled, moved, swapped, replaced,
nested.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from random import Random
from typing import Final

import yaml

Map, Sequence, Scalar, Node = yaml.MappingNode, yaml.SequenceNode, yaml.ScalarNode, yaml.Node
#: A node's place: the map or list that holds it, and where.
Place = tuple[yaml.Node, int]

#: Values of every type, ends of every range, and units of every kind, as a file would write them.
VALUES: Final = (
    "null",
    "true",
    "no",
    "[]",
    "{}",
    "''",
    "0",
    "-0.0",
    "1",
    "-1",
    "2",
    "0.5",
    "-0.5",
    "1.5",
    "1e-320",
    "5e-324",
    "1e308",
    "-1e308",
    "1e400",
    ".inf",
    "-.inf",
    ".nan",
    "9007199254740993",
    "99999999999999999999999999",
    "0x10",
    "0o17",
    "1_000",
    "1,5",
    "12:30",
    "50 %",
    "150 %",
    "-5 %",
    "0 %",
    "100 %",
    "1 h",
    "0 h",
    "-1 h",
    "1e9 h",
    "1e300 h",
    "1e-300 h",
    "5 min",
    "30 s",
    "3 d",
    "100000 d",
    "1 w",
    "2 mo",
    "1 / h",
    "0 / d",
    "1e9 / s",
    "0.5 / d",
    "T+3 d",
    "T+1e9 h",
    "T-1 h",
    "2026-03-02",
    "2026-03-02T06:00+02:00",
    "2026-02-30T06:00Z",
    "0001-01-01T00:00Z",
    "9999-12-31T23:59+00:00",
    "2026-03-29T02:30",
    "Europe/Berlin",
    "Etc/GMT+3",
    "localtime",
    "'24:00'",
    "'00:00'",
    "[mon, tue]",
    "[mon, mon]",
    "[1, 2, 3]",
    "[0.2, 0.5]",
    "[0.5, 0.2]",
    "[null]",
    "[[[]]]",
    "{a: 1}",
    "{1: 2}",
    "{null: null}",
    "{value: 1}",
    "{value: 3 h, source: judgement}",
    "{value: null}",
    "{value: {value: 1}}",
    "{low: 0.1, high: 0.9}",
    "{low: 1 h, high: 5 d}",
    "{low: 1, high: 0}",
    "{low: 0, high: 0}",
    "{lognormal: {median: 3 h, sigma: 0.5}}",
    "{lognormal: {median: 3 h, sigma: 50}}",
    "{lognormal: {median: 0 h, sigma: 0}}",
    "{uniform: {low: 1 h, high: 2 h}}",
    "{exponential: {mean: 1 h}}",
    "{fixed: 1 h}",
    "{mixture: []}",
    "{source: judgement}",
    "judgement",
    "consult",
    "unilateral",
    "human",
    "quantal_response",
    "cable",
    "any",
    "frontline",
    "patron",
    "secret",
    "open",
    "unilateral_strike",
    "burden",
    "northern-front",
    "..",
    "strait.yaml",
    "!!str 1",
    "!!int x",
    "!!binary aGk=",
    "!!set {a}",
    "!!python/name:os.system",
    "!mine x",
    "2001-12-14t21:59:43.10-05:00",
    '"\\e[31mred"',
    '"\\u202egnp"',
    '"\\x07"',
    '"\\ud800"',
    '"\\0"',
    '"a\\nb"',
    "'x\u00a0y'",
    '"\\ufeff"',
    "\u0661\u0662",
    "\U0001f600",
)
KEYS: Final = (
    "value",
    "source",
    "low",
    "high",
    "median",
    "sigma",
    "with",
    "protocol",
    "title",
    "name",
    "extends",
    "measures",
    "arms",
    "study",
    "checks",
    "uncertainties",
    "seed",
    "of",
    "between",
    "where",
    "rule",
    "hours",
    "kind",
    "x",
    "1",
    "null",
    "'a b'",
    "a.b",
    "''",
    '"\\e[1m"',
    '"\\u202e"',
    "'*'",
    "<<",
    "_",
    "__class__",
    "\u0441onsult",
)
_DEEP: Final = (40, 400, 1500, 30_000)
_FEW: Final = 60
_BURIED: Final = "deep: "  # what a parser in C calls itself too often for


def _node(text: str) -> yaml.Node:
    found = yaml.compose(text, Loader=yaml.CSafeLoader)
    return Map("tag:yaml.org,2002:map", []) if found is None else found


def _value(dice: Random) -> yaml.Node:
    return _node(dice.choice(VALUES))


def _children(node: yaml.Node) -> int:
    return len(node.value) if isinstance(node, Map | Sequence) else 0


def _places(node: yaml.Node) -> Iterator[Place]:
    """All places below a node; an alias is gone into once."""
    stack, seen = [node], {id(node)}
    while stack:
        here = stack.pop()
        for at in range(_children(here)):
            yield here, at
            below = _at((here, at))
            if id(below) not in seen:
                seen.add(id(below))
                stack.append(below)


def _at(place: Place) -> yaml.Node:
    holder, at = place
    found = holder.value[at]
    node = found[1] if isinstance(holder, Map) else found
    assert isinstance(node, Node)
    return node


def _put(place: Place, node: yaml.Node) -> None:
    holder, at = place
    holder.value[at] = (holder.value[at][0], node) if isinstance(holder, Map) else node


def _any(tree: yaml.Node, dice: Random, *kinds: type[yaml.Node]) -> Place | None:
    found = [place for place in _places(tree) if not kinds or isinstance(_at(place), kinds)]
    return dice.choice(found) if found else None


def _holder(tree: yaml.Node, dice: Random) -> yaml.MappingNode | None:
    found = [_at(place) for place in _places(tree)]
    maps = [node for node in [tree, *found] if isinstance(node, Map) and node.value]
    return dice.choice(maps) if maps else None


def _delete(tree: yaml.Node, dice: Random) -> None:
    if place := _any(tree, dice):
        del place[0].value[place[1]]


def _double(tree: yaml.Node, dice: Random) -> None:
    if place := _any(tree, dice):
        place[0].value.insert(
            dice.randrange(_children(place[0]) + 1), deepcopy(place[0].value[place[1]])
        )


def _move(tree: yaml.Node, dice: Random) -> None:
    """A key, with what it holds, to where another map is."""
    if (source := _holder(tree, dice)) and (to := _holder(tree, dice)):
        pair = source.value.pop(dice.randrange(len(source.value)))
        if id(to) != id(pair[1]):
            to.value.insert(dice.randrange(len(to.value) + 1), pair)


def _copy(tree: yaml.Node, dice: Random) -> None:
    if (source := _holder(tree, dice)) and (to := _holder(tree, dice)):
        to.value.append(deepcopy(dice.choice(source.value)))


def _swap_values(tree: yaml.Node, dice: Random) -> None:
    """What stands at one place stands at another, and the other way round; copies, so that none
    holds itself.
    """
    if (one := _any(tree, dice)) and (other := _any(tree, dice)):
        first, second = deepcopy(_at(one)), deepcopy(_at(other))
        _put(one, second)
        if other[0].value and other[1] < len(other[0].value):
            _put(other, first)


def _swap_keys(tree: yaml.Node, dice: Random) -> None:
    if (one := _holder(tree, dice)) and (other := _holder(tree, dice)):
        here, there = dice.randrange(len(one.value)), dice.randrange(len(other.value))
        (first, its), (second, others) = one.value[here], other.value[there]
        one.value[here] = (second, its)
        if one is not other or here != there:
            other.value[there] = (first, others)


def _rename(tree: yaml.Node, dice: Random) -> None:
    if holder := _holder(tree, dice):
        at = dice.randrange(len(holder.value))
        holder.value[at] = (_node(dice.choice(KEYS)), holder.value[at][1])


def _misspell(tree: yaml.Node, dice: Random) -> None:
    if holder := _holder(tree, dice):
        at = dice.randrange(len(holder.value))
        key = holder.value[at][0]
        if isinstance(key, Scalar) and key.value:
            cut = dice.randrange(len(key.value))
            holder.value[at] = (
                Scalar(key.tag, key.value[:cut] + key.value[cut + 1 :] or "x"),
                holder.value[at][1],
            )


def _add(tree: yaml.Node, dice: Random) -> None:
    if holder := _holder(tree, dice):
        holder.value.append((_node(dice.choice(KEYS)), _value(dice)))


def _replace(tree: yaml.Node, dice: Random) -> None:
    if place := _any(tree, dice):
        _put(place, _value(dice))


def _replace_scalar(tree: yaml.Node, dice: Random) -> None:
    if place := _any(tree, dice, Scalar):
        _put(place, _value(dice))


def _others(tree: yaml.Node, dice: Random) -> None:
    """One scalar takes the value of another."""
    if (one := _any(tree, dice, Scalar)) and (other := _any(tree, dice, Scalar)):
        _put(one, deepcopy(_at(other)))


def _null(tree: yaml.Node, dice: Random) -> None:
    if place := _any(tree, dice):
        _put(place, _node("null"))


def _list_for_map(tree: yaml.Node, dice: Random) -> None:
    if place := _any(tree, dice, Map):
        _put(place, Sequence("tag:yaml.org,2002:seq", [pair[1] for pair in _at(place).value]))


def _map_for_list(tree: yaml.Node, dice: Random) -> None:
    if place := _any(tree, dice, Sequence):
        pairs = [
            (Scalar("tag:yaml.org,2002:str", f"k{at}"), node)
            for at, node in enumerate(_at(place).value)
        ]
        _put(place, Map("tag:yaml.org,2002:map", pairs))


def _wrap(tree: yaml.Node, dice: Random) -> None:
    if place := _any(tree, dice):
        inside = _at(place)
        key = _node(dice.choice(KEYS))
        wrapped = Map("tag:yaml.org,2002:map", [(key, inside)])
        _put(place, wrapped if dice.random() < 0.5 else Sequence("tag:yaml.org,2002:seq", [inside]))


def _unwrap(tree: yaml.Node, dice: Random) -> None:
    if (place := _any(tree, dice, Map, Sequence)) and _children(_at(place)):
        inside = _at(place)
        _put(place, _at((inside, dice.randrange(_children(inside)))))


def _self(tree: yaml.Node, dice: Random) -> None:
    """An alias to what holds it, or to another place."""
    if (one := _any(tree, dice, Map, Sequence)) and (other := _any(tree, dice)):
        _put(other, _at(one))


def _nest(tree: yaml.Node, dice: Random) -> None:
    """A value inside many lists or maps."""
    if place := _any(tree, dice):
        opening, closing = dice.choice([("[", "]"), ("{a: ", "}")])
        depth = dice.choice(_DEEP[:1])
        _put(place, _node(opening * depth + "1" + closing * depth))


def _many(tree: yaml.Node, dice: Random) -> None:
    """Many copies of an entry under names of their own."""
    if holder := _holder(tree, dice):
        _, node = dice.choice(holder.value)
        entry = deepcopy(node)  # once: the entry may hold its holder, which grows with each
        for number in range(_FEW):
            name = Scalar("tag:yaml.org,2002:str", f"copy_{number}")
            holder.value.append((name, deepcopy(entry)))


def _on_tree(change: Callable[[yaml.Node, Random], None]) -> Callable[[str, Random], str]:
    def spoil(text: str, dice: Random) -> str:
        if _BURIED in text:
            return text
        tree = _node(text)
        change(tree, dice)
        return str(yaml.serialize(tree, Dumper=yaml.CSafeDumper, allow_unicode=True, width=120))

    return spoil


def _bury(text: str, dice: Random) -> str:
    """So deep that no reader that calls itself could follow; written, as no writer could either."""
    depth = dice.choice(_DEEP)
    opening, closing = dice.choice([("[", "]"), ("{a: ", "}")])
    lines = text.splitlines()
    at = dice.randrange(len(lines) + 1)
    return (
        "\n".join([*lines[:at], f"{_BURIED}{opening * depth}1{closing * depth}", *lines[at:]])
        + "\n"
    )


CHANGES: Final[Mapping[str, Callable[[str, Random], str]]] = {
    **{
        f"tree-{change.__name__.strip('_').replace('_', '-')}": _on_tree(change)
        for change in (
            _delete,
            _double,
            _move,
            _copy,
            _swap_values,
            _swap_keys,
            _rename,
            _misspell,
            _add,
            _replace,
            _replace_scalar,
            _others,
            _null,
            _list_for_map,
            _map_for_list,
            _wrap,
            _unwrap,
            _self,
            _nest,
            _many,
        )
    },
    "tree-bury": _bury,
}
