"""Carrying out the operations of an edition on its master, one after the other; the master itself never changes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from pulang.common.learning.rules.course import TITLE, Course, Section
from pulang.common.learning.rules.editions import parts
from pulang.common.learning.rules.editions.checking import text_fault
from pulang.common.learning.rules.editions.faults import Fault, Faulty
from pulang.common.learning.rules.editions.operations import Kind, Operation, address, law_note
from pulang.common.learning.rules.editions.terms import substituted
from pulang.common.learning.rules.editions.working import Said, Working, mark_in
from pulang.common.learning.rules.packs.texts import LISTS
from pulang.common.learning.rules.vocabulary import Status

_TRUST: list[str] = [Status.MACHINE_ASSISTED, Status.REVIEWED, Status.PRACTITIONER_APPROVED]


@dataclass(frozen=True)
class Change:
    """One text or thing that an operation changed: its address, and the language (none for a whole thing)."""

    address: str
    language: str = ""


@dataclass(frozen=True)
class Applied:
    """The course that the edition is, which operations stand behind each change, and those that could not be done."""

    course: Course
    provenance: Mapping[Change, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[Faulty, ...] = ()

    def places_of(self, operation: str) -> list[Change]:
        """Everything that one operation changed, in the order of the course."""
        return [change for change, behind in self.provenance.items() if operation in behind]


@dataclass
class Applying:
    """The course while it changes, and what was changed by what."""

    work: Working
    provenance: dict[Change, list[str]] = field(default_factory=dict)
    written: set[Change] = field(default_factory=set)

    def note(self, operation: Operation, place: str, name: str = "", language: str = "") -> None:
        """Remember that this operation stands behind that text or thing."""
        behind = self.provenance.setdefault(Change(address(place, name), language), [])
        if operation.id not in behind:
            behind.append(operation.id)

    def noted(self, operation: Operation, fault: Fault | None) -> Fault | None:
        """Remember that it stands behind the very thing that it names, unless it could not be done."""
        if fault is None:
            self.note(operation, operation.place, operation.name)
        return fault


def apply(course: Course, operations: Iterable[Operation]) -> Applied:
    """The course with these operations carried out in their order. One that cannot be is a problem, and left out."""
    applying, problems = Applying(Working(course)), []
    for operation in operations:
        fault = _do(applying, operation)
        if fault is not None:
            problems.append(Faulty(operation.id, fault))
    provenance = {change: tuple(behind) for change, behind in applying.provenance.items()}
    return Applied(applying.work.course(), provenance, tuple(problems))


def _do(applying: Applying, operation: Operation) -> Fault | None:
    if not applying.work.here(operation.place):
        return Fault.GONE
    return _DO[operation.kind](applying, operation)


def _adapt(applying: Applying, operation: Operation) -> Fault | None:
    """Other words for the same: translations stay, and are told to be out of date."""
    if not operation.name:
        return Fault.NOT_HERE
    return _write(applying, operation, keeps_translations=True)


def _replace(applying: Applying, operation: Operation) -> Fault | None:
    if operation.name:
        return _write(applying, operation, keeps_translations=operation.name == TITLE)
    return applying.noted(operation, parts.replaced(applying.work, operation))


def _re_example(applying: Applying, operation: Operation) -> Fault | None:
    if not operation.name or operation.name == TITLE:
        return Fault.NOT_HERE
    return _write(applying, operation, keeps_translations=False)


def _write(applying: Applying, operation: Operation, *, keeps_translations: bool) -> Fault | None:
    """Put the operation's text in the place of the one there is."""
    work, name, language = applying.work, operation.name, operation.language
    said = work.said(operation.place)
    source = said[work.source]
    if name not in source.texts:
        return Fault.GONE
    section = operation.section(source.texts[name])
    change = Change(operation.address, language)
    if change in applying.written:
        return Fault.TWICE
    if fault := text_fault(operation.depth, name, section):
        return fault
    fault = (
        _in_the_source(work, operation, section, keeps_translations=keeps_translations)
        if language == work.source
        else _translated(work, operation)
    )
    if fault is None:
        applying.written.add(change)
        applying.note(operation, operation.place, name, language)
    return fault


def _in_the_source(work: Working, operation: Operation, section: Section, *, keeps_translations: bool) -> Fault | None:
    said, name = work.said(operation.place), operation.name
    before = mark_in(said[work.source].texts[name], operation.depth)
    said[work.source].texts[name] = section
    for language, other in said.items():
        if language == work.source or name not in other.texts:
            continue
        if keeps_translations:
            other.made_from.setdefault(name, before)
        else:
            del other.texts[name]
            other.made_from.pop(name, None)
    return None


def _translated(work: Working, operation: Operation) -> Fault | None:
    """A text in another language, made from the source as it is now."""
    said, name, language = work.said(operation.place), operation.name, operation.language
    status = operation.content.get("status") or Status.REVIEWED
    if language not in said:
        if operation.depth < 3 and name != TITLE:
            return Fault.NO_TITLE
        said[language] = Said(status, {}, {})
        if language not in work.languages:
            work.languages.append(language)
    other, source = said[language], said[work.source].texts[name]
    if operation.kind == Kind.TRANSLATE:
        other.status = min(other.status or status, status, key=_TRUST.index)
    other.texts[name] = operation.section(other.texts.get(name) or source)
    other.made_from[name] = mark_in(source, operation.depth)
    return None


def _translate(applying: Applying, operation: Operation) -> Fault | None:
    if not operation.name or operation.language == applying.work.source:
        return Fault.NOT_HERE
    return _write(applying, operation, keeps_translations=True)


def _law_note(applying: Applying, operation: Operation) -> Fault | None:
    """The note stands below the text; translations of the text are as good as they were."""
    work, name, language = applying.work, operation.name, operation.language
    if operation.depth == 3 or not name or name == TITLE or name in LISTS:
        return Fault.NOT_HERE
    said = work.said(operation.place)
    if language not in said or name not in said[language].texts:
        return Fault.GONE if language == work.source else Fault.NO_TEXT
    before = said[language].texts[name]
    after = Section(before.heading, f"{before.body}\n\n{law_note(operation)}".strip())
    if fault := text_fault(operation.depth, name, after):
        return fault
    said[language].texts[name] = after
    if language == work.source:
        _carry(work, operation.place, name, before, after)
    applying.note(operation, operation.place, name, language)
    return None


def _carry(work: Working, place: str, name: str, before: Section, after: Section) -> None:
    """A translation that was made from the text before is as good for the text after."""
    depth = place.count("/") + 1 if place else 0
    old, new = mark_in(before, depth), mark_in(after, depth)
    for language, other in work.said(place).items():
        if language != work.source and other.made_from.get(name) == old:
            other.made_from[name] = new


def _omit(applying: Applying, operation: Operation) -> Fault | None:
    return applying.noted(operation, parts.omitted(applying.work, operation))


def _insert(applying: Applying, operation: Operation) -> Fault | None:
    fault = parts.inserted(applying.work, operation)
    if fault is None:
        place, name = parts.made(operation)
        language = applying.work.source if name else ""
        applying.note(operation, place, name, language)
    return fault


def _re_order(applying: Applying, operation: Operation) -> Fault | None:
    return applying.noted(operation, parts.re_ordered(applying.work, operation))


def _term(applying: Applying, operation: Operation) -> Fault | None:
    work, words = applying.work, applying.work.terms.get(operation.name)
    own = operation.content["words"]
    if words is None or not own or any(language not in words for language in own):
        return Fault.NO_TERM
    before = dict(words)
    for place in list(work.everywhere()):
        _substitute(applying, operation, place, before)
    words.update(own)
    return None


def _substitute(applying: Applying, operation: Operation, place: str, before: Mapping[str, str]) -> None:
    work = applying.work
    for language, own in operation.content["words"].items():
        if language not in work.said(place):
            continue
        said = work.said(place)[language]
        for name, text in list(said.texts.items()):
            heading, in_heading = substituted(text.heading, before[language], own)
            body, in_body = substituted(text.body, before[language], own)
            if in_heading or in_body:
                said.texts[name] = Section(heading, body)
                applying.note(operation, place, name, language)
                if language == work.source:
                    _carry(work, place, name, text, said.texts[name])


_DO: Mapping[str, Callable[[Applying, Operation], Fault | None]] = {
    Kind.ADAPT: _adapt,
    Kind.REPLACE: _replace,
    Kind.INSERT: _insert,
    Kind.OMIT: _omit,
    Kind.RE_ORDER: _re_order,
    Kind.TRANSLATE: _translate,
    Kind.RE_EXAMPLE: _re_example,
    Kind.LAW_NOTE: _law_note,
    Kind.TERM: _term,
}
