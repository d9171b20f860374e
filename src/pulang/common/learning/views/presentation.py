"""What pages of courses show, as values for the templates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulang.common.frameworks.queries import ProvisionLine, lines_of
from pulang.common.learning import queries
from pulang.common.learning.models import CourseVersion
from pulang.common.learning.queries import Book, CourseLine, ModuleLine, SessionLine
from pulang.common.learning.rules import course as values
from pulang.common.learning.rules.releasing import STATE_WORDS
from pulang.common.learning.rules.speaking import Said, say, say_activity, title_of
from pulang.common.learning.rules.timing import Plan, shortened
from pulang.common.learning.rules.vocabulary import ADVICE_WORDS, KIND_WORDS, METHOD_WORDS, TIER_WORDS
from pulang.foundation.texts import markdown
from pulang.foundation.texts.models import TranslationStatus
from pulang.foundation.ui.parts import Link, State
from pulang.kernel.ids import keyed

Page = dict[str, Any]


@dataclass(frozen=True)
class Passage:
    """A section on a page: its heading and its text as HTML, in the language it has, with what must be said of it."""

    heading: str
    html: SafeString
    language: str
    remark: str = ""


@dataclass(frozen=True)
class Step:
    """A block of the run-sheet with the minute at which it begins."""

    begins: int
    block: values.Block
    notes: Passage
    method: Promise
    activity: Link | None
    now: int | None = None


def spoken() -> str:
    """The language of the page."""
    return get_language() or "en"


def passage(said: Said) -> Passage | None:
    """A section for a page; None where the text has none."""
    if not said.language:
        return None
    return Passage(said.heading, markdown.html(said.body), said.language, _remark(said))


def _remark(said: Said) -> str:
    return _("The original has changed since this was translated.") if said.stale else ""


def translated(wordings: Sequence[values.Wording]) -> str | Promise:
    """How far the translation into the reader's language is to be trusted; nothing where there is none."""
    statuses = [wording.status for wording in wordings[1:] if wording.language == spoken()]
    return TranslationStatus(statuses[0]).label if statuses else ""


def state_tag(row: CourseVersion) -> State:
    """Where a version stands, in words with their shape."""
    label, kind = STATE_WORDS[queries.state_of(row).state]
    return State(label, kind)  # type: ignore[arg-type]


def course_card(line: CourseLine) -> Page:
    """A course in the list."""
    course = line.course
    return {
        "row": line.version,
        "title": title_of(course.wordings, spoken()),
        "summary": passage(say(course.wordings, "summary", spoken())),
        "tag": state_tag(line.version),
        "url": version_url(line.version),
        "languages": course.languages,
        "tiers": [TIER_WORDS[tier] for tier in course.tiers],
    }


def version_page(book: Book) -> Page:
    """A version with its modules, shorter forms and divisions."""
    course, language, modules = book.course, spoken(), book.modules
    return {
        "row": book.row,
        "course": course,
        "about_url": book.url("about"),
        "pack_url": book.url("pack"),
        "flags_url": book.url("flags"),
        "title": title_of(course.wordings, language),
        "translated": translated(course.wordings),
        "summary": passage(say(course.wordings, "summary", language)),
        "modules": [_module(book, module, language) for module in modules],
        "tiers": [TIER_WORDS[tier] for tier in course.tiers],
        "minutes": sum(module.minutes for module in modules),
    }


def about_page(book: Book) -> Page:
    """For whom a version is, how to prepare it, its shorter forms and divisions over shifts."""
    course, language = book.course, spoken()
    titles = {address: title for module in book.modules for address, title in _titles(module, language)}
    more = (passage(say(course.wordings, name, language)) for name in ("audience", "preparation"))
    return {
        "row": book.row,
        "title": title_of(course.wordings, language),
        "translated": translated(course.wordings),
        "more": [found for found in more if found],
        "cuts": [_cut(course, cut, f"cut-{cut.key}", titles) for cut in course.cuts],
        "shifts": [_division(course, plan, titles) for plan in course.shifts],
    }


def _titles(module: ModuleLine, language: str) -> list[tuple[str, Said]]:
    return [(f"{module.key}/{line.key}", title_of(line.session.wordings, language)) for line in module.sessions]


def _module(book: Book, module: ModuleLine, language: str) -> Page:
    wordings = module.module.wordings
    return {
        "key": module.key,
        "title": title_of(wordings, language),
        "objectives": passage(say(wordings, "objectives", language)),
        "introduction": passage(say(wordings, "introduction", language)),
        "minutes": module.minutes,
        "sessions": [
            {
                "title": title_of(line.session.wordings, language),
                "minutes": line.minutes,
                "url": session_url(book, line),
            }
            for line in module.sessions
        ],
    }


def _cut(course: values.Course, cut: values.Cut, name: str, titles: dict[str, Said]) -> Page:
    return {
        "passage": passage(say(course.wordings, name, spoken())),
        "sessions": [titles[address] for address in cut.sessions if address in titles],
    }


def _division(course: values.Course, plan: values.Shifts, titles: dict[str, Said]) -> Page:
    return {
        "passage": passage(say(course.wordings, f"shifts-{plan.key}", spoken())),
        "parts": [
            {"sessions": [titles[address] for address in part.sessions if address in titles],
             "twice": part.key in plan.make_up}
            for part in plan.parts
        ],
    }  # fmt: skip


def session_page(book: Book, line: SessionLine) -> Page:
    """A session as participants read it."""
    session, language = line.session, spoken()
    sections = ("objectives", "participants")
    where = {"module": line.module, "session": line.key}
    return {
        "row": book.row,
        "edition": book.is_edition,
        "module": line.module,
        "run_sheet_url": book.url("run-sheet", **where),
        "session": session,
        "title": title_of(session.wordings, language),
        "translated": translated(session.wordings),
        "parts": [found for name in sections if (found := passage(say(session.wordings, name, language)))],
        "provisions": provisions(session.provisions),
        "tiers": [TIER_WORDS[tier] for tier in session.tiers],
        "activities": [_activity_link(book, line, activity) for activity in session.activities],
    }


def block_choices(line: SessionLine) -> list[tuple[str, str]]:
    """The blocks of a session to choose from."""
    wordings, language = line.session.wordings, spoken()
    return [(block.key, say(wordings, block.key, language).heading) for block in line.session.blocks]


def run_sheet_page(book: Book, line: SessionLine, late: int, at: str) -> Page:
    """A session as its facilitator needs it: timed blocks with notes, beside what must be at hand.

    ``late`` minutes before the block ``at`` are taken from what is still to come.
    """
    session, language = line.session, spoken()
    beside = ("materials", "room", "cautions")
    steps = _steps(book, line, language)
    rest = [step for step in steps if step.begins >= next((s.begins for s in steps if s.block.key == at), 0)]
    plan = shortened([step.block for step in rest], late) if late else None
    return {
        **session_page(book, line),
        "plan": plan,
        "beside": [found for name in beside if (found := passage(say(session.wordings, name, language)))],
        "steps": _planned(steps, rest, plan),
        "shortest": sum(block.shortest for block in session.blocks),
    }


def _planned(steps: list[Step], rest: list[Step], plan: Plan | None) -> list[Step]:
    """The steps with the minutes that are left to those that become shorter."""
    if plan is None:
        return steps
    now = {step.block.key: minutes for step, minutes in zip(rest, plan.minutes, strict=True)}
    return [
        replace(step, now=minutes) if (minutes := now.get(step.block.key, step.block.minutes)) < step.block.minutes
        else step
        for step in steps
    ]  # fmt: skip


def _steps(book: Book, line: SessionLine, language: str) -> list[Step]:
    found, begins = [], 0
    for block in line.session.blocks:
        notes = passage(say(line.session.wordings, block.key, language))
        assert notes is not None, "a pack has the notes of every block"
        activity = line.session.activity(block.activity)
        link = _activity_link(book, line, activity) if activity else None
        found.append(Step(begins, block, notes, METHOD_WORDS[block.method], link))
        begins += block.minutes
    return found


def activity_page(book: Book, line: SessionLine, activity: values.Activity, *, answers: bool) -> Page:
    """An activity in the reader's language; with the right answers for those who teach."""
    said = say_activity(activity, spoken(), book.course.source)
    return {
        "row": book.row,
        "edition": book.is_edition,
        "module": line.module,
        "session": line.key,
        "key": activity.key,
        "kind": activity.kind,
        "kind_words": KIND_WORDS[activity.kind],
        "said": said,
        "points": said.get("items", ()),
        "advice": ADVICE_WORDS.get(said.get("advice", ""), ""),
        "opening": next((scene for scene in said.get("scenes", ()) if scene["key"] == said["start"]), None),
        "same_as": _same_as(book, said.get("same_as", "")),
        "answers": answers,
    }


def _same_as(book: Book, key: str) -> Link | None:
    """The quiz whose questions this one asks."""
    lines = (line for module in book.modules for line in module.sessions) if key else ()
    found = ((line, activity) for line in lines if (activity := line.session.activity(key)))
    return next((_activity_link(book, line, activity) for line, activity in found), None)


def _activity_link(book: Book, line: SessionLine, activity: values.Activity) -> Link:
    title = say_activity(activity, spoken(), "")["title"]["text"]
    url = book.url("activity", module=line.module, session=line.key, activity=activity.key)
    return Link(f"{KIND_WORDS[activity.kind]}: {title}", url)


def provisions(keys: Sequence[str]) -> list[ProvisionLine]:
    """The good practices of these keys."""
    return lines_of([keyed("provision", key) for key in keys], spoken())


def version_url(row: CourseVersion) -> str:
    """The page of a version of a master."""
    return queries.of_version(row).url("version")


def session_url(book: Book, line: SessionLine) -> str:
    """The page of a session."""
    return book.url("session", module=line.module, session=line.key)


def path_to(book: Book, *more: Link) -> list[Link]:
    """The way from the list of courses, or of editions, to a page of this version."""
    title = title_of(book.course.wordings, spoken()).heading
    above = [Link(_("Courses"), reverse("learning:list"))]
    if book.is_edition:
        above.append(Link(_("Editions"), reverse("learning:editions")))
    return [*above, Link(f"{title} {book.number}", book.url("version")), *more]
