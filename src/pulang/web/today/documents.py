"""Today as a document: the same lines, for the person whose day it is."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.foundation.documents.contents import Column, Contents, Heading, Piece, Table, Value, piece
from pulang.foundation.documents.offers import Offer, Parameters, register_offer
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.ui.parts import Task
from pulang.kernel.tlp import Label, Marking
from pulang.web.today.lines import gather

PUBLIC = Marking(Label.CLEAR)
OPEN = frozenset({Label.CLEAR, Label.GREEN})


def register() -> None:
    """Called at start-up."""
    register_offer(Offer("today", gettext_lazy("Today"), "", document))


def document(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """What needs the viewer, what is due this week, what the viewer waits for."""
    day = gather(viewer)
    parts = ((_("Needs you now"), day.now), (_("Due this week"), day.week), (_("You wait for"), day.waiting))
    pieces = tuple(one for title, tasks in parts for one in _part(viewer, title, tasks))
    return Contents(title=_("Today"), language=language, pieces=pieces)


def _part(viewer: Viewer, title: str, tasks: Sequence[Task]) -> Iterator[Piece]:
    if not tasks:
        return
    columns = _columns()
    yield piece(Heading(title), Table(columns), marked=[PUBLIC])
    for task in tasks:
        yield piece(Table(columns, (_cells(task),)), marked=[marking_of(viewer, task)])


def marking_of(viewer: Viewer, task: Task) -> Marking:
    """The task's own label for nobody but the viewer, whose day this is; administrative work is theirs alone."""
    label = Label(str(task.marking)) if task.marking else Label.AMBER_STRICT
    return Marking(label, None if label in OPEN else frozenset({f"person:{viewer.user_id}"}))


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("By when"), share=3),
        Column(_("What"), share=5),
        Column(_("Why"), share=5),
        Column(_("State"), share=3),
        Column(_("Good practices"), share=3),
        Column(_("Marking"), share=5),
    )


def _cells(task: Task) -> tuple[Value, ...]:
    label = Label(str(task.marking)) if task.marking else Label.AMBER_STRICT
    state = task.state.label if task.state else ""
    return (task.due or task.when, task.title, task.why, state, ", ".join(map(str, task.provisions)), label)
