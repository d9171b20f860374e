"""Handing a file over: always to be saved, never shown as a page of ours."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attachment(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """A file to save under its name; no browser may take it for anything else than it is called."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
