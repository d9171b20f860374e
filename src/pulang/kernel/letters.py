"""The letters that folding and skeletons go by: tables only."""

import re

# What NFKD and casefold leave standing although readers do not distinguish it.
FOLDED = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i",
        "ŧ": "t", "ŋ": "n", "ə": "e", "ɖ": "d", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ɲ": "n", "ĸ": "k",
        "ʾ": None, "ʿ": None, "ʻ": None, "ʼ": None, "ʹ": None, "ˈ": None,
        "\u0640": None, "\u200c": None, "\u200d": None, "\u200e": None, "\u200f": None, "\u00ad": None,
        "\u061c": None, "\ufeff": None, "ء": None, "ٱ": "ا", "ٲ": "ا", "ٳ": "ا",
        "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ۍ": "ي", "ێ": "ي", "ٸ": "ي",
        "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ه",
        "ک": "ك", "ڪ": "ك", "ګ": "گ", "ۆ": "و", "ۇ": "و", "ۋ": "و", "ٯ": "ق", "ں": "ن",
    }
)  # fmt: skip

_ARABIC_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff"

# Combining marks of Latin and Arabic; those of other scripts are vowels and stay.
MARKS = re.compile(f"[\u0300-\u036f{_ARABIC_MARKS}]")

# What Arabic may be written with or without: vowel signs and tatweel.
UNWRITTEN = re.compile(f"[\u0640{_ARABIC_MARKS}]")

ARABIC_SOUNDS = {
    "ا": "", "ب": "b", "پ": "b", "ت": "t", "ط": "t", "ث": "t", "ج": "g", "غ": "g", "گ": "g", "ژ": "g",
    "ح": "h", "ه": "h", "خ": "k", "ك": "k", "ق": "k", "د": "d", "ذ": "d", "ض": "d", "ر": "r", "ز": "z",
    "ظ": "z", "س": "s", "ص": "s", "ش": "x", "چ": "x", "ع": "", "ف": "f", "ڤ": "f", "ل": "l", "م": "m",
    "ن": "n", "و": "", "ي": "",
}  # fmt: skip

LATIN_SOUNDS = {
    "a": "", "b": "b", "c": "k", "d": "d", "e": "", "f": "f", "g": "g", "h": "h", "i": "", "j": "g",
    "k": "k", "l": "l", "m": "m", "n": "n", "o": "", "p": "b", "q": "k", "r": "r", "s": "s", "t": "t",
    "u": "", "v": "", "w": "", "x": "ks", "y": "", "z": "z",
}  # fmt: skip

# French, English, German, Indonesian and Turkish ways of writing one Arabic sound.
LATIN_GROUPS = {
    "tch": "x", "sch": "x", "sh": "x", "ch": "x", "sy": "x", "kh": "k", "gh": "g", "dj": "g", "zh": "g",
    "dh": "d", "th": "t", "ph": "f",
}  # fmt: skip

SOUNDS = {**ARABIC_SOUNDS, **LATIN_SOUNDS, **LATIN_GROUPS}

# Weak letters are consonants only at the head of a word.
HEADS = {"ي": "y", "y": "y", "و": "w", "w": "w", "v": "w"}

# Letters whose mark changes the consonant, read before folding takes the mark away.
HOOKED = str.maketrans({"ş": "sh", "š": "sh", "ș": "sh", "ś": "sh", "ç": "ch", "č": "ch", "ğ": "gh"})
