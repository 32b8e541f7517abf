"""The report of any results folder as one page of HTML: which template, with which words, in which
style.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from sim.output.charts.chart_cache import Album
from sim.output.report import run_page
from sim.output.report.interactive.page_part import Interactive
from sim.output.report.pictures import pictures
from sim.output.report.size_budget import MOST, PagePictures, within
from sim.output.report.studies import study_page
from sim.output.report.studies.companions import Companion, StudyReport
from sim.output.storage.folders import Folder
from sim.output.storage.run_folder import RunFolder

if TYPE_CHECKING:
    from jinja2 import Environment

_STYLE: Final = "report.css"


def page(
    folder: Folder,
    album: Album,
    report: StudyReport | None,
    beside: Sequence[Companion] = (),
    *,
    interactive: Callable[[int], Interactive] | None = None,
) -> str:
    """The report as HTML, with the charts in ``album``; that of a run takes in the studies
    ``beside`` it, and may have an ``interactive`` part, made for the bytes that are left.
    """
    shown = PagePictures(pictures=pictures(album))
    if isinstance(folder, RunFolder):
        told = run_page.told_by_people(folder, album, shown.pictures)
        shown = replace(shown, pictures=told, companions=run_page.by_section(beside))
        name, words = run_page.TEMPLATE, run_page.words(folder, album, shown.pictures)
    else:
        assert report is not None, "only a run has a page of its own"
        name, words = study_page.TEMPLATE, study_page.words(folder, report)
    template, style = _environment().get_template(name), _style()

    def render(some: PagePictures, part: Interactive | None = None) -> str:
        return template.render(
            **words,
            **style,
            pictures=some.pictures,
            companions=some.companions,
            left_out=some.left_out,
            interactive=part,
        )

    if interactive is None:
        return within(shown, render)
    part = interactive(MOST - len(render(shown).encode()))
    return within(shown, lambda some: render(some, part))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("sim.output.report", package_path="")
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
        keep_trailing_newline=True,
        loader=loader,
    )


def _style() -> dict[str, Any]:
    from markupsafe import Markup

    style = files("sim.output.report").joinpath(_STYLE).read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return {"style": Markup(style), "style_hash": f"sha256-{digest}"}  # noqa: S704 - our own file
