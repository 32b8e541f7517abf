"""Arms that a study names by their titles, which tables and pages show, as the names that they have
in the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from sim.scenario.loading.document import Header


def with_arm_names(header: Header, arms: Collection[str]) -> Header:
    """The header with its baseline, its question and its checks of arms by name; what is neither
    name nor title stays as it is. ``arms`` are all that there are.
    """
    names = _names_by_title(header, arms)
    if not names:
        return header
    study, asked = header.study, header.study.question
    named = (
        None
        if asked is None
        else replace(
            asked,
            arm=names.get(asked.arm, asked.arm),
            against=names.get(asked.against, asked.against),
        )
    )
    return replace(
        header,
        study=replace(study, baseline=names.get(study.baseline, study.baseline), question=named),
        checks={
            name: replace(check, arm=names.get(check.arm, check.arm))
            for name, check in header.checks.items()
        },
    )


def _names_by_title(header: Header, arms: Collection[str]) -> Mapping[str, str]:
    """Titles that one arm alone has and that are the name of none."""
    many = Counter(one.title for one in header.arms.values())
    return {
        one.title: name
        for name, one in header.arms.items()
        if one.title and many[one.title] == 1 and one.title not in arms
    }
