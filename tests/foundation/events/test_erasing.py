"""The ledger of erasures: a line for each, a file beside the database, and once more after a restore."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings as configured
from pytest_django import DjangoCaptureOnCommitCallbacks

from pulang.foundation.events import erasing, keys
from pulang.foundation.events.models import ErasedSubject, SubjectKey

pytestmark = pytest.mark.django_db


def test_an_erasure_leaves_a_line_and_a_file(
    settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.PULANG_FOLDER = tmp_path
    subject = uuid4()
    keys.seal(subject, b"something", context=b"here")
    with django_capture_on_commit_callbacks(execute=True):
        assert keys.destroy(subject, what="sample")
        assert not keys.destroy(subject)
    written = (tmp_path / erasing.FILE).read_text()
    lines = erasing.read(written, configured.PULANG_PLANE)
    assert [(line.subject_id, line.what) for line in lines] == [(subject, "sample")]
    assert lines == list(erasing.lines())
    assert "something" not in written


def test_what_came_back_with_an_older_state_goes_again() -> None:
    subject, other = uuid4(), uuid4()
    keys.seal(subject, b"one", context=b"")
    keys.seal(other, b"two", context=b"")
    keys.destroy(subject)
    ledger = list(erasing.lines())
    keys.seal(subject, b"again", context=b"")
    ErasedSubject.objects.all().delete()
    assert erasing.apply(ledger) == 1
    assert erasing.apply(ledger) == 0
    assert list(SubjectKey.objects.values_list("pk", flat=True)) == [other]
    assert list(erasing.lines()) == ledger


def test_an_app_removes_its_own_rows_again() -> None:
    removed: list[UUID] = []
    erasing.register("sample", removed.append)
    subject = uuid4()
    keys.destroy(subject, what="sample")
    ledger = list(erasing.lines())
    ErasedSubject.objects.all().delete()
    erasing.apply(ledger)
    assert removed == [subject]
    erasing.apply(ledger)
    assert removed == [subject]  # the state knew of it: somebody may have come back since


@pytest.mark.parametrize("text", ["", "PULANG ERASURES 1 elsewhere\n", "PULANG ERASURES 1 {plane}\nnonsense"])
def test_what_is_no_ledger_is_told(text: str) -> None:
    with pytest.raises(erasing.BadLedger):
        erasing.read(text.format(plane=configured.PULANG_PLANE), configured.PULANG_PLANE)
