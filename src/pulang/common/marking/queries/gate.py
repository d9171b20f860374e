"""The gate: everything marked leaves through :func:`let_out`, whichever way it goes (docs/adr/0013-one-gate.md)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import OrganisationLink
from pulang.common.marking.models import AudienceOffice, AudienceOrganisation, AudiencePerson, Marking
from pulang.common.marking.rules import Ceiling, office_key, organisation_key, person_key
from pulang.foundation.policy.exits import EXITS, PAGE, Exit
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.prepared import IDS, Prepared
from pulang.kernel import tlp
from pulang.kernel.tlp import Label

T = TypeVar("T")
M = TypeVar("M", bound=Model)
UNLISTED = frozenset({Label.CLEAR, Label.GREEN})
MAY_BE_MORE = _("This holds what you may have. There may be more.")
_ABOVE = Prepared(
    lambda places: OrganisationLink.objects.filter(descendant__in=places).values_list("ancestor"), places=IDS
)
_LABELS = Prepared(lambda markings: Marking.objects.filter(pk__in=markings).values_list("pk", "label"), markings=IDS)
_watchers: ContextVar[tuple[list[object], ...]] = ContextVar("watchers", default=())


@dataclass(frozen=True)
class Carried(Generic[T]):
    """Something on its way out with the markings of all it carries: its own, its children's, attachments', quotes'."""

    thing: T
    markings: tuple[tlp.Marking | None, ...]


@dataclass(frozen=True)
class Passed(Generic[T]):
    """What was let out, and the marking of it all together (CLEAR when that is nothing)."""

    things: tuple[T, ...]
    marking: tlp.Marking

    @property
    def label(self) -> Label:
        """The highest label of what passed."""
        return self.marking.label


def let_out(viewer: Viewer, way: Exit, carried: Iterable[Carried[T]]) -> Passed[T]:
    """Leave out, without a word, what is above the viewer's ceiling, meant for others, or not marked.

    One query at most, none for what the viewer may have by name or office.

    Whoever shows the rest adds ``MAY_BE_MORE``, always and to everybody, so that nothing is given away. Raises
    ``LookupError`` for a way out that is not declared.
    """
    if EXITS.get(way.slug) != way:
        raise LookupError(f"{way.slug!r} is no declared way out")
    leaving = list(carried)
    passed = _reached(_near(viewer), leaving)
    if len(passed) < len(leaving):
        passed = _reached(ceiling_of(viewer), leaving)
    for watcher in _watchers.get():
        watcher.extend(one.thing for one in passed)
    markings = [marking for one in passed for marking in one.markings]
    return Passed(tuple(one.thing for one in passed), tlp.join(markings) if markings else tlp.Marking(Label.CLEAR))


def let_out_one(viewer: Viewer, way: Exit, carried: Carried[T]) -> T:
    """The thing, or ``Http404``: what may not leave is answered like what is not there."""
    passed = let_out(viewer, way, [carried])
    if not passed.things:
        raise Http404
    return passed.things[0]


def ceiling_of(viewer: Viewer) -> Ceiling:
    """What the viewer may have: audiences are told by organisation (and all above it), office and name. One query."""
    near = _near(viewer)
    if not near.member:
        return near
    places = {grant.organisation_id for grant in viewer.grants}
    return replace(near, keys=near.keys | {organisation_key(pk) for (pk,) in _ABOVE.rows(places=places)})


def _near(viewer: Viewer) -> Ceiling:
    """The part of it that needs no query: by office and name."""
    if not viewer.grants:
        return Ceiling(frozenset(), member=False)
    person = {person_key(viewer.user_id)} if viewer.user_id else set()
    return Ceiling(frozenset({office_key(grant.role) for grant in viewer.grants} | person), member=True)


def _reached(ceiling: Ceiling, carried: Sequence[Carried[T]]) -> list[Carried[T]]:
    return [one for one in carried if one.markings and all(ceiling.reaches(marking) for marking in one.markings)]


def marked(row: Any) -> tlp.Marking:
    """The marking of a row with a foreign key ``marking``."""
    return markings_of([row])[row.pk]


def markings_of(rows: Sequence[Any]) -> dict[Any, tlp.Marking]:
    """The markings of rows, by their primary keys. Four queries at most for all of them."""
    stored = _LABELS.rows(markings={row.marking_id for row in rows}) if rows else []
    labels = {pk: Label(label) for pk, label in stored}
    audiences: dict[UUID, set[str]] = {pk: set() for pk, label in labels.items() if label not in UNLISTED}
    for pk, key in _audience_keys(list(audiences)) if audiences else ():
        audiences[pk].add(key)
    found = {pk: tlp.Marking(label, _frozen(audiences.get(pk))) for pk, label in labels.items()}
    return {row.pk: found[row.marking_id] for row in rows}


def standing(label: Label, *organisation_ids: UUID) -> tlp.Marking:
    """The marking of what has none of its own, by what it is: published framework texts, a service's own figures."""
    if label in UNLISTED:
        return tlp.Marking(label)
    return tlp.Marking(label, frozenset(map(organisation_key, organisation_ids)))


def shown(viewer: Viewer, rows: Iterable[M]) -> tuple[M, ...]:
    """Rows that a page is about to show in full, through the gate. Five queries besides their own, at most."""
    found = list(rows)
    if not found:
        return ()
    markings = markings_of(found)
    return let_out(viewer, PAGE, [Carried(row, (markings[row.pk],)) for row in found]).things


@contextmanager
def watched() -> Iterator[list[object]]:
    """See what passes the gate while this is open: for the tests that look for what went round it."""
    seen: list[object] = []
    token = _watchers.set((*_watchers.get(), seen))
    try:
        yield seen
    finally:
        _watchers.reset(token)


def _audience_keys(markings: Sequence[UUID]) -> Iterator[tuple[UUID, str]]:
    for named, key in _AUDIENCES:
        for pk, whom in named.rows(markings=markings):
            yield pk, key(whom)


def _frozen(keys: set[str] | None) -> frozenset[str] | None:
    return None if keys is None else frozenset(keys)


def _named(model: type[Model], whom: str) -> Prepared:
    return Prepared(
        lambda markings: model._default_manager.filter(marking__in=markings).values_list("marking", whom), markings=IDS
    )


_AUDIENCES: tuple[tuple[Prepared, Callable[[Any], str]], ...] = (
    (_named(AudienceOrganisation, "organisation"), organisation_key),
    (_named(AudienceOffice, "role"), office_key),
    (_named(AudiencePerson, "person"), person_key),
)
