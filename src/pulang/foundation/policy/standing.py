"""Viewers that stand for others with the same roles, while SQL is put together that serves them all."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from pulang.foundation.policy.viewer import Grant, Viewer

# Nothing in a database has these ids; what they begin with, as either engine writes it.
TRACES = ("ffff00000000", "ffff0000-0000-")
MOST = 64
STANDING = {UUID(int=(0xFFFF << 112) + number): f"viewer_{number}" for number in range(MOST)}


def stand_in(viewer: Viewer) -> tuple[Viewer, dict[str, UUID]]:
    """A viewer with the same roles in the same pattern of organisations, and its ids by the names of ``STANDING``.

    So two viewers get the same one if the rules of access make the same query for both but for the ids. Whoever has
    too many ids stands for nobody but themselves.
    """
    ids = tuple(dict.fromkeys(_ids(viewer)))
    if len(ids) > MOST:
        return viewer, {}
    return _with(viewer, dict(zip(ids, STANDING, strict=False))), dict(zip(STANDING.values(), ids, strict=False))


def _ids(viewer: Viewer) -> Iterator[UUID]:
    for pk in (viewer.user_id, viewer.contact_id, *(pk for grant in viewer.grants for pk in _ids_of(grant))):
        if pk is not None:
            yield pk


def _ids_of(grant: Grant) -> tuple[UUID | None, ...]:
    return grant.organisation_id, grant.country_id, grant.principal_id


def _with(viewer: Viewer, ids: Mapping[UUID | None, UUID]) -> Viewer:
    grants = tuple(
        Grant(grant.role, ids[grant.organisation_id], ids.get(grant.country_id), ids.get(grant.principal_id))
        for grant in viewer.grants
    )
    return replace(viewer, user_id=ids.get(viewer.user_id), contact_id=ids.get(viewer.contact_id), grants=grants)
