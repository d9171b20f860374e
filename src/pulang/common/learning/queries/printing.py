"""Results on paper: the certificate, the register of certificates, and the answer sheet of a test."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from pulang.common.learning.models import Certificate, Delivery
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.certificates import certificate, certificates
from pulang.common.learning.queries.deliveries import delivery
from pulang.common.learning.queries.results import test_of
from pulang.common.learning.queries.taught import taught, titles_of
from pulang.common.learning.rules.answering.asking import Question
from pulang.common.learning.rules.answering.tests import Test
from pulang.common.learning.rules.speaking import say, say_activity
from pulang.common.learning.rules.vocabulary import Asked
from pulang.common.marking.queries import marked, markings_of
from pulang.foundation.documents.contents import (
    Block,
    Column,
    Contents,
    Facts,
    Form,
    Heading,
    Paragraph,
    Scannable,
    Signature,
    Table,
    Value,
    Words,
    piece,
)
from pulang.foundation.documents.offers import Offer, Parameters, register_offer
from pulang.foundation.policy.exits import CSV, PDF, XLSX
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer

Said = dict[str, Any]
LINE, TO_WRITE = "______", 1


def register() -> None:
    """Called at start-up."""
    every = (PDF, XLSX, CSV)
    register_offer(Offer("certificate", gettext_lazy("Certificate"), P.CERTIFICATE_VIEW, one_certificate, ways=(PDF,)))
    title = gettext_lazy("Register of certificates")
    register_offer(Offer("certificate-register", title, P.CERTIFICATE_ISSUE, certificate_register, ways=every))
    register_offer(Offer("answer-sheet", gettext_lazy("Answer sheet"), P.DELIVERY_HOLD, answer_sheet, ways=(PDF,)))


def one_certificate(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """The certificate named by ``serial``, or ``Http404``. It has a line for a name, which its holder may fill in."""
    row = certificate(viewer, parameters.get("serial", ""))
    course = titles_of([row.enrolment.delivery], language)[row.enrolment.delivery_id]
    facts = Facts((
        (_("Course"), Words(course.heading, course.language)),
        (_("Version"), row.text.split("/")[3]),
        (_("Issued by"), Words(row.enrolment.delivery.organisation.name)),
        (_("Issued"), row.issued_on),
        (_("Valid until"), row.until),
        (_("Number"), row.serial),
    ))  # fmt: skip
    note = _("It names nobody. Whoever issued it knows whose it is: ask there with its number.")
    blocks: list[Block] = [
        Form(((_("Name, written by the holder"), "", TO_WRITE),)),
        Scannable(row.text, _("Signed: scan it and check the text on the page that checks certificates.")),
        Paragraph(note, quiet=True),
        Paragraph(Words(row.text), quiet=True),
        Signature((_("For the academy or service"),)),
    ]
    about, pieces = piece(facts, marked=[marked(row)]), (piece(*blocks, marked=[marked(row)]),)
    place = row.enrolment.delivery.organisation_id
    return Contents(_("Certificate"), language, pieces, about, subject=row, organisation_id=place)


_COLUMNS = (
    Column(gettext_lazy("Number"), share=2),
    Column(gettext_lazy("Name"), share=3),
    Column(gettext_lazy("Service number"), share=2),
    Column(gettext_lazy("Course"), share=3),
    Column(gettext_lazy("Issued"), share=2),
    Column(gettext_lazy("Valid until"), share=2),
    Column(gettext_lazy("Revoked"), share=2),
)


def certificate_register(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """Every certificate that the viewer may issue and revoke, each row marked as its delivery is."""
    rows = list(
        visible(viewer, P.CERTIFICATE_ISSUE, certificates(viewer)).select_related(
            "enrolment__delivery__marking", "enrolment__delivery__course_version__course"
        )
    )
    deliveries = [row.enrolment.delivery for row in rows]
    titles, markings = titles_of(deliveries, language), markings_of(deliveries)
    pieces = [
        piece(_registered(row, titles[row.enrolment.delivery_id].heading), marked=[markings[row.enrolment.delivery_id]])
        for row in rows
    ]
    return Contents(_("Register of certificates"), language, tuple(pieces))


def _registered(row: Certificate, title: str) -> Table:
    contact = row.enrolment.contact
    revoked = row.revoked_at.date() if row.revoked_at else None
    cells: tuple[Value, ...] = (
        row.serial, Words(contact.name), Words(contact.service_number), Words(title), row.issued_on, row.until, revoked,
    )  # fmt: skip
    return Table(_COLUMNS, (cells,))


def answer_sheet(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """The test ``test`` of the delivery ``id`` to be answered by hand, in the language in which it is taught."""
    try:
        key = UUID(parameters.get("id", ""))
    except ValueError:
        raise Http404 from None
    row = delivery(viewer, key, P.DELIVERY_HOLD)
    with override(row.language):
        return _answer_sheet(row, test_of(row, parameters.get("test", "")))


def _answer_sheet(row: Delivery, test: Test) -> Contents:
    source = taught(row).source
    said = say_activity(test.asks, row.language, source)
    title = say_activity(test.quiz, row.language, source)["title"]
    about = piece(
        Facts(((_("Course"), _course(row)), (_("Test"), Words(title["text"], title["lang"])))), marked=[marked(row)]
    )
    form = Form(((_("Name"), "", TO_WRITE), (_("Service number"), "", TO_WRITE), (_("Date"), "", TO_WRITE)))
    blocks = blanks_of(test.questions, said)
    pieces = (piece(form, Paragraph(_HOW, quiet=True), *blocks, marked=[marked(row)]),)
    return Contents(_("Answer sheet"), row.language, pieces, about, subject=row, organisation_id=row.organisation_id)


def blanks_of(questions: Sequence[Question], said: Said) -> list[Block]:
    """Questions with their choices and lines to write on."""
    texts = {question["key"]: question for question in said["questions"]}
    return [block for number, each in enumerate(questions, start=1) for block in _asked(number, each, texts[each.key])]


_HOW = gettext_lazy(
    "Your trainers and you see your score, nobody else. Write one letter, or several where more are right."
)


def _course(row: Delivery) -> Words:
    course = taught(row)
    found = say(course.wordings, "title", row.language)
    return Words(found.heading, found.language)


def _asked(number: int, question: Question, said: Said) -> Iterator[Block]:
    """A question with its choices under their letters and a line to write on."""
    yield Heading(Words(f"{number}. {said['text']['text']}", said["text"]["lang"]))
    if question.kind is Asked.MATCH:
        for place, key in enumerate(question.lefts, start=1):
            left = _of(said["pairs"], key)["left"]
            yield Paragraph(Words(f"{place} {LINE} {left['text']}", left["lang"]))
    for choice in question.choices:
        text = (
            _of(said["pairs"], choice.key)["right"]
            if question.kind is Asked.MATCH
            else _of(said["options"], choice.key)["text"]
        )
        yield Paragraph(Words(f"{choice.letter}  {text['text']}", text["lang"]))
    if question.kind is not Asked.MATCH:
        yield Paragraph(f"{_KINDS[question.kind]} {LINE}{LINE}", quiet=True)


_KINDS = {
    Asked.SINGLE: gettext_lazy("One letter:"),
    Asked.MULTIPLE: gettext_lazy("One letter or several:"),
    Asked.ORDER: gettext_lazy("The letters in the right order:"),
    Asked.SHORT_TEXT: gettext_lazy("In your words:"),
}


def _of(things: Sequence[Said], key: str) -> Said:
    return next(thing for thing in things if thing["key"] == key)
