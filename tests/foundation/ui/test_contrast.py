"""Text can be read and edges can be seen: contrast of the tokens, by the formula of WCAG 2.2."""

import re
from pathlib import Path

import pytest

import pulang.foundation.ui as package

SHEET = (Path(package.__file__).parent / "static" / "ui" / "pulang.css").read_text("utf-8")
TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", SHEET.split("@layer base")[0]))
SERVICE = dict(re.findall(r"--(band[\w-]*): (#[0-9a-f]{6})", SHEET.split('[data-plane="service"]')[1]))
TEXT = [
    *[(ink, paper) for ink in ("ink", "ink-2", "teal", "saffron-ink", "breach") for paper in ("paper", "card")],
    ("saffron-ink", "saffron-light"),
    ("teal", "teal-light"),
    ("breach", "breach-light"),
    ("done", "done-light"),
    ("ink", "bare"),
    ("ink", "done-light"),
]


def channel(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    red, green, blue = (channel(int(digits[at : at + 2], 16)) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_gives_the_known_extremes() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("ink", "paper"), TEXT)
def test_text_stands_out_from_its_ground(ink: str, paper: str) -> None:
    assert contrast(TOKENS[ink], TOKENS[paper]) >= 4.5


@pytest.mark.parametrize("band", [TOKENS["teal"], TOKENS["teal-deep"], *SERVICE.values()])
def test_white_text_stands_out_from_every_band(band: str) -> None:
    assert contrast("#fff", band) >= 4.5


@pytest.mark.parametrize("edge", ["edge", "teal", "saffron", "breach", "ink"])
def test_edges_of_inputs_and_marks_can_be_seen(edge: str) -> None:
    assert contrast(TOKENS[edge], TOKENS["card"]) >= 3
