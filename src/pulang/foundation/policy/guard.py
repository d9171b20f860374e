"""Every view says who may call it. A view without a guard fails ``tests/repository/test_views.py``."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from pulang.foundation.policy.viewer import Viewer


class ViewerRequest(HttpRequest):
    """A request as our views get it: with its viewer."""

    viewer: Viewer


def guard(*permissions: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view run only for a viewer who holds one of the permissions somewhere; everybody else gets 404.

    Somebody who is not signed in is sent to sign in by the middleware before this is asked. The view itself
    narrows to one object with :func:`pulang.foundation.policy.rules.get`.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(request.viewer.may(permission) for permission in permissions):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.guard = frozenset(permissions)  # type: ignore[attr-defined]
        return guarded

    return decorate


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that every signed-in person has for themselves (own account, Today, help)."""

    @wraps(view)
    def guarded(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    guarded.guard = "signed in"  # type: ignore[attr-defined]
    return guarded


def open_to_all(reason: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A page that needs no account; the reason is kept beside it for the reviewer."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        view.guard = f"open: {reason}"  # type: ignore[attr-defined]
        view.open_to_all = True  # type: ignore[attr-defined]
        return view

    return decorate


def before_second_factor(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that somebody may use who still has to set up a second factor: little else than setting it up."""
    view.before_second_factor = True  # type: ignore[attr-defined]
    return view


def dangerous(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What should not be done by whoever finds an unlocked machine: ask who it is, unless that was proved just now.

    Stands below the guard (``@guard(...)`` first, ``@dangerous`` next to the view). ``settings.PULANG_PROOF`` names
    the callable that asks: it gets the request and answers ``None``, or with the page on which to prove it; a form
    that was sent comes back filled in afterwards.
    """

    @wraps(view)
    def proved(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        question = proof_asked(request)
        return view(request, *args, **kwargs) if question is None else question

    return proved


def proof_asked(request: HttpRequest) -> HttpResponse | None:
    """What :func:`dangerous` asks, for a view of which only one step is dangerous; ``None`` when it was just proved."""
    question: HttpResponse | None = import_string(settings.PULANG_PROOF)(request)
    return question
