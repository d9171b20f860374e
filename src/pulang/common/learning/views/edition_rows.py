"""The version, the change and the way that an edition's pages speak of; 404 for whoever may not."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from pulang.common.learning.models import EditionOperation, EditionVersion
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import editions
from pulang.common.learning.rules.editions.state import WRITABLE
from pulang.common.learning.views.edition_presentation import path_to
from pulang.common.learning.views.presentation import spoken
from pulang.foundation.policy.guard import ViewerRequest
from pulang.foundation.policy.rules import allows
from pulang.foundation.ui.parts import Link


def writable_version(request: ViewerRequest, edition: str, number: int) -> EditionVersion:
    """A draft that the viewer may write in now."""
    row = editions.edition_version(request.viewer, edition, number)
    if not allows(request.viewer, P.EDITION_WRITE, row) or editions.edition_state_of(row).state not in WRITABLE:
        raise Http404
    return row


def taught_version(request: ViewerRequest, edition: str, number: int) -> EditionVersion:
    """A version whose notes and answers the viewer may read."""
    row = editions.edition_version(request.viewer, edition, number)
    if not allows(request.viewer, P.COURSE_TEACH, row):
        raise Http404
    return row


def operation_of(row: EditionVersion, pk: UUID) -> EditionOperation:
    """One change of the version."""
    return get_object_or_404(row.operations.select_related("version__edition", "version__base"), pk=pk)


def way_to(row: EditionVersion, *more: Link) -> list[Link]:
    """The way from the list of editions to a page of this version."""
    return path_to(row, editions.titles_of([row], spoken())[row.pk].heading, *more)
