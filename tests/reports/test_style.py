"""Colours: readable, apart, and the same mark for the same thing."""

from __future__ import annotations

from dataclasses import fields

import pytest

from reports.style import DARK, DASHES, LIGHT, MARKERS, OKABE_ITO, ROLES, Theme, contrast

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def test_contrast_of_black_and_white_is_21() -> None:
    # WCAG 2.1: the largest possible ratio.
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1)


def test_contrast_of_a_mid_grey() -> None:
    # #767676 is the lightest grey that passes 4.5 on white; #777777 fails.
    assert contrast("#767676", "#FFFFFF") >= 4.5 > contrast("#777777", "#FFFFFF")


@THEMES
@pytest.mark.parametrize("ground", ["paper", "panel"])
def test_text_is_readable(theme: Theme, ground: str) -> None:
    for name in ("ink", "muted", *(f"{role}_text" for role in ROLES)):
        ratio = contrast(getattr(theme, name), getattr(theme, ground))
        assert ratio >= 4.5, f"{theme.name}: {name} on {ground} has {ratio:.2f}"


@THEMES
def test_marks_stand_out(theme: Theme) -> None:
    for role in ROLES:
        # Shapes carry an outline in ink where the fill alone is too pale.
        if role not in ("efficient", "learned"):
            assert contrast(getattr(theme, role), theme.paper) >= 3, role


def test_light_fills_are_those_of_okabe_and_ito() -> None:
    assert set(LIGHT.cycle) <= {*OKABE_ITO.values(), LIGHT.ink}
    assert len(set(LIGHT.cycle)) == len(LIGHT.cycle) == len(DASHES)


def test_no_role_is_told_by_colour_alone() -> None:
    assert set(MARKERS) == set(ROLES)
    assert MARKERS["efficient"] != MARKERS["equilibrium"] != MARKERS["learned"]
    assert len(set(DASHES)) == len(DASHES)


def test_equal_colours_stay_equal_when_the_theme_changes() -> None:
    # recolour() replaces colour by colour.
    def colours(theme: Theme) -> list[str]:
        own = [getattr(theme, f.name) for f in fields(theme) if f.name not in ("name", "cycle")]
        return [*own, *theme.cycle]

    pairs = set(zip(colours(LIGHT), colours(DARK), strict=True))
    assert len(pairs) == len(set(colours(LIGHT)))
