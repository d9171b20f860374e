"""What a signed course file says: the pack as it is exported, and where it comes from."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pulang.common.bridge.rules import shapes
from pulang.kernel.signedfiles import BadFile
from pulang.kernel.tlp import Label

KIND = "pulang-course-1"
# What a host may hold: it cannot ask the forum's members who else may read.
HELD_ELSEWHERE = (Label.CLEAR, Label.GREEN)


@dataclass(frozen=True)
class CourseFile:
    """A released version on its way; ``released_by`` is an organisation."""

    course: str
    version: str
    titles: Mapping[str, str]
    languages: tuple[str, ...]
    label: Label
    released_on: date
    released_by: str
    pack: bytes

    def content(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "course": self.course,
            "version": self.version,
            "titles": dict(self.titles),
            "languages": list(self.languages),
            "label": self.label.value,
            "released_on": self.released_on.isoformat(),
            "released_by": self.released_by,
            "digest": hashlib.sha256(self.pack).hexdigest(),
            "pack": base64.b64encode(self.pack).decode(),
        }


def course_file(content: Mapping[str, Any]) -> CourseFile:
    """The file as values. Raises ``BadFile`` where something is missing or does not fit."""
    try:
        label = Label(shapes.text(content, "label"))
        pack = base64.b64decode(content.get("pack", ""), validate=True)
    except (ValueError, TypeError, binascii.Error):
        raise BadFile("none", "The label or the pack is not as it should be.") from None
    if hashlib.sha256(pack).hexdigest() != content.get("digest"):
        raise BadFile("changed", "The pack is not the one that the file names.")
    titles = {str(language): str(title) for language, title in shapes.part(content, "titles").items()}
    return CourseFile(
        course=shapes.text(content, "course"),
        version=shapes.text(content, "version"),
        titles=titles,
        languages=shapes.texts(content, "languages"),
        label=label,
        released_on=shapes.day(content, "released_on"),
        released_by=shapes.text(content, "released_by"),
        pack=pack,
    )
