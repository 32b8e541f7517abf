"""Fonts for the scripts that the usual one does not have."""

from __future__ import annotations

from typing import Final

#: Fonts with Chinese, Japanese, Korean and Indian scripts, as systems ship them.
WIDE_FONTS: Final = (
    "Noto Sans CJK JP",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Noto Sans JP",
    "Noto Sans KR",
    "WenQuanYi Zen Hei",
    "PingFang SC",
    "Hiragino Sans",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
    "Apple SD Gothic Neo",
    "Noto Sans Devanagari",
    "Nirmala UI",
    "Arial Unicode MS",
)


def fallbacks(words: str) -> list[str]:
    """Installed fonts for what DejaVu Sans cannot show of ``words``; none for most of the world's
    scripts and all of Europe's.
    """
    if words.isascii():
        return []
    from matplotlib.font_manager import fontManager, get_font

    shown = get_font(fontManager.findfont("DejaVu Sans")).get_charmap()
    if all(ord(letter) in shown for letter in words):
        return []
    installed = set(fontManager.get_font_names())
    return [font for font in WIDE_FONTS if font in installed]
