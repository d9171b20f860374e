"""The one address at which documents are downloaded."""

from urllib.parse import quote

from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from pulang.common.files.actions.downloads import serve
from pulang.common.files.queries.downloads import Download, offered
from pulang.foundation.policy.guard import ViewerRequest, signed_in


@signed_in
@require_GET
def download(request: ViewerRequest, offer: str, way: str) -> HttpResponse:
    """A document as a file. What is not offered to this viewer, or not there, is the same 404."""
    found, exit_way = offered(request.viewer, offer, way)
    language = get_language() or "en"
    made = serve(by=request.viewer, offer=found, way=exit_way, parameters=request.GET.dict(), language=language)
    return attached(made)


def attached(made: Download) -> HttpResponse:
    """A file to save: a plain name for every browser, one in the reader's language for those who can (RFC 5987)."""
    names = f"filename=\"{made.plain_name}\"; filename*=UTF-8''{quote(made.filename, safe='')}"
    return HttpResponse(
        made.data, content_type=made.content_type, headers={"Content-Disposition": f"attachment; {names}"}
    )
