"""Coverage as documents: everything for the service itself, and a table without small groups for others."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.common.coverage.permissions import CoveragePermission as P
from pulang.common.coverage.queries.choosing import Choices, choices
from pulang.common.coverage.queries.counting import SEXES, Asked, Coverage, PlaceLine, coverage
from pulang.common.coverage.queries.disclosing import disclosed
from pulang.common.coverage.rules import Figures
from pulang.common.facilities.models import Sex
from pulang.common.facilities.queries import grade_words, service_of
from pulang.common.marking.queries import standing
from pulang.foundation.documents.contents import Column, Contents, Facts, Paragraph, Table, Text, Value, piece
from pulang.foundation.documents.offers import Offer, Parameters, register_offer
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock
from pulang.kernel.tlp import Label


def register() -> None:
    """Called at start-up."""
    title, others = gettext_lazy("Coverage of a course"), gettext_lazy("Coverage of a course, for others")
    register_offer(Offer("coverage", title, P.COVERAGE_VIEW, whole))
    register_offer(Offer("coverage-for-others", others, P.COVERAGE_VIEW, for_others))


def whole(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """Facilities, grades and sexes with every number: it stays in the service."""
    offered, asked, found = _asked(viewer, parameters, language)
    tables = (_places(found.facilities), _grades(found))
    facts = Facts((*_about(offered, asked), *_figures(found.total), *_movement(found)))
    return _document(_("Coverage of a course"), found, language, Label.AMBER_STRICT, (facts, *tables))


def for_others(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """Facilities only, and no count that speaks of fewer than five people or gives one away.

    There is one such table of a course: filters would let two of them be subtracted from each other.
    """
    offered, asked, found = _asked(viewer, {"course": parameters.get("course", "")}, language)
    table = disclosed(found)
    facts = Facts((*_about(offered, asked), *(() if table.total is None else _figures(table.total))))
    words = _("Facilities left out, since their numbers speak of few people or would give such a number away: {count}")
    remark = Paragraph(words.format(count=table.left_out), quiet=True)
    blocks = (facts, _places(table.kept), remark)
    return _document(_("Coverage of a course, for others"), found, language, Label.AMBER, blocks)


def _asked(viewer: Viewer, parameters: Parameters, language: str) -> tuple[Choices, Asked, Coverage]:
    under = parameters.get("under", "")
    offered = choices(viewer, language, under)
    keys = {key: pk for pk, key, _title in offered.courses}
    course = keys.get(parameters.get("course", ""))
    if course is None:
        raise Http404
    grade = parameters.get("grade", "")
    known = {key for key, _name in offered.grades}
    places = {key for key, _name in offered.places}
    asked = Asked(course, grade if grade in known else "", under if under in places else "")
    found = coverage(viewer, asked)
    if not found.places:
        raise Http404
    return offered, asked, found


def _document(
    title: str, found: Coverage, language: str, label: Label, blocks: Sequence[Facts | Table | Paragraph]
) -> Contents:
    service: UUID = service_of(found.places[0].pk)
    marked = [standing(label, service)]
    return Contents(title=title, language=language, pieces=(piece(*blocks, marked=marked),), organisation_id=service)


def _about(offered: Choices, asked: Asked) -> tuple[tuple[Text, Value], ...]:
    grades, places = dict(offered.grades), dict(offered.places)
    titles = {pk: title for pk, _key, title in offered.courses}
    facts: list[tuple[Text, Value]] = [(_("Course"), titles[asked.course]), (_("Counted on"), clock.today())]
    if asked.grade:
        facts.append((_("Grade"), grade_words(asked.grade, grades[asked.grade])))
    if asked.under:
        facts.append((_("Region or service"), places[asked.under]))
    return tuple(facts)


def _figures(figures: Figures) -> tuple[tuple[Text, Value], ...]:
    return ((_("In post"), figures.in_post), (_("Trained"), figures.trained), (_("Still to train"), figures.gap))


def _movement(found: Coverage) -> tuple[tuple[Text, Value], ...]:
    return (
        (_("Recruits of the last 12 months"), found.total.recruits),
        (_("Recruits trained"), found.total.recruits_trained),
        (_("Left within 12 months"), found.left),
        (_("Trained officers who left within 12 months"), found.left_trained),
    )


def _places(lines: Sequence[PlaceLine]) -> Table:
    columns = (
        Column(_("Region or service"), share=4),
        Column(_("Facility"), share=5),
        Column(_("In post"), numeric=True, share=2),
        Column(_("Trained"), numeric=True, share=2),
        Column(_("Share, %"), numeric=True, share=2),
        Column(_("Still to train"), numeric=True, share=2),
    )
    return Table(columns, tuple((line.above, line.name, *_row(line.figures)) for line in lines))


def _row(figures: Figures) -> tuple[Value, ...]:
    return figures.in_post, figures.trained, figures.share, figures.gap


def _grades(found: Coverage) -> Table:
    columns = (
        Column(_("Grade"), share=5),
        Column(_("Sex"), share=3),
        Column(_("In post"), numeric=True, share=2),
        Column(_("Trained"), numeric=True, share=2),
        Column(_("Share, %"), numeric=True, share=2),
        Column(_("Still to train"), numeric=True, share=2),
    )
    names, sexes = dict(found.grades), dict(Sex.choices)
    rows = [
        (grade_words(key, names[key]), sexes.get(sex, _("not known")), *_row(by_sex[sex]))
        for key, by_sex in found.by_grade().items()
        for sex in SEXES
        if sex in by_sex
    ]
    return Table(columns, tuple(rows))
