"""The part of an original text in which somebody's words stand, and where they stand in it."""

from dataclasses import dataclass

from pulang.foundation.search.asked import Asked
from pulang.kernel.folding import Span, spans

WIDTH = 240
LEAD = 60
MOST_MARKS = 200

Mark = tuple[int, int]


@dataclass(frozen=True)
class Excerpt:
    """A piece of the original; `marks` are places in `text`, the flags say where it was cut."""

    text: str
    marks: tuple[Mark, ...]
    cut_before: bool
    cut_after: bool


def excerpt(text: str, asked: Asked, *, names: bool = False) -> Excerpt:
    """Return about 240 characters of `text` with as many different words of `asked` as can be."""
    found = _found(text, asked, names)
    start = _start(text, _best(found))
    end = _end(text, start, max((span.end for span, _ in found if span.start < start + WIDTH), default=0))
    marks = [(span.start - start, min(span.end, end) - start) for span, _ in found if start <= span.start < end]
    return Excerpt(text[start:end], tuple(marks), start > 0, end < len(text))


def _found(text: str, asked: Asked, names: bool) -> list[tuple[Span, str]]:
    found = []
    for span in spans(text):
        word = asked.word_in(span.tokens) or (asked.sound_in(text[span.start : span.end]) if names else None)
        if word:
            found.append((span, word))
        if len(found) == MOST_MARKS:
            break
    return found


def _best(found: list[tuple[Span, str]]) -> int:
    """Return where the stretch with most different words begins, the first one of equals."""

    def richness(start: int) -> int:
        return len({word for span, word in found if start <= span.start < start + WIDTH - LEAD})

    return max((span.start for span, _ in found), key=richness, default=0)


def _start(text: str, first: int) -> int:
    if first <= LEAD:
        return 0
    blank = text.find(" ", first - LEAD, first)
    return blank + 1 if blank >= 0 else first - LEAD


def _end(text: str, start: int, needed: int) -> int:
    end = start + WIDTH
    if end >= len(text):
        return len(text)
    blank = text.rfind(" ", start + LEAD, end)
    return max(blank if blank >= 0 else end, min(needed, end + LEAD))
