"""Places as tiles of a grid, coloured by a share: a picture like a map, for places whose outlines nobody has.

Each tile says its share in figures, so that colour is never needed, and leads to its place. Shares come in five steps,
light to dark; a place without a share has a dashed outline. Right-to-left pages have the same grid mirrored.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from pulang.foundation.charts.specs import CARD, INK, SAFFRON, TEAL, TEAL_LIGHT, WIDTH, drawable
from pulang.foundation.ui.cells import filled

ACROSS, GAP, HIGH = 3, 6, 52
WIDE = (WIDTH - (ACROSS - 1) * GAP) // ACROSS
INSET, NAME_AT, SHARE_AT = 8, 20, 42
LONGEST = 14
# From which share on, the fill of the tile and the colour of its words.
STEPS = ((80, TEAL, CARD), (60, "#3a7682", CARD), (40, "#9cc0c5", INK), (20, TEAL_LIGHT, INK), (0, CARD, INK))


@dataclass(frozen=True)
class Tile:
    """A place: its name, its share in hundredths (``None`` where there is none), the share in words, and its page."""

    name: str
    share: int | None
    words: str
    url: str


def tiles(label: str, places: Sequence[Tile]) -> SafeString:
    """The grid, three tiles across."""
    rows = -(-len(places) // ACROSS)
    drawn = SafeString("".join(_tile(tile, place) for place, tile in enumerate(places)))
    shape = '<svg viewBox="-1 -1 {} {}" width="{}" role="group" aria-label="{}" direction="ltr">{}</svg>'
    return filled(shape, WIDTH + 2, rows * (HIGH + GAP) - GAP + 2, WIDTH + 2, drawable(label), drawn)


def _tile(tile: Tile, place: int) -> SafeString:
    rtl = get_language_bidi()
    across, down = place % ACROSS, place // ACROSS
    x, y = across * (WIDE + GAP), down * (HIGH + GAP)
    if rtl:
        x = WIDTH - WIDE - x
    at, anchor = (x + WIDE - INSET, "end") if rtl else (x + INSET, "start")
    fill, ink, outline = _look(tile.share)
    box = filled('<rect x="{}" y="{}" width="{}" height="{}" rx="4" fill="{}" {}/>', x, y, WIDE, HIGH, fill, outline)
    name = _words(_short(tile.name), at, y + NAME_AT, anchor, ink, 12)
    share = _words(tile.words, at, y + SHARE_AT, anchor, ink, 16)
    about = filled("<title>{}</title>", f"{drawable(tile.name)}: {tile.words}")
    return filled('<a href="{}">{}{}</a>', tile.url, about, SafeString("".join((box, name, share))))


def _look(share: int | None) -> tuple[str, str, SafeString]:
    if share is None:
        return CARD, INK, SafeString(f'stroke="{SAFFRON}" stroke-dasharray="3 2"')
    fill, ink = next((fill, ink) for least, fill, ink in STEPS if share >= least)
    return fill, ink, SafeString(f'stroke="{TEAL}"')


def _words(words: str, x: int, y: int, anchor: str, ink: str, size: int) -> SafeString:
    shape = '<text x="{}" y="{}" text-anchor="{}" fill="{}" font-size="{}">{}</text>'
    return filled(shape, x, y, anchor, ink, size, f"\u2068{drawable(words)}\u2069")


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"
