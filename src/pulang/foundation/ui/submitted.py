"""What a form is filled from: what was just sent, or what an expired session kept."""

from django.http import HttpRequest, QueryDict


def submitted(request: HttpRequest) -> QueryDict | None:
    """Data for a bound form: the POST, or the draft that came back after signing in again; ``None`` for a fresh form.

    ``request.kept_draft`` is set by the middleware that keeps drafts; a view saves only on POST.
    """
    if request.method == "POST":
        return request.POST
    kept: QueryDict | None = getattr(request, "kept_draft", None)
    return kept
