"""Base pages and error pages, with and without what usually surrounds them."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import path
from django.utils import translation

from pulang.foundation.ui import errors
from pulang.foundation.ui.forms import Form, LineField
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.views import design

STATUSES = (400, 403, 404, 405, 413, 429, 500, 503)


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("language", nothing, name="language"), path("out", nothing, name="sign_out")]
pytestmark = pytest.mark.urls(__name__)


class Officer:
    is_authenticated = True

    def __str__(self) -> str:
        return "Wanjiru K."


@pytest.fixture(autouse=True)
def _installation(settings: Any) -> Any:
    settings.PULANG_PLANE, settings.PULANG_DEMONSTRATION = "forum", False
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    with translation.override("en"):
        yield


def page(source: str = "", **surroundings: object) -> str:
    request = RequestFactory().get("/list?q=mto")
    context = surroundings.pop("context", {})
    for name, value in surroundings.items():
        setattr(request, name, value)
    template = Template("{% extends 'ui/page.html' %}" + source)
    return str(template.render(_context(request, context)))


def _context(request: HttpRequest, context: Any) -> Context:
    from pulang.foundation.ui.context import ui

    return Context({"request": request, "csrf_token": "token", **ui(request), **context})


def test_a_page_survives_without_any_context() -> None:
    html = get_template("ui/base.html").render()
    assert '<html lang="en" dir="ltr" data-plane="forum">' in html
    assert 'href="#main"' in html
    assert "<form" not in html


def test_a_page_mirrors_in_arabic() -> None:
    with translation.override("ar"):
        assert '<html lang="ar" dir="rtl"' in page()


def test_the_service_plane_says_that_it_holds_personal_data(settings: Any) -> None:
    line = "This plane holds personal data. What is done here is recorded."
    assert line not in page()
    settings.PULANG_PLANE = "service"
    html = page()
    assert line in html
    assert 'data-plane="service"' in html


def test_a_demonstration_says_so(settings: Any) -> None:
    assert "Demonstration:" not in page()
    settings.PULANG_DEMONSTRATION = True
    assert "Demonstration:" in page()


def test_whoever_is_not_signed_in_chooses_among_four_languages_and_comes_back_here() -> None:
    html = page()
    for code, name in (("en", "English"), ("fr", "Français"), ("ar", "العربية"), ("id", "Bahasa Indonesia")):
        assert f'value="{code}" lang="{code}"' in html
        assert f">{name}</button>" in html
    assert 'name="next" value="/list?q=mto"' in html
    assert "Sign out" not in html


def test_who_is_signed_in_sees_name_role_places_and_the_way_out() -> None:
    html = page(
        user=Officer(),
        role_line="focal point, Kilima",
        navigation=[Link("Today", "/", True), Link("Library", "/library")],
        account_links=[Link("Your account", "/account")],
    )
    assert "<bdi>Wanjiru K.</bdi>" in html
    assert "focal point, Kilima" in html
    assert '<a href="/" aria-current="page">Today</a>' in html
    assert '<a href="/library">Library</a>' in html
    assert 'action="/out"' in html
    assert 'href="/account"' in html


def test_every_form_of_the_band_carries_a_token() -> None:
    html = page(user=Officer())
    assert html.count("csrfmiddlewaretoken") == html.count('method="post"') == 2


def test_an_error_stands_in_the_title_and_at_the_top() -> None:
    class Short(Form):
        name = LineField(label="Name")

    html = page(context={"form": Short({})})
    assert "<title>Error: " in html
    assert html.index("There is a problem") < html.index("<h1>")
    assert "Error:" not in page(context={"form": Short()})


def test_script_of_the_page_may_not_evaluate_text() -> None:
    html = page()
    assert '"allowEval":false' in html
    assert '"includeIndicatorStyles":false' in html
    assert '"selfRequestsOnly":true' in html
    assert "defer" in html


@pytest.mark.parametrize("status", STATUSES)
def test_an_error_page_says_what_happened_what_was_kept_and_what_to_do(status: int) -> None:
    response = errors.answer(RequestFactory().get("/x"), status)
    html = response.content.decode()
    assert response.status_code == status
    assert html.count("<h1>") == 1
    assert html.split("<main")[1].split("</main>")[0].count("<p>") == 3
    assert 'href="/"' in html


@pytest.mark.parametrize("status", STATUSES)
def test_htmx_gets_a_fragment_of_the_error_page(status: int) -> None:
    html = errors.answer(RequestFactory().get("/x", headers={"HX-Request": "true"}), status).content.decode()
    assert "<html" not in html
    assert "<p>" in html


@pytest.mark.parametrize("status", [500, 503])
def test_a_fault_is_told_even_when_context_processors_fail(status: int, settings: Any) -> None:
    settings.TEMPLATES = [
        {
            **settings.TEMPLATES[0],
            "OPTIONS": {"context_processors": ["tests_have_no_such.module"]},
        }
    ]
    assert errors.answer(RequestFactory().get("/x"), status).status_code == status


def test_the_components_page_shows_both_directions_with_unique_ids() -> None:
    html = design(RequestFactory().get("/design")).content.decode()
    assert '<section lang="en" dir="ltr"' in html
    assert '<section lang="ar" dir="rtl"' in html
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
