"""What a request of a program passes, instead of all that pages need: no session, no cookie, no forgery check.

The addresses of the API stand in a tree of their own (``settings.PULANG_API``), which is loaded with the first call.
"""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, is_valid_path, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

Next = Callable[[HttpRequest], HttpResponse]
PLACE = "/api/"
ADDRESSES = 1000


def programs(get_response: Next) -> Next:
    """Answer requests of programs here; let those of people who read the documentation pass."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PLACE) or _is_page(request.path_info):
            return get_response(request)
        return answer(request)

    return middleware


def answer(request: HttpRequest) -> HttpResponse:
    """The operation at this address; every answer that is no success is a problem."""
    with translation.override(_language(request)):
        response = _run(request)
        response.headers["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    patch_vary_headers(response, ["Authorization", "Accept-Language"])
    return response


# Addresses lead to the same place as long as the process lives; to look for it costs more than to ask the database.
_is_page = lru_cache(maxsize=ADDRESSES)(is_valid_path)


@lru_cache(maxsize=ADDRESSES)
def _operation(path: str) -> ResolverMatch:
    """Raises ``Resolver404``."""
    return resolve(path, settings.PULANG_API)


def _run(request: HttpRequest) -> HttpResponse:
    from pulang.foundation.api import problems
    from pulang.foundation.api.service import problem_of

    try:
        request.get_host()
        match = _operation(request.path_info)
        request.resolver_match = match
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except Resolver404:
        return problems.answer(problems.Problem(problems.NOT_FOUND))
    except Exception as error:
        return problems.answer(problem_of(error))
    if response.status_code == problems.WRONG_METHOD.status:
        allowed = {"Allow": response.headers.get("Allow", "")}
        return problems.answer(problems.Problem(problems.WRONG_METHOD, headers=allowed))
    return response


def _language(request: HttpRequest) -> str:
    """What the header asks for and the installation speaks; a cookie is not looked at."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
