"""The report of a results folder: one HTML page, made from the folder alone, without running anything and without a network.

The same folder gives the same bytes. Nothing on the page loads anything: charts are images in it, and its policy forbids more.
"""

from __future__ import annotations

from typing import Final

FILE: Final = "report.html"
