"""What a form is filled from: what was just sent, or what an expired session kept."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

NEVER_KEPT = ("password", "code", "credential", "secret", "csrfmiddlewaretoken")


def is_secret(name: str) -> bool:
    """Whether a field of this name holds what is never kept nor written back: passwords and codes."""
    return any(word in name.lower() for word in NEVER_KEPT)


def submitted(request: HttpRequest) -> QueryDict | None:
    """Data for a bound form: the POST, or the draft that came back after signing in again; ``None`` for a fresh form.

    ``request.kept_draft`` is set by the middleware that keeps drafts; a view saves only on POST.
    """
    if request.method == "POST":
        return request.POST
    kept: QueryDict | None = getattr(request, "kept_draft", None)
    return kept


def sent_files(request: HttpRequest) -> "MultiValueDict[str, UploadedFile[bytes]] | None":
    """The files that came with what was sent; ``None`` for a fresh form, and for a draft, which keeps none."""
    return request.FILES if request.method == "POST" else None
