"""A path in fewer bytes passes where the path passed: rounding never adds up, and no point is left
out that an eye would miss.
"""

from __future__ import annotations

import itertools
import re
from math import cos, hypot, pi, sin

from hypothesis import given
from hypothesis import strategies as st

from sim.output.report.svg_path import shortened_course

Point = tuple[float, float]
TAKES = {"M": 2, "l": 2, "h": 1, "v": 1, "c": 6, "a": 7, "m": 2, "z": 0}
COORDINATES = st.integers(-400_000, 400_000).map(lambda micro: micro / 1000.0)
POINTS = st.tuples(COORDINATES, COORDINATES)


def drawn(course: str) -> list[Point]:
    """The ends of all strokes of a shortened path, read as a browser reads them."""
    at, begun, points = (0.0, 0.0), (0.0, 0.0), []
    for letter, text in re.findall(r"([A-Za-z])([^A-Za-z]*)", course):
        numbers = [float(one) for one in re.findall(r"-?(?:\d+\.\d+|\.\d+|\d+)", text)]
        step = TAKES[letter]
        assert not numbers if step == 0 else len(numbers) % step == 0, course
        for first in range(0, len(numbers), step) if step else [0]:
            some = numbers[first : first + step]
            match letter:
                case "M":
                    at = begun = (some[0], some[1])
                case "m":
                    at = begun = (at[0] + some[0], at[1] + some[1])
                case "h":
                    at = (at[0] + some[0], at[1])
                case "v":
                    at = (at[0], at[1] + some[0])
                case "z":
                    at = begun
                case _:
                    at = (at[0] + some[-2], at[1] + some[-1])
            points.append(at)
    return points


def written(points: list[Point]) -> str:
    return " \n".join(f"{'L' if at else 'M'} {x:.6f} {y:.6f}" for at, (x, y) in enumerate(points))


def away(point: Point, line: list[Point]) -> float:
    """From a point to the nearest stretch of a line."""
    if len(line) == 1:
        return hypot(point[0] - line[0][0], point[1] - line[0][1])
    return min(_to(point, first, last) for first, last in itertools.pairwise(line))


def _to(point: Point, first: Point, last: Point) -> float:
    along, up = last[0] - first[0], last[1] - first[1]
    length = along**2 + up**2
    share = (
        0.0 if not length else ((point[0] - first[0]) * along + (point[1] - first[1]) * up) / length
    )
    share = min(1.0, max(0.0, share))
    return hypot(point[0] - first[0] - share * along, point[1] - first[1] - share * up)


@given(st.lists(POINTS, min_size=2, max_size=40))
def test_every_point_lies_within_a_fifth_of_a_point_of_the_shorter_path(
    points: list[Point],
) -> None:
    shorter = drawn(shortened_course(written(points)))
    assert max(away(point, shorter) for point in points) < 0.2
    assert hypot(shorter[-1][0] - points[-1][0], shorter[-1][1] - points[-1][1]) < 0.08
    assert len(shorter) <= len(points)


def test_rounding_does_not_add_up_over_a_thousand_steps() -> None:
    points = [(0.04 * at, 10.0 + (at % 2) * 5.0) for at in range(1001)]
    assert abs(drawn(shortened_course(written(points)))[-1][0] - 40.0) < 0.051


def test_a_straight_line_of_many_points_needs_two_and_a_bend_is_kept() -> None:
    assert shortened_course(written([(float(at), 0.5 * at) for at in range(50)])) == "M0 0l49 24.5"
    bent = [(float(at), 0.0) for at in range(30)] + [(29.0, float(at)) for at in range(1, 30)]
    assert shortened_course(written(bent)) == "M0 0h29v29"


def test_a_step_along_an_axis_is_one_number_and_one_that_does_not_move_is_none() -> None:
    assert shortened_course("M 0 0 L 5 0 L 7.5 0 L 7.5 0.01 L 7.5 -2 z ") == "M0 0h7.5v-2z"
    assert shortened_course("M 1 1 L 1 1 ") == "M1 1h0", (
        "a line without length is a dot where its ends are round"
    )


def test_a_circle_of_eight_curves_is_two_arcs_and_another_closed_curve_is_not() -> None:
    ends = [(3.0 * cos(at * pi / 4), 3.0 * sin(at * pi / 4)) for at in range(9)]
    course = (
        "M 3 0 "
        + " ".join(f"C {x:.6f} {y:.6f} {x:.6f} {y:.6f} {x:.6f} {y:.6f}" for x, y in ends[1:])
        + " z"
    )
    assert shortened_course(course) == "M3 0a3 3 0 1 0-6 0 3 3 0 1 0 6 0z"
    assert drawn(shortened_course(course))[-1] == (3.0, 0.0)
    oval = course.replace("3.000000", "4.000000")
    assert "a" not in shortened_course(oval)


def test_several_parts_begin_where_they_began() -> None:
    shorter = shortened_course("M 0 0 L 10 0 L 10 10 z M 20 5 L 25 5 L 25 9 z ")
    assert shorter == "M0 0h10v10zm20 5h5v4z"
    assert drawn(shorter)[4:] == [(20.0, 5.0), (25.0, 5.0), (25.0, 9.0), (20.0, 5.0)]
