"""The name of what a scenario says: equal for equal inputs, however they are written down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from sim.domain.inputs.setting import Setting
from sim.scenario.loading.document import SETTING
from sim.scenario.schema.forms import Entries, Form, Group, Listing, OneOf, Pair, kind_of


def digest(settings: Mapping[str, Setting]) -> str:
    """The BLAKE2 digest, 32 hex digits, of the inputs of all arms: not of titles, sources,
    comments, order or units.
    """
    plain = {name: canonical(setting, SETTING) for name, setting in settings.items()}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return blake2b(text.encode(), digest_size=16).hexdigest()


def canonical(value: Any, form: Form) -> Any:
    """A domain value as plain JSON values in code units, in one way only."""
    if value is None:
        return None
    match form:
        case Group():
            return {
                name: canonical(getattr(value, form.attributes[name]), item)
                for name, item in form.fields.items()
            }
        case Entries():
            return {name: canonical(item, form.item) for name, item in value.items()}
        case Listing():
            return [canonical(item, form.item) for item in value]
        case Pair():
            return [canonical(value[0], form.first), canonical(value[1], form.second)]
        case OneOf():
            kind = kind_of(form, value)
            return {kind: canonical(value, form.kinds[kind])}
        case _:
            return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
