"""Taking a document along: made, let out, and told to the audit."""

from pulang.common.accounts.models import User
from pulang.common.files.queries.downloads import Download, draw
from pulang.foundation.documents.offers import Offer, Parameters
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.exits import Exit
from pulang.foundation.policy.viewer import Viewer


def serve(*, by: Viewer, offer: Offer, way: Exit, parameters: Parameters, language: str) -> Download:
    """The document as a file; that it was taken stands in the audit before anybody has it.

    It is written outside the transaction, so that nobody waits for it. Raises ``Http404`` as :func:`draw` does.
    """
    download = draw(by, offer, way, parameters, language)
    downloaded(by=by, offer=offer, way=way, download=download)
    return download


@action
def downloaded(*, by: Viewer, offer: Offer, way: Exit, download: Download) -> None:
    """Say that somebody took a document: which, in which format, under which label."""
    assert by.user_id is not None, "documents are taken by people"
    about = download.subject or User.objects.get(pk=by.user_id)
    record(
        "document.taken",
        by=by,
        about=about,
        organisation_id=download.organisation_id,
        permission=offer.permission,
        after={"offer": offer.slug, "way": way.slug, "label": download.label.value},
    )
