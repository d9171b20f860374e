"""What somebody looks for, as words: a user's text never becomes syntax of a search engine."""

from dataclasses import dataclass

from pulang.kernel.folding import skeletons, tokens

MOST_WORDS = 20
LONGEST_WORD = 100


@dataclass(frozen=True)
class Asked:
    """All `words` must be found, the last one perhaps unfinished; or, in names, all `sounds`."""

    words: tuple[str, ...]
    sounds: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def sound_is_open(self) -> bool:
        """Whether the last sound may go on: one consonant alone would go on to almost anything."""
        return bool(self.sounds) and len(self.sounds[-1]) > 1

    def word_in(self, tokens: tuple[str, ...]) -> str | None:
        """Return the word that these folded words of the original text answer, if any."""
        for token in tokens:
            if token in self.words:
                return token
            if token.startswith(self.words[-1]):
                return self.words[-1]
        return None

    def sound_in(self, text: str) -> str | None:
        """Return the sound that a word of a name answers, if any."""
        for sound in skeletons(text):
            if sound in self.sounds:
                return sound
            if self.sound_is_open and sound.startswith(self.sounds[-1]):
                return self.sounds[-1]
        return None


def asked(text: str) -> Asked:
    """Read what was typed; too many words are cut off, and none at all finds nothing."""
    return Asked(tuple(bounded(tokens(text))[:MOST_WORDS]), tuple(bounded(skeletons(text))[:MOST_WORDS]))


def bounded(words: list[str]) -> list[str]:
    """Return words no longer than any engine takes, the same for what is stored and what is asked."""
    return [word[:LONGEST_WORD] for word in words]
