"""What of a master an operation touches: the text or thing it was made from, to be compared between two versions."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pulang.common.learning.rules.course import Activity, Course, CourseSession, Module, Section, as_data, mark_of
from pulang.common.learning.rules.editions.operations import Kind, Operation, What
from pulang.common.learning.rules.editions.working import Languages, places, spoken

Thing = Course | Module | CourseSession | Activity


@dataclass
class Targets:
    """One version of a master, looked up by address; everything is read once."""

    course: Course
    _said: dict[str, Languages] = field(default_factory=dict)
    _whole: dict[str, str] = field(default_factory=dict)

    @cached_property
    def things(self) -> dict[str, Thing]:
        return places(self.course)

    @cached_property
    def homes(self) -> dict[str, list[str]]:
        """Where sessions and activities of a key stand: what moved is found by it."""
        found: dict[str, list[str]] = {}
        for place in self.things:
            if "/" in place:
                found.setdefault(_last(place), []).append(place)
        return found

    def moved(self, operation: Operation) -> bool:
        """Whether what an operation speaks of, which is not at its place, stands at another one."""
        if operation.place in self.things or "/" not in operation.place:
            return False
        return bool(self.homes.get(_last(operation.place)) or self._above_moved(operation.place))

    def _above_moved(self, place: str) -> bool:
        above = place.rpartition("/")[0]
        return place.count("/") == 2 and above not in self.things and bool(self.homes.get(_last(above)))

    def text(self, place: str, name: str, language: str) -> Section | None:
        """One text in one language."""
        said = self.said(place).get(language)
        return said.texts.get(name) if said else None

    def said(self, place: str) -> Languages:
        if place not in self._said:
            thing = self.things.get(place)
            self._said[place] = spoken(thing, self.course.source) if thing is not None else {}
        return self._said[place]

    def whole(self, place: str) -> str | None:
        """A whole module, session or activity as one text."""
        if place not in self._whole:
            thing = self.things.get(place)
            if thing is None:
                return None
            self._whole[place] = json.dumps(as_data(thing), ensure_ascii=False, sort_keys=True)
        return self._whole[place]

    def children(self, place: str) -> list[str] | None:
        """The keys of a course's modules, or of a module's sessions, in their order."""
        thing = self.things.get(place)
        if isinstance(thing, Course):
            return [module.key for module in thing.modules]
        return [session.key for session in thing.sessions] if isinstance(thing, Module) else None

    def of(self, operation: Operation) -> str | None:
        """What an operation touches, as one text; ``None`` where it is not there."""
        return _TARGETS[Kind(operation.kind)](self, operation)

    def mark(self, operation: Operation) -> str:
        """The mark that an operation written against this version is made from; empty where nothing is there."""
        found = self.of(operation)
        return "" if found is None else mark_of(found)

    def shown(self, operation: Operation) -> str:
        """The same for people to read."""
        if operation.kind in (Kind.RE_ORDER, Kind.TERM):
            return self.of(operation) or ""
        if operation.name:
            language = operation.language or self.course.source
            found = self.text(operation.place, operation.name, language)
            found = found or self.text(operation.place, operation.name, self.course.source)
            return _joined(found) if found else ""
        said = self.said(operation.place).get(self.course.source)
        return "\n\n".join(_joined(text) for text in said.texts.values()) if said else ""


def _joined(section: Section) -> str:
    return "\n\n".join(part for part in (section.heading, section.body) if part)


def _last(place: str) -> str:
    return place.rpartition("/")[2]


def _written(targets: Targets, operation: Operation) -> str | None:
    """The text in its language; the source where that has none yet."""
    if not operation.name:
        return targets.whole(operation.place)
    found = targets.text(operation.place, operation.name, operation.language)
    found = found or targets.text(operation.place, operation.name, targets.course.source)
    return _joined(found) if found else None


def _translated(targets: Targets, operation: Operation) -> str | None:
    """The source, and the translation that the master has already."""
    source = targets.text(operation.place, operation.name, targets.course.source)
    if source is None:
        return None
    own = targets.text(operation.place, operation.name, operation.language)
    return f"{_joined(source)}\0{_joined(own) if own else ''}"


def _noted(targets: Targets, operation: Operation) -> str | None:
    found = targets.text(operation.place, operation.name, operation.language)
    return _joined(found) if found else None


def _left_out(targets: Targets, operation: Operation) -> str | None:
    if not operation.name:
        return targets.whole(operation.place)
    found = targets.text(operation.place, operation.name, targets.course.source)
    block = _block(targets, operation.place, operation.name)
    return f"{_joined(found)}\0{block}" if found else None


def _block(targets: Targets, place: str, key: str) -> str:
    thing = targets.things.get(place)
    blocks = thing.blocks if isinstance(thing, CourseSession) else ()
    found = [block for block in blocks if block.key == key]
    return json.dumps(as_data(found[0]), sort_keys=True) if found else ""


def _added(targets: Targets, operation: Operation) -> str | None:
    """Where it is to stand, and whether that is free."""
    content, place = operation.content, operation.place
    thing, what = targets.things.get(place), content["what"]
    if thing is None:
        return None
    if what == What.SECTION:
        found = targets.text(place, operation.name, targets.course.source)
        return f"taken: {_joined(found)}" if found else "free"
    key = content["key"]
    if what == What.SESSION:
        siblings = targets.children(place) or []
    else:
        siblings = [block.key for block in thing.blocks] if isinstance(thing, CourseSession) else []
    if what == What.ACTIVITY:
        return _beside_block(targets, operation)
    if key in siblings:
        return f"taken: {key}"
    after = content.get("after", "")
    return f"after: {after}" if not after or after in siblings else None


def _beside_block(targets: Targets, operation: Operation) -> str | None:
    block = _block(targets, operation.place, operation.content["block"])
    if not block:
        return None
    taken = f"{operation.place}/{operation.content['key']}" in targets.things
    return f"taken: {block}" if taken else f"beside: {json.loads(block)['activity']}"


def _ordered(targets: Targets, operation: Operation) -> str | None:
    children = targets.children(operation.place)
    return None if children is None else "\n".join(children)


def _called(targets: Targets, operation: Operation) -> str | None:
    words = next((term.words for term in targets.course.terms if term.key == operation.name), None)
    if words is None:
        return None
    return "\n".join(f"{language}: {words.get(language, '')}" for language in sorted(operation.content["words"]))


_TARGETS: Mapping[Kind, Callable[[Targets, Operation], str | None]] = {
    Kind.ADAPT: _written,
    Kind.REPLACE: _written,
    Kind.RE_EXAMPLE: _written,
    Kind.TRANSLATE: _translated,
    Kind.LAW_NOTE: _noted,
    Kind.OMIT: _left_out,
    Kind.INSERT: _added,
    Kind.RE_ORDER: _ordered,
    Kind.TERM: _called,
}
