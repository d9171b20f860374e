"""The short tours of the demonstration's sign-in page: seven clicks, with the panel below each page."""

import pytest
from tests.journeys.conftest import Visit

TOURS = (
    ("forum", "secretariat", set()),
    ("forum", "inspector", set()),
    ("forum", "misuse", {1, 2, 3, 5}),
    ("service", "training", set()),
    ("service", "officer", set()),
)
LANGUAGES = (("en", 1280), ("fr", 1280), ("ar", 390), ("id", 390))


@pytest.mark.parametrize(("language", "width"), LANGUAGES)
@pytest.mark.parametrize(("plane", "slug", "refused"), TOURS)
def test_a_tour_takes_seven_clicks_and_every_refusal_is_real(
    visit: Visit, plane: str, slug: str, refused: set[int], language: str, width: int
) -> None:
    visitor = visit(language=language, width=width, plane=plane)
    visitor.open("/account/login/")
    button = visitor.page.locator(f'form[action="/tour/{slug}/start/"] button')
    for number in range(1, 8):
        with visitor.page.expect_navigation() as arriving:
            button.click()
        assert arriving.value is not None
        assert arriving.value.status == (404 if number in refused else 200)
        panel = visitor.page.locator("aside.tour")
        assert str(number) in panel.locator("h2").inner_text()
        visitor.inspector.look(visitor.page)
        button = panel.locator('form[action="/tour/next/"] button')
    button.click()
    visitor.page.wait_for_load_state()
    assert visitor.page.locator("aside.tour").count() == 0
