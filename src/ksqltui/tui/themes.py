"""Owns the console's colours: four themes and how to derive our own variables for any other; knows no widget."""

from __future__ import annotations

from collections.abc import Mapping

from textual.color import Color
from textual.theme import Theme

DARK = "ksqltui-dark"
LIGHT = "ksqltui-light"
DARK_256 = "ksqltui-256"
LIGHT_256 = "ksqltui-256-light"

FADE_SHARES = (0.30, 0.18, 0.09)
"""How much of a tint lies over its plane while a change is fresh, recent and old (look.md, Tags, deltas and fade)."""

OWN_VARIABLES = (
    "on-accent",
    "lift",
    "line",
    "muted",
    "faint",
    "spark",
    "changed",
    "tint-new",
    "tint-changed",
    "tint-gone",
    "tint-warning",
    "sql-string",
    "sql-number",
    "sql-comment",
)


def _theme(name: str, colours: Mapping[str, str], own: Mapping[str, str], *, dark: bool) -> Theme:
    return Theme(
        name=name,
        primary=colours["accent"],
        accent=colours["accent"],
        secondary=colours["secondary"],
        background=colours["background"],
        surface=colours["surface"],
        panel=colours["panel"],
        foreground=colours["foreground"],
        success=colours["success"],
        warning=colours["warning"],
        error=colours["error"],
        dark=dark,
        variables={**own, **_textual_variables(colours, own)},
    )


def _textual_variables(colours: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """Textual's own variables that would otherwise bring in a second accent, a box or a rounded colour."""
    return {
        "scrollbar": own["lift"],
        "scrollbar-hover": own["faint"],
        "scrollbar-active": colours["accent"],
        "scrollbar-background": colours["surface"],
        "scrollbar-background-hover": colours["surface"],
        "scrollbar-background-active": colours["surface"],
        "scrollbar-corner-color": colours["surface"],
        "input-selection-background": own["lift"],
        "input-selection-foreground": colours["foreground"],
        "input-cursor-background": colours["foreground"],
        "input-cursor-foreground": colours["surface"],
        "block-cursor-background": own["lift"],
        "block-cursor-foreground": colours["foreground"],
        "block-cursor-text-style": "bold",
        "block-hover-background": colours["panel"],
        "border": colours["accent"],
        "border-blurred": own["line"],
        "link-color": colours["foreground"],
        "link-style": "underline",
        "text-muted": own["muted"],
        "text-disabled": own["faint"],
    }


KSQLTUI_THEMES: tuple[Theme, ...] = (
    _theme(
        DARK,
        {
            "background": "#0e1116",
            "surface": "#14181f",
            "panel": "#1e2430",
            "foreground": "#d5dae3",
            "accent": "#8caaff",
            "secondary": "#7cc5c9",
            "success": "#8ccf8a",
            "warning": "#e0b36a",
            "error": "#f0808a",
        },
        {
            "on-accent": "#0e1116",
            "lift": "#2a3242",
            "line": "#2a3140",
            "muted": "#8a94a6",
            "faint": "#6b768b",
            "spark": "#6a80bd",
            "changed": "#e6c77c",
            "tint-new": "#3fae4a",
            "tint-changed": "#d99a1c",
            "tint-gone": "#e0455a",
            "tint-warning": "#d9861c",
            "sql-string": "#a5c78b",
            "sql-number": "#d9b48f",
            "sql-comment": "#7b879d",
        },
        dark=True,
    ),
    _theme(
        LIGHT,
        {
            "background": "#e9ecf2",
            "surface": "#f8f9fb",
            "panel": "#dde2eb",
            "foreground": "#232a36",
            "accent": "#3557c7",
            "secondary": "#1f7479",
            "success": "#2f7d3b",
            "warning": "#96660f",
            "error": "#b3303c",
        },
        {
            "on-accent": "#ffffff",
            "lift": "#ccd3e0",
            "line": "#ccd3df",
            "muted": "#5b6577",
            "faint": "#758092",
            "spark": "#6c85d2",
            "changed": "#8a6200",
            "tint-new": "#3fb950",
            "tint-changed": "#f5b301",
            "tint-gone": "#ef4a5a",
            "tint-warning": "#f5a301",
            "sql-string": "#3d7030",
            "sql-number": "#8f5420",
            "sql-comment": "#69738a",
        },
        dark=False,
    ),
    _theme(
        DARK_256,
        {
            "background": "#121212",
            "surface": "#1c1c1c",
            "panel": "#303030",
            "foreground": "#e0e0e0",
            "accent": "#87afff",
            "secondary": "#87d7d7",
            "success": "#87d787",
            "warning": "#d7af5f",
            "error": "#ff8787",
        },
        {
            "on-accent": "#121212",
            "lift": "#444444",
            "line": "#3a3a3a",
            "muted": "#949494",
            "faint": "#767676",
            "spark": "#5f87d7",
            "changed": "#ffd787",
            "tint-new": "#c3c3c3",
            "tint-changed": "#c3c3c3",
            "tint-gone": "#c3c3c3",
            "tint-warning": "#c3c3c3",
            "sql-string": "#afd787",
            "sql-number": "#d7af87",
            "sql-comment": "#808080",
            "fade-fresh": "#4e4e4e",
            "fade-recent": "#3a3a3a",
            "fade-old": "#262626",
        },
        dark=True,
    ),
    _theme(
        LIGHT_256,
        {
            "background": "#f0f0f0",
            "surface": "#ffffff",
            "panel": "#e0e0e0",
            "foreground": "#262626",
            "accent": "#005fd7",
            "secondary": "#005f87",
            "success": "#008700",
            "warning": "#875f00",
            "error": "#af0000",
        },
        {
            "on-accent": "#ffffff",
            "lift": "#cccccc",
            "line": "#d6d6d6",
            "muted": "#626262",
            "faint": "#767676",
            "spark": "#5f87d7",
            "changed": "#875f00",
            "tint-new": "#555555",
            "tint-changed": "#555555",
            "tint-gone": "#555555",
            "tint-warning": "#555555",
            "sql-string": "#5f5f00",
            "sql-number": "#af5f00",
            "sql-comment": "#767676",
            "fade-fresh": "#cccccc",
            "fade-recent": "#d6d6d6",
            "fade-old": "#ebebeb",
        },
        dark=False,
    ),
)


def default_theme(colour_system: str | None, *, dark: bool = True) -> str:
    """The theme for a terminal: `colour_system` is Rich's word (`truecolor`, `256`, `standard`) or None."""
    if colour_system == "256":
        return DARK_256 if dark else LIGHT_256
    return DARK if dark else LIGHT


def theme_for_setting(choice: str, colour_system: str | None, available: Mapping[str, Theme]) -> str:
    """The theme that the user's word means: `dark` and `light` follow the terminal, a theme's name is taken as it is.

    Raises ValueError for a name that no theme has.
    """
    if choice in ("", "auto", "dark"):
        return default_theme(colour_system)
    if choice == "light":
        return default_theme(colour_system, dark=False)
    if choice not in available:
        raise ValueError(f"There is no theme {choice!r}. Known: dark, light, {', '.join(sorted(available))}.")
    return choice


def derived_variables(theme: Theme) -> dict[str, str]:
    """Our own variables for a theme that does not define them, mixed from its text, its planes and its states."""
    if theme.ansi:
        return {name: KSQLTUI_THEMES[0].variables[name] for name in OWN_VARIABLES}
    colours = theme.to_color_system().generate()
    text, plane, accent = (Color.parse(colours[name]) for name in ("foreground", "surface", "accent"))
    success, warning, error = (Color.parse(colours[name]) for name in ("success", "warning", "error"))
    secondary = Color.parse(colours["secondary"])
    derived = {
        "on-accent": accent.get_contrast_text(1.0),
        "lift": plane.blend(text, 0.18),
        "line": plane.blend(text, 0.16),
        "muted": plane.blend(text, 0.65),
        "faint": plane.blend(text, 0.50),
        "spark": plane.blend(accent, 0.70),
        "changed": warning,
        "tint-new": success,
        "tint-changed": warning,
        "tint-gone": error,
        "tint-warning": warning,
        "sql-string": text.blend(success, 0.60),
        "sql-number": text.blend(warning, 0.60),
        "sql-comment": plane.blend(secondary, 0.60),
    }
    return {name: colour.hex6 for name, colour in derived.items()}


def faded(variables: Mapping[str, str], tint: str, step: int, plane: str) -> str:
    """The background of a changed cell: `tint` (such as `tint-new`) over the variable `plane` at fade step 0, 1 or 2.

    At 256 colours a mixture would round to another colour, so those themes name the three greys themselves.
    """
    exact = ("fade-fresh", "fade-recent", "fade-old")[step]
    if exact in variables and plane == "surface":
        return variables[exact]
    return Color.parse(variables[plane]).blend(Color.parse(variables[tint]), FADE_SHARES[step]).hex6
