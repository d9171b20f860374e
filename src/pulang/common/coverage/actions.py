"""Keeping who holds which course, inside the actions that issue, revoke and move; and counting all of it anew."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from uuid import UUID

from pulang.common.coverage.models import Standing
from pulang.common.coverage.queries.keeping import Difference, differing, expected
from pulang.common.facilities.models import Officer
from pulang.common.learning.models import Certificate
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.viewer import Viewer

A_BATCH = 500


def keep_certificates(certificates: Sequence[Certificate]) -> None:
    """These were issued or revoked; part of that action."""
    for some in _batched([each.pk for each in certificates]):
        _replace(Standing.objects.filter(pk__in=some).delete, expected(pk__in=some))


def keep_officers(officers: Sequence[Officer]) -> None:
    """These joined, left, or have another post, grade or sex; part of that action."""
    for some in _batched([each.pk for each in officers]):
        _replace(Standing.objects.filter(officer__in=some).delete, expected(enrolment__contact__in=some))


@action
def rebuild(*, by: Viewer) -> Difference:
    """Write the whole table anew from certificates and roll; gives what had differed. For the command line only."""
    found = differing()
    if not found:
        unchanged()
        return found
    _replace(Standing.objects.all().delete, expected())
    some = (found.missing or found.other or found.unfounded)[0]
    counts = {"missing": len(found.missing), "other": len(found.other), "unfounded": len(found.unfounded)}
    record("coverage.rebuilt", by=by, about=Standing(pk=some), after=counts)
    return found


def _replace(clear: Callable[[], object], rows: Iterator[Standing]) -> None:
    clear()
    while some := list(islice(rows, A_BATCH)):
        Standing.objects.bulk_create(some)


def _batched(keys: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (keys[first : first + A_BATCH] for first in range(0, len(keys), A_BATCH))
