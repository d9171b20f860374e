"""What can be chosen when somebody changes a course: places, texts and things there, and the form for the rest."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from pulang.common.learning.forms import changes as forms
from pulang.common.learning.rules.course import TITLE, Course, CourseSession, Module, Section
from pulang.common.learning.rules.editions.operations import WHAT_WORDS, Kind, What, address
from pulang.common.learning.rules.editions.parts import OPTIONAL
from pulang.common.learning.rules.editions.targets import Targets
from pulang.common.learning.rules.packs.texts import LISTS, RUN_SHEET
from pulang.common.learning.rules.speaking import say_activity, title_of
from pulang.common.learning.rules.vocabulary import KIND_WORDS as ACTIVITY_WORDS
from pulang.common.learning.rules.vocabulary import LANGUAGES, METHOD_WORDS

Choice = tuple[Any, Any]
LONGEST = 70
ADD = "+"
COURSE = "*"  # no key of a module


def places(course: Course, language: str) -> list[Choice]:
    """The course, its modules and their sessions, as grouped answers."""
    found: list[Choice] = [(COURSE, _("The course as a whole"))]
    for module in course.modules:
        title = title_of(module.wordings, language).heading
        sessions = [
            (f"{module.key}/{session.key}", title_of(session.wordings, language).heading) for session in module.sessions
        ]
        found.append((title, [(module.key, _("The module as a whole: {title}").format(title=title)), *sessions]))
    return found


def targets(targets: Targets, kind: str, place: str, language: str) -> list[Choice]:
    """The texts or things at a place to which this can be done; empty where nothing is to be chosen."""
    if kind == Kind.RE_ORDER:
        return []
    if kind == Kind.TERM:
        terms = targets.course.terms
        return [(address("", term.key), term.words.get(language) or term.key) for term in terms]
    if kind == Kind.INSERT:
        return list(_additions(targets, place))
    if kind == Kind.OMIT:
        return list(_omissions(targets, place, language))
    found = list(_texts(targets, place, language, law=kind == Kind.LAW_NOTE, example=kind == Kind.RE_EXAMPLE))
    return [*_wholes(targets, place, language), *found] if kind == Kind.REPLACE else found


def languages(kind: str, source: str) -> Sequence[str]:
    """The languages in which it can be done; none where it is not asked."""
    if kind == Kind.TRANSLATE:
        return [code for code in LANGUAGES if code != source]
    if kind in (Kind.ADAPT, Kind.REPLACE, Kind.RE_EXAMPLE, Kind.LAW_NOTE):
        return [source, *(code for code in LANGUAGES if code != source)]
    return []


def _texts(targets: Targets, place: str, language: str, *, law: bool, example: bool) -> Iterator[Choice]:
    source = targets.course.source
    for name, section in targets.said(place)[source].texts.items():
        if name == RUN_SHEET or (law and (name == TITLE or name in LISTS)) or (example and name == TITLE):
            continue
        spoken = targets.text(place, name, language) or section
        yield (
            address(place, name),
            spoken.heading if name != TITLE else _("Title: {title}").format(title=spoken.heading),
        )
    if law or place.count("/") != 1:
        return
    for activity in _session(targets, place).activities:
        above = f"{place}/{activity.key}"
        title = say_activity(activity, language, source)["title"]["text"]
        names = targets.said(above)[source].texts
        label = f"{ACTIVITY_WORDS[activity.kind]}: {title}"
        yield label, [(address(above, name), _short(targets, above, name, language)) for name in names]


def _short(targets: Targets, place: str, name: str, language: str) -> str:
    text = targets.text(place, name, language) or targets.text(place, name, targets.course.source) or Section("")
    words = " ".join(text.body.split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


def _session(targets: Targets, place: str) -> CourseSession:
    found = targets.things[place]
    assert isinstance(found, CourseSession), "asked of sessions only"
    return found


def _wholes(targets: Targets, place: str, language: str) -> Iterator[Choice]:
    """A whole session and its whole activities."""
    if place.count("/") != 1:
        return
    yield place, _("The whole session")
    for activity in _session(targets, place).activities:
        title = say_activity(activity, language, targets.course.source)["title"]["text"]
        yield f"{place}/{activity.key}", _("The whole activity: {title}").format(title=title)


def _omissions(targets: Targets, place: str, language: str) -> Iterator[Choice]:
    source, thing = targets.course.source, targets.things[place]
    if isinstance(thing, Module):
        yield place, _("The whole module")
    if isinstance(thing, CourseSession):
        yield place, _("The whole session")
        for block in thing.blocks:
            title = (targets.text(place, block.key, language) or thing.wordings[0].sections[block.key]).heading
            yield address(place, block.key), _("The block with its activity: {title}").format(title=title)
        for activity in thing.activities:
            title = say_activity(activity, language, source)["title"]["text"]
            yield f"{place}/{activity.key}", _("The activity: {title}").format(title=title)
    for name in OPTIONAL[place.count("/") + 1 if place else 0]:
        if section := targets.text(place, name, source):
            yield address(place, name), _("The section: {title}").format(title=section.heading)


def _additions(targets: Targets, place: str) -> Iterator[Choice]:
    depth = place.count("/") + 1 if place else 0
    for name in OPTIONAL[depth]:
        if targets.text(place, name, targets.course.source) is None:
            yield address(place, f"{ADD}{name}"), f"{WHAT_WORDS[What.SECTION]}: {_section_words(name)}"
    if depth == 1:
        yield address(place, f"{ADD}{What.SESSION}"), WHAT_WORDS[What.SESSION]
    if depth == 2:
        yield address(place, f"{ADD}{What.BLOCK}"), WHAT_WORDS[What.BLOCK]
        if any(not block.activity for block in _session(targets, place).blocks):
            yield address(place, f"{ADD}{What.ACTIVITY}"), WHAT_WORDS[What.ACTIVITY]


def _section_words(name: str) -> str:
    words = {
        "preparation": _("how to prepare"), "introduction": _("introduction"), "room": _("the room"),
        "cautions": _("cautions"),
    }  # fmt: skip
    return words[name]


def form_for(kind: str, place: str, name: str, what: str) -> type[forms.ChangeForm]:
    """The form that asks what an operation is to say."""
    if kind == Kind.INSERT:
        return _INSERTING[what]
    if kind == Kind.REPLACE and not name:
        return forms.OwnActivityForm if place.count("/") == 2 else forms.OwnSessionForm
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    shape = 2 if place.count("/") == 2 else int(name != TITLE)
    return (_TRANSLATING if kind == Kind.TRANSLATE else _WRITING)[shape]


_WRITING: tuple[type[forms.ChangeForm], ...] = (forms.TitleForm, forms.TextForm, forms.LineOfActivityForm)
_TRANSLATING: tuple[type[forms.ChangeForm], ...] = (
    forms.TranslateTitleForm, forms.TranslateTextForm, forms.TranslateLineForm,
)  # fmt: skip
_BY_KIND: Mapping[str, type[forms.ChangeForm]] = {
    Kind.OMIT: forms.PlainForm,
    Kind.RE_ORDER: forms.OrderForm,
    Kind.TERM: forms.TermForm,
    Kind.LAW_NOTE: forms.LawForm,
}
_INSERTING: Mapping[str, type[forms.ChangeForm]] = {
    What.SECTION: forms.TextForm,
    What.BLOCK: forms.NewBlockForm,
    What.ACTIVITY: forms.NewActivityForm,
    What.SESSION: forms.NewSessionForm,
}


def given(targets: Targets, place: str, name: str, language: str) -> dict[str, list[Choice]]:
    """The answers that depend on the course: after what, in which block, which order, which words."""
    thing = targets.things.get(place)
    found: dict[str, list[Choice]] = {"method": list(METHOD_WORDS.items())}
    at_first = ("", _("At the beginning"))
    if isinstance(thing, CourseSession):
        titles = {block.key: _heading(targets, place, block.key, language) for block in thing.blocks}
        found["after"] = [at_first, *titles.items()]
        found["block"] = [(block.key, titles[block.key]) for block in thing.blocks if not block.activity]
    elif isinstance(thing, (Module, Course)):
        below = thing.sessions if isinstance(thing, Module) else thing.modules
        found["order"] = [(one.key, title_of(one.wordings, language).heading) for one in below]
        found["after"] = [at_first, *found["order"]]
    words = next((term.words for term in targets.course.terms if term.key == name), {})
    found["words"] = list(words.items())
    return found


def _heading(targets: Targets, place: str, name: str, language: str) -> str:
    text = targets.text(place, name, language) or targets.text(place, name, targets.course.source)
    return text.heading if text else name
