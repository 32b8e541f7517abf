"""The delay budget of one exchange as a waterfall: from the decision to ask to the answer read,
stage below stage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.experiment.outcomes.shares import percent
from sim.output.charts.base import style
from sim.output.charts.base.chart import Chart, Evidence, Missing, Table
from sim.output.charts.base.words import short
from sim.output.charts.run.delays import FILLS
from sim.output.charts.world.choice import shown_world, source
from sim.output.evidence.delay_budget import Exchange, Span, exchanges
from sim.output.evidence.traced_world import Traced
from sim.output.story.sentences.dates import since
from sim.output.story.sentences.vocabulary import STAGES
from sim.output.words import as_list

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW: Final = 0.205
_HOURS: Final = 0.12  # of the axis that the hours of a bar take


def draw(evidence: Evidence, width: float) -> Chart | Missing:
    world = shown_world(evidence)
    return world if isinstance(world, Missing) else of_world(world, width)


def of_world(world: Traced, width: float) -> Chart | Missing:
    """The answered question of a world that took longest."""
    found = [exchange for exchange in exchanges(world) if exchange.seconds]
    if not found:
        return Missing(reason="no question was answered in the world that was kept")
    longest = max(found, key=lambda exchange: exchange.seconds)
    spans = [span for span in longest.spans if span.seconds]
    total = longest.seconds / 3600.0
    figure = style.sheet(
        source(world),
        width,
        ROW * (len(spans) + 1) + 0.75,
        title=f"Where {total:.1f} hours went: one exchange under {world.title}",
        reading=(
            f"The longest exchange of this world, asked at {since(longest.question.posted)}: each"
            f" stage begins where the one above it ends. Hatched: waiting.{_council_text(spans)}"
            f" {_frame_text(longest)}"
            " All stages add up to the whole."
        ),
    )
    axes = figure.add_subplot()
    _bars(axes, world, spans, longest.patience)
    _frame(axes, spans, longest.longest())
    _patience(axes, longest)
    return Chart(
        figure=figure,
        alt=_alt(world, longest, spans),
        numbers=_table(world, spans),
        says=_says(world, longest),
    )


def _bars(axes: Axes, world: Traced, spans: list[Span], patience: float | None) -> None:
    before = 0.0
    for at, span in enumerate(spans):
        hours = span.seconds / 3600.0
        fill = FILLS[span.stage]
        axes.barh(
            at,
            hours,
            left=before,
            height=0.8,
            color=fill.colour,
            hatch=fill.hatch,
            edgecolor=style.BLACK,
            linewidth=0.6,
        )
        axes.plot(
            [before + hours] * 2,
            [at - 0.4, at + (1.4 if spans[at + 1 :] else 0.4)],
            color=style.GREY,
            linewidth=0.7,
            zorder=1,
        )
        before += hours
    axes.set_xlim(0.0, before * 1.12)
    _write_hours(axes, spans, patience)
    axes.set_yticks(range(len(spans)), [_label(world, span) for span in spans])
    axes.set_ylim(len(spans) - 0.4, -0.7)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("hours since the decision to ask")
    axes.grid(visible=True, axis="x")


def _write_hours(axes: Axes, spans: list[Span], patience: float | None) -> None:
    """Right of each bar its hours; left of it where they would lie on the end of patience."""
    room = _HOURS * axes.get_xlim()[1]
    for at, (span, end) in enumerate(zip(spans, _ends(spans), strict=True)):
        hours = span.seconds / 3600.0
        left = patience is not None and end <= patience <= end + room
        axes.annotate(
            f"{hours:.1f} h",
            (end - hours if left else end, at),
            va="center_baseline",
            xytext=(-4 if left else 4, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            fontsize=style.SMALL,
            bbox={"boxstyle": "square,pad=0.05", "facecolor": "white", "edgecolor": "none"},
        )


def _ends(spans: list[Span]) -> list[float]:
    ends: list[float] = []
    for span in spans:
        ends.append((ends[-1] if ends else 0.0) + span.seconds / 3600.0)
    return ends


def _label(world: Traced, span: Span) -> str:
    who = (
        short(world.name(span.ally), 16)
        if span.ally
        else "both"
        if span.stage == "meeting"
        else "channel"
    )
    where = f" ({short(span.place, 20)})" if span.place else ""
    return f"{who}: {STAGES[span.stage]}{where}"


def _council_text(spans: list[Span]) -> str:
    """What a council is, where there was one."""
    held = any(span.stage == "council" for span in spans)
    return " Council: the patron confers before it answers." if held else ""


def _frame_text(exchange: Exchange) -> str:
    several = len(exchange.longest())
    return (
        "The bottleneck is framed."
        if several == 1
        else f"Framed: {several} equally long ones, the bottlenecks."
    )


def _frame(axes: Axes, spans: list[Span], longest: tuple[Span, ...]) -> None:
    """Around the longest span; around several only where they are equally long."""
    for at, (span, end) in enumerate(zip(spans, _ends(spans), strict=True)):
        if span in longest:
            hours = span.seconds / 3600.0
            axes.barh(
                at,
                hours,
                left=end - hours,
                height=0.8,
                fill=False,
                edgecolor=style.BLACK,
                linewidth=2.2,
                zorder=4,
            )


def _patience(axes: Axes, exchange: Exchange) -> None:
    """Where patience was over, if the axis reaches so far, with its name above the drawing."""
    patience = exchange.patience
    if patience is not None and patience <= axes.get_xlim()[1]:
        axes.axvline(
            patience,
            color=style.VERMILLION,
            linestyle=(0, (4, 2)),
            linewidth=1.4,
            label="_patience",
        )
        axes.annotate(
            "patience over",
            (patience, 1.0),
            xycoords=axes.get_xaxis_transform(),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center" if patience > 0.15 * axes.get_xlim()[1] else "left",
            va="bottom",
            fontsize=style.SMALL,
            fontweight="bold",
        )


def _says(world: Traced, exchange: Exchange) -> str:
    longest = exchange.longest()
    which = as_list([_label(world, span) for span in longest])
    return (
        f"Of the {exchange.seconds / 3600.0:.1f} hours of this exchange under {world.title},"
        f" {longest[0].seconds / 3600.0:.1f}{' each' if longest[1:] else ''} lay in one stage:"
        f" {which}."
    )


def _alt(world: Traced, exchange: Exchange, spans: list[Span]) -> str:
    told = ", ".join(f"{_label(world, span)} {span.seconds / 3600.0:.1f} h" for span in spans)
    longest = exchange.longest()
    which = as_list([_label(world, span) for span in longest])
    share = percent(longest[0].seconds / exchange.seconds)
    return (
        f"Delay budget of one exchange under {world.title}, {exchange.seconds / 3600.0:.1f} hours"
        f" in all. {told}. Bottleneck: {which},"
        f" {share}{' each, for they tie' if longest[1:] else ''}."
    )


def _table(world: Traced, spans: list[Span]) -> Table:
    return Table(
        header=("arm", "held_by", "stage", "desk", "from_s", "to_s", "seconds"),
        rows=tuple(
            (
                world.arm,
                span.ally or "channel",
                span.stage,
                span.place,
                round(end * 3600) - span.seconds,
                round(end * 3600),
                span.seconds,
            )
            for span, end in zip(spans, _ends(spans), strict=True)
        ),
    )
