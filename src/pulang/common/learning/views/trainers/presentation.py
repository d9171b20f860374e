"""What pages of trainers show, as values for the templates."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pulang.common.accounts.models import Contact
from pulang.common.learning.models import Course, Delivery, TrainerCertification
from pulang.common.learning.queries import courses
from pulang.common.learning.queries.taught import number_of, titles_of
from pulang.common.learning.queries.trainers import Branch, Cascade, counted, standing_of
from pulang.common.learning.rules.delivering import trainer_code
from pulang.common.learning.rules.speaking import Said, title_of
from pulang.common.learning.rules.trainers import LEVEL_WORDS, REACH_WORDS, STANDING_WORDS, Level, lacking
from pulang.common.learning.views.deliveries.presentation import days, spoken
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.ui import cells
from pulang.foundation.ui.parts import Cells, Column, Link, State

Page = dict[str, Any]
COLUMNS = (
    Column(gettext_lazy("Name")),
    Column(gettext_lazy("Code"), "nowrap"),
    Column(gettext_lazy("Where they serve")),
    Column(gettext_lazy("Course")),
    Column(gettext_lazy("Level")),
    Column(gettext_lazy("Until")),
    Column(gettext_lazy("State")),
)


def course_titles(viewer: Viewer) -> dict[str, str]:
    """What each released course is called, by its key."""
    found = (line for line in courses(viewer) if line.version.released_at is not None)
    return {line.version.course.key: title_of(line.course.wordings, spoken()).heading for line in found}


def lines(rows: Sequence[TrainerCertification], titles: Mapping[str, str]) -> list[Cells]:
    """Certifications as rows of a table."""
    return [_line(row, titles.get(row.course.key, row.course.key)) for row in rows]


def _line(row: TrainerCertification, title: str) -> Cells:
    return (
        cells.link(trainer_url(row.contact_id), cells.bidi(row.contact.name)),
        cells.bidi(trainer_code(row.contact_id)),
        cells.bidi(row.contact.organisation.name),
        cells.bidi(title),
        str(LEVEL_WORDS[row.level]),
        date_format(row.until),
        state_cell(row),
    )


def state_cell(row: TrainerCertification) -> SafeString:
    """Where a certification stands, in words with their shape."""
    label, kind = STANDING_WORDS[standing_of(row)]
    return cells.state_tag(label, kind)


def state(row: TrainerCertification) -> State:
    """The same for a template."""
    label, kind = STANDING_WORDS[standing_of(row)]
    return State(label, kind)


def certification_lines(rows: Sequence[TrainerCertification], titles: Mapping[str, str]) -> list[Page]:
    """Somebody's certifications on their page."""
    return [
        {
            "row": row,
            "course": titles.get(row.course.key, row.course.key),
            "level": LEVEL_WORDS[row.level],
            "reach": REACH_WORDS[row.level],
            "state": state(row),
            "open": row.ended_on is None and standing_of(row).value in ("ahead", "valid", "ending"),
        }
        for row in rows
    ]


def ways(contact: Contact, titles: Mapping[str, str]) -> list[Page]:
    """For each course and level what is still lacking."""
    found = []
    for course in Course.objects.filter(key__in=titles).order_by("key"):
        done = counted(contact, course)
        levels = [{"name": LEVEL_WORDS[level], "lacks": lacking(level, done)} for level in Level]
        found.append({"course": titles[course.key], "levels": levels})
    return found


def tree(found: Cascade) -> SafeString:
    """The cascade as a tree: name, where they serve, how many people they taught, and what they were taught from."""
    return _branches(found, found.roots, titles_of(set(found.learned.values()), spoken()))


def _branches(found: Cascade, branches: Sequence[Branch], titles: Mapping[UUID, Said]) -> SafeString:
    ordered = sorted(branches, key=lambda branch: found.contacts[branch.contact].sort_key)
    inner = format_html_join(
        "", "<li>{}{}</li>", ((_named(found, each, titles), _below(found, each, titles)) for each in ordered)
    )
    return format_html('<ul class="tree cascade">{}</ul>', inner)


def _below(found: Cascade, branch: Branch, titles: Mapping[UUID, Said]) -> SafeString:
    return _branches(found, branch.below, titles) if branch.below else SafeString("")


def _named(found: Cascade, branch: Branch, titles: Mapping[UUID, Said]) -> SafeString:
    contact, count = found.contacts[branch.contact], found.taught[branch.contact]
    taught = ngettext("taught %(count)d person", "taught %(count)d people", count) % {"count": count}
    return format_html(
        '<div><a href="{}"><bdi>{}</bdi></a> <span class="why"><bdi>{}</bdi> · {}{}</span></div>',
        trainer_url(contact.pk), contact.name, contact.organisation.name, taught,
        _learned(found.learned.get(branch.contact), titles),
    )  # fmt: skip


def _learned(delivery: Delivery | None, titles: Mapping[UUID, Said]) -> SafeString:
    """From which course or edition somebody was taught, and when."""
    if delivery is None:
        return SafeString("")
    title = titles[delivery.pk]
    what = format_html(
        '<bdi lang="{}">{}</bdi> <bdi class="num">{}</bdi>', title.language, title.heading, number_of(delivery)
    )
    return format_html("<br>{}", format_html(_("taught from {what}, {days}"), what=what, days=days(delivery)))


def trainer_url(contact: UUID) -> str:
    """The page of a trainer."""
    return reverse("training:trainer", kwargs={"pk": contact})


def path_to(*more: Link) -> list[Link]:
    """The way from the list of deliveries to a page of trainers."""
    return [Link(_("Training"), reverse("training:list")), Link(_("Trainers"), reverse("training:register")), *more]
