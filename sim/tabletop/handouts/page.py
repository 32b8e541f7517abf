"""A page for people at a table: one file of HTML that needs no network, and prints well.

Each page says at its top and bottom that it is an exercise, and which: on screen in the text, on
paper in the margins of every sheet.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from jinja2 import Environment

_REPORT: Final = "sim.output.report"
_HERE: Final = "sim.tabletop.handouts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """What a page is: its heading, the exercise that it is of, for whom it is, and whether its
    sheets lie on their side.
    """

    title: str
    exercise: str
    readers: str
    landscape: bool = False


def page_of(template: str, about: Handout, words: Mapping[str, Any]) -> bytes:
    """The page as a file."""
    text = _environment().get_template(template).render(**words, about=about, **_style(about))
    return text.encode()


@cache
def _environment() -> Environment:
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    loaders = [PackageLoader(package, package_path="") for package in (_HERE, _REPORT)]
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        loader=ChoiceLoader(loaders),
    )


def _style(about: Handout) -> dict[str, Any]:
    from markupsafe import Markup

    texts = [
        files(package).joinpath(name).read_text(encoding="utf-8")
        for package, name in ((_REPORT, "report.css"), (_HERE, "handout.css"))
    ]
    style = "".join([*texts, _margins(about)])
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return {"style": Markup(style), "style_hash": f"sha256-{digest}"}  # noqa: S704 - our own files


def _margins(about: Handout) -> str:
    """What stands in the margins of each sheet: a style sheet cannot read it from the page."""
    mark = _css_string(f"EXERCISE  {about.exercise}  EXERCISE")
    title = _css_string(about.title)
    size = "size: landscape;" if about.landscape else ""
    return (
        f"@media print {{ @page {{ {size} @top-center {{ content: {mark}; }}"
        f" @bottom-left {{ content: {title}; }} @bottom-center {{ content: {mark}; }}"
        ' @bottom-right { content: counter(page) " of " counter(pages); } } }\n'
    )


def _css_string(text: str) -> str:
    r"""A text as a string of CSS: all but plain letters and digits by number, so none of it can be
    read as anything else.
    """
    signs = (one if one.isascii() and one.isalnum() else f"\\{ord(one):x} " for one in text)
    return f'"{"".join(signs)}"'
