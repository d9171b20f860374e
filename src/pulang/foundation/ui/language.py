"""Remembering a chosen language on the machine where it was chosen."""

from typing import TypeVar

from django.conf import settings
from django.http import HttpResponse

Response = TypeVar("Response", bound=HttpResponse)


def remember_language(response: Response, code: str) -> Response:
    """Set the language cookie for a year, if the installation speaks this language."""
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=365 * 86400,
            samesite="Lax",
            httponly=True,
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
    return response
