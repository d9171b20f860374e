"""Anchors of the chain: a chain that was cut or written anew no longer contains what stands on paper."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from pulang.common.accounts.actions import make_organisation
from pulang.common.accounts.models import OrganisationKind
from pulang.foundation import signing
from pulang.foundation.events import anchoring
from pulang.foundation.events.anchoring import NotContained
from pulang.foundation.events.triggers import undo_statements
from pulang.kernel import anchors
from pulang.web.demo.building import BUILDER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Keys of their own for each test."""
    settings.PULANG_FOLDER = tmp_path
    return tmp_path


def anchored(events: int = 3) -> anchors.Anchor:
    for number in range(events):
        make_organisation(by=BUILDER, key=f"land-{number}", kind=OrganisationKind.COUNTRY, name=f"Land {number}")
    found = anchoring.now()
    assert found is not None
    return found


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in (*undo_statements(connection.vendor), *statements):
            if "FUNCTION" not in statement:
                cursor.execute(statement)


def test_the_chain_still_contains_what_was_anchored_when_it_has_grown(folder: Path) -> None:
    anchor = anchors.parse(anchored().text())
    make_organisation(by=BUILDER, key="later", kind=OrganisationKind.COUNTRY, name="Later")
    anchoring.demand_contained(anchor)
    assert (anchor.position, anchor.fingerprint) == (3, anchoring.fingerprint())
    assert (folder / signing.FILE).stat().st_mode & 0o777 == 0o600


def test_an_empty_chain_has_no_anchor() -> None:
    assert anchoring.now() is None


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("DELETE FROM events_event WHERE position = 3", "The chain ends before event 3"),
        (
            "UPDATE events_event SET digest = (SELECT digest FROM events_event WHERE position = 1) WHERE position = 3",
            "Event 3 is not the one that was there",
        ),
    ],
)
def test_a_chain_that_was_cut_or_written_anew_is_found_out(sql: str, sentence: str) -> None:
    anchor = anchored()
    run(sql)
    with pytest.raises(NotContained, match=sentence):
        anchoring.demand_contained(anchor)


def test_an_anchor_of_another_key_is_told_even_when_it_says_the_truth(folder: Path) -> None:
    anchor = anchored()
    (folder / signing.FILE).unlink()
    with pytest.raises(NotContained, match="another key signed the anchor"):
        anchoring.demand_contained(anchor)


def test_an_anchor_of_the_other_plane_is_told(settings: Any) -> None:
    anchor = anchored()
    settings.PULANG_PLANE = {"forum": "service", "service": "forum"}[anchor.plane]
    with pytest.raises(NotContained, match=f"This is an anchor of the {anchor.plane} plane."):
        anchoring.demand_contained(anchor)
