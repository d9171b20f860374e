"""Which language a reader gets: each section in the own language where it was translated, else in the source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pulang.common.learning.rules.course import TITLE, Activity, Wording
from pulang.common.learning.rules.packs.shapes import SHAPES, Field, Holds, Shape


@dataclass(frozen=True)
class Said:
    """A section as a reader gets it. ``stale``: the source was changed after this translation was made."""

    heading: str
    body: str
    language: str
    status: str = ""
    stale: bool = False


NOTHING = Said("", "", "")


def say(wordings: Sequence[Wording], name: str, language: str) -> Said:
    """One section of a text; the source stands first among the wordings. ``NOTHING`` where there is none."""
    source = wordings[0]
    spoken = next((wording for wording in wordings[1:] if wording.language == language), None)
    original = source.sections.get(name)
    if spoken is not None and name in spoken.sections:
        found, made_from = spoken.sections[name], spoken.made_from.get(name, "")
        stale = bool(made_from and original and made_from != original.mark)
        return Said(found.heading, found.body, language, spoken.status, stale)
    return Said(original.heading, original.body, source.language) if original else NOTHING


def title_of(wordings: Sequence[Wording], language: str) -> Said:
    """The title of a text."""
    return say(wordings, TITLE, language)


def say_activity(activity: Activity, language: str, source: str) -> dict[str, Any]:
    """What an activity says; each text becomes ``{"text", "lang"}``, in the reader's language where it was translated.

    Names have underscores in the place of hyphens, as templates want them.
    """
    spoken = next((wording for wording in activity.wordings if wording.language == language), None)
    translating = _Translating(spoken.texts if spoken else {}, language, source)
    return translating.said(activity.content, SHAPES[activity.kind], "")


@dataclass(frozen=True)
class _Translating:
    texts: Mapping[str, str]
    language: str
    source: str

    def said(self, content: Mapping[str, Any], shape: Shape, before: str) -> dict[str, Any]:
        return {
            name.replace("-", "_"): self.value(value, shape[name], before + name) for name, value in content.items()
        }

    def value(self, value: Any, field: Field, path: str) -> Any:
        if field.holds is Holds.TEXT:
            spoken = self.texts.get(path)
            return {"text": spoken or value, "lang": self.language if spoken else self.source}
        if field.holds is Holds.WORDS:
            return self.texts[path].split("\n") if path in self.texts else list(value)
        if field.holds is Holds.ITEMS and field.shape:
            return [self.said(thing, field.shape, f"{path}.{thing['key']}.") for thing in value]
        return value
