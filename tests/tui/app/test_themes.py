"""Holds what the themes promise: contrast, one accent, and colours that 256-colour terminals show as meant."""

from __future__ import annotations

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from ksqltui.tui.themes import (
    DARK,
    DARK_256,
    KSQLTUI_THEMES,
    LIGHT,
    LIGHT_256,
    OWN_VARIABLES,
    default_theme,
    derived_variables,
    faded,
    theme_for_setting,
)

THEMES = {theme.name: theme for theme in KSQLTUI_THEMES}

MEANT_DARK = {
    "background": 233,
    "surface": 234,
    "panel": 236,
    "foreground": 253,
    "accent": 111,
    "secondary": 116,
    "success": 114,
    "warning": 179,
    "error": 210,
    "on-accent": 233,
    "lift": 238,
    "line": 237,
    "muted": 246,
    "faint": 243,
    "spark": 68,
    "changed": 222,
    "sql-string": 150,
    "sql-number": 180,
    "sql-comment": 244,
    "fade-fresh": 239,
    "fade-recent": 237,
    "fade-old": 235,
}
MEANT_LIGHT = {
    "background": 255,
    "surface": 231,
    "panel": 253,
    "foreground": 235,
    "accent": 26,
    "secondary": 24,
    "success": 28,
    "warning": 94,
    "error": 124,
    "on-accent": 231,
    "lift": 251,
    "line": 252,
    "muted": 241,
    "faint": 243,
    "spark": 68,
    "changed": 94,
    "sql-string": 58,
    "sql-number": 130,
    "sql-comment": 243,
    "fade-fresh": 251,
    "fade-recent": 252,
    "fade-old": 254,
}


def value(theme: Theme, name: str) -> str:
    return theme.variables.get(name) or str(getattr(theme, name))


def luminance(colour: Color) -> float:
    """Relative luminance as WCAG 2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("theme", "meant"), [(DARK_256, MEANT_DARK), (LIGHT_256, MEANT_LIGHT)])
def test_each_colour_of_the_256_themes_rounds_to_the_index_that_was_meant(theme: str, meant: dict[str, int]) -> None:
    rounded = {
        name: RichColor.parse(value(THEMES[theme], name)).downgrade(ColorSystem.EIGHT_BIT).number for name in meant
    }
    assert rounded == meant


@pytest.mark.parametrize(("theme", "meant"), [(DARK_256, MEANT_DARK), (LIGHT_256, MEANT_LIGHT)])
def test_planes_and_voices_stay_apart_at_256_colours(theme: str, meant: dict[str, int]) -> None:
    assert len({meant[name] for name in ("background", "surface", "panel", "lift")}) == 4
    assert len({meant[name] for name in ("foreground", "muted", "faint", "surface")}) == 4


@pytest.mark.parametrize("theme", [DARK_256, LIGHT_256])
@pytest.mark.parametrize("tint", ["tint-new", "tint-changed", "tint-gone"])
def test_fades_at_256_colours_are_greys_of_three_steps(theme: str, tint: str) -> None:
    variables = {"surface": value(THEMES[theme], "surface"), **THEMES[theme].variables}
    greys = [Color.parse(faded(variables, tint, step, "surface")).rgb for step in range(3)]
    assert all(red == green == blue for red, green, blue in greys)
    assert len(set(greys)) == 3


def test_a_fade_in_true_colour_comes_closer_to_its_plane_with_age() -> None:
    variables = {"surface": "#14181f", **THEMES[DARK].variables}
    greens = [Color.parse(faded(variables, "tint-new", step, "surface")).g for step in range(3)]
    assert greens == sorted(greens, reverse=True)
    assert greens[-1] > Color.parse("#14181f").g


@pytest.mark.parametrize("theme", KSQLTUI_THEMES, ids=lambda theme: theme.name)
def test_text_keeps_its_contrast_on_surface(theme: Theme) -> None:
    surface = Color.parse(value(theme, "surface"))

    def contrast(name: str) -> float:
        lighter, darker = sorted((luminance(surface), luminance(Color.parse(value(theme, name)))), reverse=True)
        return (lighter + 0.05) / (darker + 0.05)

    assert contrast("foreground") >= 12
    assert contrast("muted") >= 5.5
    assert contrast("faint") >= 3.7


def test_any_other_theme_gets_every_variable_of_ours() -> None:
    for theme in BUILTIN_THEMES.values():
        derived = derived_variables(theme)
        assert set(derived) == set(OWN_VARIABLES)
        assert all(Color.parse(colour) for colour in derived.values())


def test_every_theme_of_ours_defines_every_variable() -> None:
    for theme in KSQLTUI_THEMES:
        assert set(OWN_VARIABLES) <= set(theme.variables)


def test_a_terminal_of_256_colours_gets_the_theme_made_for_it_unless_the_user_chose() -> None:
    available = {**THEMES, "nord": BUILTIN_THEMES["nord"]}
    assert default_theme("256") == DARK_256
    assert default_theme("truecolor") == DARK
    assert theme_for_setting("", "256", available) == DARK_256
    assert theme_for_setting("light", "256", available) == LIGHT_256
    assert theme_for_setting("light", "truecolor", available) == LIGHT
    assert theme_for_setting(DARK, "256", available) == DARK
    assert theme_for_setting("nord", "256", available) == "nord"
    with pytest.raises(ValueError, match=r"no theme 'neon'.*dark, light"):
        theme_for_setting("neon", "256", available)
