"""Text made comparable: for search, for ordering and for sign-in names, alike on every database.

Latin and Arabic are folded; other scripts keep their marks, which are letters there.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from pulang.kernel import letters

_SPACE = re.compile(r"\s+")
_SOUND = re.compile("|".join([*letters.LATIN_GROUPS, "."]))
_APOSTROPHE = re.compile(r"(?<=\w)['’‘`](?=\w)")
_LATIN_ARTICLE = re.compile(r"\b(?:[aeu]l|a(?:sh|th|[rstdnz])(?=[-‑ ](?:sh|th|[rstdnz])))[-‑]", re.IGNORECASE)
_ARABIC_ARTICLE = re.compile(r"\b[اٱ]ل(?=\w{3})")
_SERVANT = re.compile(r"\b(?:abd[aeiu]l?(?=[-‑ ]?\w{3})|عبد ?ال)[-‑ ]?", re.IGNORECASE)
_JAPANESE = frozenset({"CJK", "HIRAGANA", "KATAKANA"})


def fold(text: str) -> str:
    """Return `text` without what readers do not distinguish; folding twice changes nothing.

    Case, Latin diacritics, Arabic vowel signs and tatweel, forms of alef, hamza, ya, kaf and ta
    marbuta, invisible marks, presentation forms; every script's digits become ASCII; any white
    space becomes one blank.
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = letters.MARKS.sub("", unicodedata.normalize("NFKD", decomposed)).translate(letters.FOLDED)
    composed = unicodedata.normalize("NFC", "".join(map(_digit, bare)))
    return _SPACE.sub(" ", composed).strip()


class Span(NamedTuple):
    """One word where it stands in the original text, with the folded words that it gives."""

    start: int
    end: int
    tokens: tuple[str, ...]


def spans(text: str) -> Iterator[Span]:
    """Give the words of `text` with their places in it, as they come, to show what was found."""
    for run in _RUN.finditer(text.translate(_SHAPE)):
        yield Span(run.start(), run.end(), _word_tokens(text[run.start() : run.end()]))


def tokens(text: str) -> list[str]:
    """Return the folded words and numbers of `text`, in order; everything else separates."""
    runs = groupby(fold(text), key=lambda character: unicodedata.category(character)[0] in "LMN")
    return ["".join(run) for in_word, run in runs if in_word]


def sort_key(text: str) -> str:
    """Return a key whose plain order of code points is how people look names up.

    Compare it under the BINARY collation of SQLite or "C" of PostgreSQL; both give one order.
    """
    return " ".join(tokens(text))


def skeleton(token: str) -> str:
    """Return the consonants of one word, shared by its Arabic and Latin spellings.

    "مُحَمَّد", "Muhammad" and "Mehmed" all give "mhmd". It is for finding, never for proving that two
    people are one: it brings together more than belongs together. A word of vowels alone gives "";
    a word in another script, or a number, is given back folded.
    """
    word = fold(unicodedata.normalize("NFC", token).casefold().translate(letters.HOOKED))
    if not word or any(letter not in letters.SOUNDS for letter in word):
        return word
    return _consonants(word)


def skeletons(text: str) -> list[str]:
    """Return the skeletons of a name's words, without articles, empty ones left out.

    "al-Rashid" gives what "الرشيد" gives, and "Abdul Rahman" what "عبدالرحمن" gives.
    """
    closed = letters.UNWRITTEN.sub("", _APOSTROPHE.sub("", unicodedata.normalize("NFC", text)))
    apart = _SERVANT.sub(" abd ", closed)
    bare = _ARABIC_ARTICLE.sub("", _LATIN_ARTICLE.sub(" ", apart))
    marked = bare.casefold().translate(letters.HOOKED)
    return [found for token in tokens(marked) if (found := skeleton(token))]


def sign_in_key(name: str) -> str:
    """Return the key under which a sign-in name is unique: NFKC, no case, no spaces, ASCII digits.

    Raises ValueError where nothing is left, where an invisible character hides in the name, or
    where letters of several scripts are mixed, since such names can be made to look like another.
    """
    key = "".join(map(_digit, _nfkc_casefold("".join(name.split()))))
    if any(unicodedata.category(character)[0] in "CZ" for character in key):
        raise ValueError("a sign-in name cannot hold invisible characters")
    if not any(character.isalnum() for character in key):
        raise ValueError("a sign-in name needs a letter or a digit")
    if len(scripts := _scripts(key)) > 1:
        raise ValueError(f"a sign-in name cannot mix scripts ({', '.join(sorted(scripts))})")
    return key


@lru_cache(maxsize=8192)
def _word_tokens(word: str) -> tuple[str, ...]:
    """The tokens of one written word; texts of one field use the same words again and again."""
    return tuple(tokens(word))


class _Shape(dict[int, str]):
    """What a text is made of, character by character: ``x`` where it belongs to a word, a blank elsewhere."""

    def __missing__(self, code: int) -> str:
        shape = self[code] = "x" if _in_word(chr(code)) else " "
        return shape


_SHAPE = _Shape()
_RUN = re.compile("x+")


def _in_word(character: str) -> bool:
    """Say whether an original character belongs to a word, be it one that folding takes away."""
    if ord(character) in letters.FOLDED:
        return True
    return any(unicodedata.category(part)[0] in "LMN" for part in unicodedata.normalize("NFKD", character))


def _digit(character: str) -> str:
    if character.isascii() or not character.isdecimal():
        return character
    return str(unicodedata.decimal(character))


def _consonants(word: str) -> str:
    head = letters.HEADS.get(word[0], "")
    tail = word[1:] if head else word
    tail = tail[:-1] if len(tail) > 1 and tail[-1] in "هحh" and not tail.endswith(_GROUPS) else tail
    sounds = head + "".join(letters.SOUNDS[sound] for sound in _SOUND.findall(tail))
    return _devoiced("".join(sound for sound, _ in groupby(sounds)))


_GROUPS = tuple(group for group in letters.LATIN_GROUPS if group.endswith("h"))


def _devoiced(consonants: str) -> str:
    """Turkish writes a final d as t, and an Arabic final t is rare enough to follow it."""
    return consonants[:-1] + "d" if consonants.endswith("t") else consonants


def _nfkc_casefold(text: str) -> str:
    for _ in range(3):
        text = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", text)


def _scripts(text: str) -> set[str]:
    names = {unicodedata.name(letter, "UNKNOWN").split()[0] for letter in text if letter.isalpha()}
    return {"CJK" if name in _JAPANESE else name for name in names}
