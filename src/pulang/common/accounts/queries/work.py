"""What else names a person, beside roles: each app tells what is open and how it is handed over."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise

from pulang.common.accounts.models import User
from pulang.foundation.policy.viewer import Viewer


@dataclass(frozen=True)
class OpenItem:
    """One open piece of work; the title says no more than the viewer may know, and ``url`` is empty without access."""

    title: str
    url: str = ""
    detail: str = ""


class HandOver(Protocol):
    """Gives all open work of one kind to a successor, or sets it free (``None``); part of the action that ends duty."""

    def __call__(self, *, by: Viewer, from_user: User, to_user: User | None) -> None: ...


@dataclass(frozen=True)
class OpenWork:
    """A kind of work that names a person. ``slug`` is part of a form field's name: letters and hyphens."""

    slug: str
    label: Promise
    list: Callable[[Viewer, User], list[OpenItem]]
    hand_over: HandOver


@dataclass(frozen=True)
class OpenPart:
    """The open items of one kind."""

    work: OpenWork
    items: list[OpenItem]


OPEN_WORK: dict[str, OpenWork] = {}


def register_open_work(work: OpenWork) -> None:
    """Called at start-up by an app whose objects name people."""
    OPEN_WORK[work.slug] = work


def open_work(viewer: Viewer, user: User) -> list[OpenPart]:
    """What is open and names the person, kind by kind; kinds without anything are left out."""
    parts = [OpenPart(work, work.list(viewer, user)) for work in OPEN_WORK.values()]
    return [part for part in parts if part.items]
