"""A course while operations are carried out on it: only what is touched is copied, the rest stays the master's own."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from pulang.common.learning.rules.course import (
    Activity,
    ActivityWording,
    Block,
    Course,
    CourseSession,
    Cut,
    Module,
    Section,
    Shifts,
    Wording,
    mark_of,
)
from pulang.common.learning.rules.packs.shapes import SHAPES, Holds, Shape, texts


@dataclass
class Said:
    """The texts of one place in one language. The text of an activity is a section without a heading."""

    status: str
    texts: dict[str, Section]
    made_from: dict[str, str]


@dataclass
class Taught:
    """A session without its texts."""

    tiers: tuple[str, ...]
    provisions: tuple[str, ...]
    blocks: list[Block]
    activities: list[str]


Languages = dict[str, Said]


@dataclass
class Working:
    """The course by place. ``texts``, ``taught`` and ``content`` have what was opened; all else is ``original``."""

    master: Course
    modules: list[str] = field(init=False)
    sessions: dict[str, list[str]] = field(init=False)
    languages: list[str] = field(init=False)
    terms: dict[str, dict[str, str]] = field(init=False)
    original: dict[str, Course | Module | CourseSession | Activity] = field(init=False)
    texts: dict[str, Languages] = field(default_factory=dict)
    taught: dict[str, Taught] = field(default_factory=dict)
    content: dict[str, dict[str, Any]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        course = self.master
        self.modules = [module.key for module in course.modules]
        self.sessions = {module.key: [session.key for session in module.sessions] for module in course.modules}
        self.languages = list(course.languages)
        self.terms = {term.key: dict(term.words) for term in course.terms}
        self.original = places(course)

    @property
    def source(self) -> str:
        return self.master.source

    def here(self, place: str) -> bool:
        """Whether the place is there and nothing above it was left out."""
        parts = place.split("/")
        above = ("/".join(parts[: number + 1]) for number in range(len(parts)))
        return (place in self.original or place in self.texts) and not any(part in self.gone for part in above)

    def said(self, place: str) -> Languages:
        """The texts of a place, to be changed."""
        if place not in self.texts:
            self.texts[place] = spoken(self.original[place], self.source)
        return self.texts[place]

    def session(self, place: str) -> Taught:
        """A session, to be changed."""
        if place not in self.taught:
            found = self.original[place]
            assert isinstance(found, CourseSession), "asked of sessions only"
            keys = [activity.key for activity in found.activities]
            self.taught[place] = Taught(found.tiers, found.provisions, list(found.blocks), keys)
        return self.taught[place]

    def asks_what(self, place: str) -> str:
        """The key of the quiz whose questions this activity asks; empty where it has its own."""
        content = self.content.get(place) or self._activity(place).content
        return str(content.get("same-as", ""))

    def everywhere(self) -> Iterable[str]:
        """Every place that is there, the course first."""
        yield ""
        for module in self.modules:
            yield module
            for key in self.sessions[module]:
                place = f"{module}/{key}"
                yield place
                yield from (f"{place}/{activity}" for activity in self._activities(place))

    def course(self) -> Course:
        """The course as it is now."""
        master = self.master
        modules = tuple(map(self._module, self.modules))
        known = {f"{module.key}/{session.key}" for module in modules for session in module.sessions}
        cuts, shifts = _kept(master.cuts, known), _divisions(master.shifts, known)
        left_out = {f"cut-{cut.key}" for cut in master.cuts} - {f"cut-{cut.key}" for cut in cuts}
        left_out |= {f"shifts-{plan.key}" for plan in master.shifts} - {f"shifts-{plan.key}" for plan in shifts}
        for name in left_out:
            for said in self.said("").values():
                said.texts.pop(name, None)
                said.made_from.pop(name, None)
        terms = tuple(replace(term, words=self.terms[term.key]) for term in master.terms)
        return replace(
            master, modules=modules, cuts=cuts, shifts=shifts, terms=terms, languages=tuple(self.languages),
            wordings=self._wordings("", master.wordings),
        )  # fmt: skip

    def _module(self, key: str) -> Module:
        found = self.original[key]
        assert isinstance(found, Module), "modules are the master's"
        sessions = tuple(self._session(f"{key}/{session}") for session in self.sessions[key])
        return Module(key, sessions, self._wordings(key, found.wordings))

    def _session(self, place: str) -> CourseSession:
        activities = tuple(self._whole_activity(f"{place}/{key}") for key in self._in_order(place))
        found = self.original.get(place)
        before = found.wordings if isinstance(found, CourseSession) else ()
        if place not in self.taught and isinstance(found, CourseSession):
            return replace(found, activities=activities, wordings=self._wordings(place, before))
        taught = self.taught[place]
        minutes = sum(block.minutes for block in taught.blocks)
        return CourseSession(
            place.split("/")[1], minutes, taught.tiers, taught.provisions, tuple(taught.blocks), activities,
            self._wordings(place, before),
        )  # fmt: skip

    def _in_order(self, place: str) -> list[str]:
        """Activities in the order of their files."""
        return sorted(self._activities(place), key=lambda key: f"{key}.yaml")

    def _activities(self, place: str) -> list[str]:
        if place in self.taught:
            return self.taught[place].activities
        found = self.original[place]
        return [activity.key for activity in found.activities] if isinstance(found, CourseSession) else []

    def _whole_activity(self, place: str) -> Activity:
        if place not in self.texts:
            return self._activity(place)
        said = self.texts[place]
        content = deepcopy(self.content.get(place) or self._activity(place).content)
        for name, section in said[self.source].texts.items():
            _put(content, SHAPES[content["kind"]], name.split("."), section.body)
        wordings = (
            ActivityWording(language, one.status, {name: text.body for name, text in one.texts.items()}, one.made_from)
            for language, one in _translations(said, self.source, self.languages)
            if one.texts
        )
        return Activity(place.split("/")[2], content["kind"], content, tuple(wordings))

    def _activity(self, place: str) -> Activity:
        found = self.original[place]
        assert isinstance(found, Activity), "asked of activities only"
        return found

    def _wordings(self, place: str, before: tuple[Wording, ...]) -> tuple[Wording, ...]:
        if place not in self.texts:
            return before
        said = self.texts[place]
        others = _translations(said, self.source, self.languages)
        every = [(self.source, said[self.source]), *others]
        return tuple(Wording(language, one.status, one.texts, one.made_from) for language, one in every)


def places(course: Course) -> dict[str, Course | Module | CourseSession | Activity]:
    """Everything that has texts, by its place."""
    found: dict[str, Course | Module | CourseSession | Activity] = {"": course}
    for module in course.modules:
        found[module.key] = module
        for session in module.sessions:
            above = f"{module.key}/{session.key}"
            found[above] = session
            found |= {f"{above}/{activity.key}": activity for activity in session.activities}
    return found


def spoken(thing: Course | Module | CourseSession | Activity, source: str) -> Languages:
    """The texts of a thing by language, the source first."""
    if not isinstance(thing, Activity):
        return {
            wording.language: Said(wording.status, dict(wording.sections), dict(wording.made_from))
            for wording in thing.wordings
        }
    own = {name: Section("", text) for name, text in texts(thing.content, SHAPES[thing.kind])}
    found = {source: Said("", own, {})}
    for wording in thing.wordings:
        translated = {name: Section("", text) for name, text in wording.texts.items()}
        found[wording.language] = Said(wording.status, translated, dict(wording.made_from))
    return found


def mark_in(section: Section, depth: int) -> str:
    """The mark that a translation of this text is made from; a text of an activity has no heading."""
    return mark_of(section.body) if depth == 3 else section.mark


def _translations(said: Languages, source: str, languages: Iterable[str]) -> list[tuple[str, Said]]:
    return [(language, said[language]) for language in languages if language != source and language in said]


def _kept(cuts: tuple[Cut, ...], known: set[str]) -> tuple[Cut, ...]:
    """Shorter forms with the sessions that are still there; one without any goes."""
    left = (replace(cut, sessions=tuple(one for one in cut.sessions if one in known)) for cut in cuts)
    return tuple(cut for cut in left if cut.sessions)


def _divisions(shifts: tuple[Shifts, ...], known: set[str]) -> tuple[Shifts, ...]:
    found = []
    for plan in shifts:
        parts = _kept(plan.parts, known)
        keys = {part.key for part in parts}
        found.append(replace(plan, parts=parts, make_up=tuple(key for key in plan.make_up if key in keys)))
    return tuple(plan for plan in found if plan.parts)


def _put(content: dict[str, Any], shape: Shape, path: list[str], text: str) -> None:
    """Write one text of an activity to where its keys lead."""
    field_of = shape[path[0]]
    if field_of.holds is Holds.ITEMS and field_of.shape:
        thing = next(item for item in content[path[0]] if item["key"] == path[1])
        _put(thing, field_of.shape, path[2:], text)
    elif field_of.holds is Holds.WORDS:
        content[path[0]] = text.split("\n")
    else:
        content[path[0]] = text
