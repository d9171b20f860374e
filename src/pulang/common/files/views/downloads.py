"""The one address at which documents are downloaded."""

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pulang.common.files.actions import ask_document
from pulang.common.files.actions.downloads import serve
from pulang.common.files.queries.downloads import Download, offered
from pulang.foundation.policy.guard import ViewerRequest, signed_in
from pulang.foundation.policy.rules import Refused


@signed_in
@require_GET
def download(request: ViewerRequest, offer: str, way: str) -> HttpResponse:
    """A document as a file; a long one is made in the background. Not offered and not there are the same 404."""
    found, exit_way = offered(request.viewer, offer, way)
    language, parameters = get_language() or "en", request.GET.dict()
    if found.estimated_rows(request.viewer, parameters) > settings.PULANG_LONG_DOCUMENT:
        try:
            ask_document(by=request.viewer, offer=offer, way=way, parameters=parameters, language=language)
        except Refused as refused:
            messages.warning(request, str(refused.reason))
        else:
            messages.success(request, _("This is long. It is being made, and you find it here when it is ready."))
        return redirect("files:documents")
    made = serve(by=request.viewer, offer=found, way=exit_way, parameters=parameters, language=language)
    return attached(made)


def attached(made: Download) -> HttpResponse:
    """A file to save: a plain name for every browser, one in the reader's language for those who can (RFC 5987)."""
    names = f"filename=\"{made.plain_name}\"; filename*=UTF-8''{quote(made.filename, safe='')}"
    return HttpResponse(
        made.data, content_type=made.content_type, headers={"Content-Disposition": f"attachment; {names}"}
    )
