"""Today for programs: what needs the person now, what is due this week, what they wait for."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.leaving import Offered, OfferedList
from pulang.foundation.api.operations import Group
from pulang.foundation.api.shapes import Listed, Shown
from pulang.foundation.ui.parts import Task
from pulang.web.today.documents import marking_of
from pulang.web.today.lines import gather

group = Group("today", _("Today"), _("What needs you, what is due this week, and what you wait for."))
When = Literal["now", "this-week", "waiting"]


class TaskShown(Shown):
    """One line of Today."""

    when: When
    title: str
    why: str
    due: date | None
    since: str = Field(description="In words, where there is no day by which it is due.")
    state: str
    provisions: list[str] = Field(description="Good practices that it serves, by their labels.")
    page: str = Field(description="Address of the page on which it is done.")


@group.reads("today", Listed[TaskShown], summary=_("Read what needs you today"))
def read_today(request: ApiRequest) -> OfferedList:
    """The three lists of the page, one after the other."""
    day = gather(request.viewer)
    return OfferedList(
        [
            *_offered(request, day.now, "now"),
            *_offered(request, day.week, "this-week"),
            *_offered(request, day.waiting, "waiting"),
        ]
    )


def _offered(request: ApiRequest, tasks: Iterable[Task], when: When) -> list[Offered]:
    return [Offered(task, [marking_of(request.viewer, task)], partial(_shape, task, when)) for task in tasks]


def _shape(task: Task, when: When) -> TaskShown:
    return TaskShown(
        when=when,
        title=str(task.title),
        why=str(task.why),
        due=task.due,
        since=str(task.when),
        state=str(task.state.label) if task.state else "",
        provisions=[str(label) for label in task.provisions],
        page=task.url,
    )
