"""For a class with nothing but paper: numbered cards of a scenario, and the book of its participants."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.books import Book
from pulang.common.learning.queries.deliveries import delivery
from pulang.common.learning.queries.documents import READ, book_named, session_named
from pulang.common.learning.queries.printing import blanks_of
from pulang.common.learning.queries.taught import book_of, taught
from pulang.common.learning.rules import course as values
from pulang.common.learning.rules.answering.asking import letters, questions_of
from pulang.common.learning.rules.cards import Card, Deck, Way, deck_of
from pulang.common.learning.rules.speaking import say, say_activity, title_of
from pulang.common.learning.rules.vocabulary import KIND_WORDS, Kind
from pulang.common.marking.queries import marked
from pulang.foundation.documents.contents import (
    Block,
    Column,
    Contents,
    Facts,
    Form,
    Heading,
    Paragraph,
    Table,
    Words,
    piece,
)
from pulang.foundation.documents.offers import Offer, Parameters, register_offer
from pulang.foundation.documents.prose import prose
from pulang.foundation.policy.exits import PDF
from pulang.foundation.policy.viewer import Viewer

Said = dict[str, Any]
FEW, SOME, MANY = 2, 4, 7


def register() -> None:
    """Called at start-up."""
    cards, book = gettext_lazy("Scenario cards"), gettext_lazy("Participant's book")
    register_offer(Offer("scenario-cards", cards, P.COURSE_TEACH, scenario_cards, ways=(PDF,)))
    register_offer(Offer("participant-book", book, P.COURSE_READ, participant_book, ways=(PDF,)))


def scenario_cards(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """The cards of the scenario ``activity`` of a session, or ``Http404``."""
    book, line = session_named(viewer, parameters, P.COURSE_TEACH)
    activity = line.session.activity(parameters.get("activity", ""))
    if activity is None or activity.kind != Kind.SCENARIO:
        raise Http404
    said, deck = say_activity(activity, language, book.course.source), deck_of(activity.content)
    blocks = [*_how(deck), *_roles(said), *_cards(deck, said), *_for_the_trainer(deck, said)]
    title = said["title"]
    facts = Facts(((_("Course"), _course(book, language)), (_("Scenario"), _words(title))))
    about, pieces = piece(facts, marked=[marked(book.row)]), (piece(*blocks, marked=[marked(book.row)]),)
    return Contents(_("Scenario cards"), language, pieces, about, subject=book.row)


def _course(book: Book, language: str) -> Words:
    found = title_of(book.course.wordings, language)
    return Words(f"{found.heading} {book.number}", found.language)


def _how(deck: Deck) -> Iterator[Block]:
    yield Paragraph(
        _("Cut the cards apart. Begin with card 1, choose together, write down why, and go where the card sends you.")
    )
    for counter, value in deck.counters:
        words = _("Counter {number}: begin with {value}. Make a mark when a card changes it.")
        yield Paragraph(words.format(number=counter, value=value), quiet=True)


def _roles(said: Said) -> Iterator[Block]:
    for role in said.get("roles", ()):
        yield Heading(_words(role["title"]))
        yield from _text(role["card"])


def _cards(deck: Deck, said: Said) -> Iterator[Block]:
    scenes = {scene["key"]: scene for scene in said["scenes"]}
    for card in deck.cards:
        yield Heading(_("Card {number}").format(number=card.number))
        yield from _choice(card, scenes[card.scene]) if card.choice else _scene(card, scenes[card.scene])


def _scene(card: Card, scene: Said) -> Iterator[Block]:
    yield from _text(scene["text"])
    if minutes := scene.get("minutes"):
        told = ngettext("You have {minutes} minute.", "You have {minutes} minutes.", minutes)
        yield Paragraph(told.format(minutes=minutes), quiet=True)
    texts = {choice["key"]: choice["text"] for choice in scene.get("choices", ())}
    columns = (Column("", share=1), Column(_("What we can do"), share=9), Column(_("Where it leads"), share=5))
    rows = [(letter, _words(texts[way.choice]), _way(way)) for letter, way in zip(letters(), card.ways, strict=False)]
    if rows:
        yield Table(columns, tuple(rows))
    if card.ends:
        yield Paragraph(_("The story ends here. Talk about it in the class."))


def _words(said: Said) -> Words:
    return Words(said["text"], said["lang"])


def _way(way: Way) -> str:
    """Where a choice leads, and when it is open."""
    told = _("Go to card {number}.").format(number=way.to)
    for counter, least, most in way.bounds:
        if least is not None:
            told = (
                f"{told} {_('Only when counter {counter} is at least {value}.').format(counter=counter, value=least)}"
            )
        if most is not None:
            told = f"{told} {_('Only when counter {counter} is at most {value}.').format(counter=counter, value=most)}"
    return f"{told} {_('Write down why.')}" if way.asks else told


def _choice(card: Card, scene: Said) -> Iterator[Block]:
    choice = next(each for each in scene["choices"] if each["key"] == card.choice)
    if choice.get("feedback"):
        yield from _text(choice["feedback"])
    for counter, change in card.changes:
        yield Paragraph(_("Counter {number}: {change}").format(number=counter, change=f"{change:+d}"))
    yield Paragraph(_("Go to card {number}.").format(number=card.to))


def _for_the_trainer(deck: Deck, said: Said) -> Iterator[Block]:
    """What is asked at each end; this sheet stays with the trainer."""
    yield Heading(_("For the trainer"))
    for card in deck.cards:
        debrief = next(scene for scene in said["scenes"] if scene["key"] == card.scene).get("debrief")
        if card.ends and debrief:
            yield Paragraph(_("At the end on card {number}:").format(number=card.number), quiet=True)
            yield from _text(debrief)


def participant_book(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """Every session as participants read it, with its exercises; of what a delivery teaches, or of a whole course."""
    book, course = _taught(viewer, parameters)
    marking = marked(book.row)
    pieces = [piece(*_module(module, course, language), marked=[marking]) for module in course.modules]
    about = piece(Facts(((_("Course"), _course(book, language)),)), marked=[marking])
    return Contents(_("Participant's book"), language, tuple(pieces), about, subject=book.row)


def _taught(viewer: Viewer, parameters: Parameters) -> tuple[Book, values.Course]:
    """The version, which the viewer must be able to read, and what of it is taught."""
    if key := parameters.get("id", ""):
        try:
            row = delivery(viewer, UUID(key))
        except ValueError:
            raise Http404 from None
        named = book_of(row).where
        return book_named(viewer, named, named["number"]), taught(row)
    book = book_named(viewer, parameters, parameters.get("number", ""))
    modules = tuple(
        values.Module(line.key, tuple(each.session for each in line.sessions), line.module.wordings)
        for line in book.modules
    )
    return book, values.Course(**{**vars(book.course), "modules": modules})


def _module(module: values.Module, course: values.Course, language: str) -> Iterator[Block]:
    title = title_of(module.wordings, language)
    yield Heading(Words(title.heading, title.language))
    for session in module.sessions:
        yield from _session(session, course, language)


def _session(session: values.CourseSession, course: values.Course, language: str) -> Iterator[Block]:
    title = title_of(session.wordings, language)
    yield Heading(Words(title.heading, title.language))
    for name in READ:
        section = say(session.wordings, name, language)
        if section.language:
            yield Paragraph(Words(section.heading, section.language), quiet=True)
            yield from prose(section.body, section.language)
    for activity in session.activities:
        said = say_activity(activity, language, course.source)
        yield Heading(Words(f"{KIND_WORDS[activity.kind]}: {said['title']['text']}", said["title"]["lang"]))
        yield from EXERCISES[activity.kind](activity, said)


def _text(said: Said) -> tuple[Block, ...]:
    return prose(said["text"], said["lang"])


def _lines(said: Said, count: int) -> Form:
    """A question with lines to write on."""
    return Form(((said["text"], "", count),))


def _quiz(activity: values.Activity, said: Said) -> Iterator[Block]:
    if not activity.content.get("questions"):
        yield Paragraph(_("Your trainer hands out the sheet."))
        return
    yield from blanks_of(questions_of(activity.content), said)


def _scenario(activity: values.Activity, said: Said) -> Iterator[Block]:
    opening = next(scene for scene in said["scenes"] if scene["key"] == said["start"])
    yield from _text(opening["text"])
    yield Form(((_("What our group chose, and why"), "", MANY), (_("What I take from it"), "", SOME)))


def _reflection(activity: values.Activity, said: Said) -> Iterator[Block]:
    yield from _text(said["prompt"])
    yield Form(((_("My thoughts, for myself alone"), "", MANY),))


def _group_task(activity: values.Activity, said: Said) -> Iterator[Block]:
    for name in ("case", "prompt"):
        if said.get(name):
            yield from _text(said[name])
    for question in said.get("questions", ()):
        yield _lines(question["text"], SOME)
    if said.get("product"):
        yield from _text(said["product"])


def _checklist(activity: values.Activity, said: Said) -> Iterator[Block]:
    yield from _text(said["prompt"])
    for item in said["items"]:
        yield _lines(item["text"], FEW)


def _action_plan(activity: values.Activity, said: Said) -> Iterator[Block]:
    yield from _text(said["prompt"])
    asked = (
        _("What is the problem?"), _("What do I change?"), _("What is my first step, and when?"),
        _("Who must agree?"), _("How will it be seen?"),
    )  # fmt: skip
    yield Form(tuple((words, "", FEW) for words in asked))


EXERCISES: Mapping[str, Callable[[values.Activity, Said], Iterator[Block]]] = {
    Kind.QUIZ: _quiz,
    Kind.SCENARIO: _scenario,
    Kind.REFLECTION: _reflection,
    Kind.GROUP_TASK: _group_task,
    Kind.CHECKLIST: _checklist,
    Kind.ACTION_PLAN: _action_plan,
}
