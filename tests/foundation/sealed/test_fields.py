from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from django.apps.registry import Apps
from django.core.exceptions import FieldError
from django.db import connection, models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.template import Context, Template

from pulang.foundation.sealed.fields import SealedTextField
from pulang.foundation.sealed.values import Sealed
from pulang.kernel import ids
from pulang.kernel.crypto import Keyring, UnknownKey, WrongContext

SECRET = "the officer's note"


class Note(models.Model):
    objects: ClassVar[models.Manager[Note]] = models.Manager()

    id = models.UUIDField(primary_key=True, default=ids.uuid7)
    title = models.CharField(max_length=20, default="")
    text = SealedTextField()
    reply = SealedTextField(null=True)

    class Meta:
        apps = Apps()
        app_label = "sealed_notes"


class Page(models.Model):
    objects: ClassVar[models.Manager[Page]] = models.Manager()

    text = SealedTextField()

    class Meta:
        apps = Apps()
        app_label = "sealed_notes"


@pytest.fixture(scope="module", autouse=True)
def _tables(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Note)
            editor.create_model(Page)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Page)
            editor.delete_model(Note)


pytestmark = pytest.mark.django_db


def stored(note: Note) -> bytes:
    """The column as the database holds it."""
    key = Note._meta.pk.get_db_prep_value(note.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM sealed_notes_note WHERE id = %s", [key])
        return bytes(cursor.fetchone()[0])


def test_assigned_text_is_stored_sealed_and_opens_with_its_row() -> None:
    note = Note.objects.create(text=SECRET)
    assert SECRET.encode() not in stored(note)
    read = Note.objects.get()
    assert isinstance(read.text, Sealed)
    assert read.text.open(read) == SECRET
    assert note.text.open(note) == SECRET


@pytest.mark.parametrize("text", ["", "ملاحظة", "a\nb" * 5000])
def test_any_text_comes_back_unchanged(text: str) -> None:
    Note.objects.create(text=text)
    read = Note.objects.get()
    assert read.text.open(read) == text


def test_an_empty_column_stays_empty() -> None:
    Note.objects.create(text=SECRET)
    assert Note.objects.get().reply is None


def test_a_changed_text_is_sealed_anew() -> None:
    note = Note.objects.create(text=SECRET)
    note.text = "changed"
    note.save()
    read = Note.objects.get()
    assert read.text.open(read) == "changed"


def test_saving_an_unchanged_row_keeps_its_envelope() -> None:
    note = Note.objects.create(text=SECRET)
    before = stored(note)
    read = Note.objects.get()
    read.title = "new"
    read.save()
    assert stored(note) == before


def test_a_deferred_text_is_fetched_when_asked_for() -> None:
    Note.objects.create(text=SECRET)
    read = Note.objects.defer("text").get()
    assert read.text.open(read) == SECRET


def test_many_rows_are_sealed_each_for_itself() -> None:
    Note.objects.bulk_create([Note(text="one"), Note(text="two")])
    assert sorted(note.text.open(note) for note in Note.objects.all()) == ["one", "two"]


def test_values_give_the_seal_not_the_text() -> None:
    note = Note.objects.create(text=SECRET)
    (row,) = Note.objects.values("text", "reply")
    assert isinstance(row["text"], Sealed)
    assert row["reply"] is None
    assert row["text"].open_at(note.pk) == SECRET
    (sealed,) = Note.objects.values_list("text", flat=True)
    assert sealed.open(note) == SECRET


def test_a_seal_does_not_open_with_another_row() -> None:
    one, other = Note.objects.create(text=SECRET), Note.objects.create(text="other")
    with pytest.raises(WrongContext):
        Note.objects.get(pk=one.pk).text.open(other)


def test_an_envelope_moved_to_another_column_does_not_open() -> None:
    note = Note.objects.create(text=SECRET, reply="reply")
    Note.objects.filter(pk=note.pk).update(reply=Note.objects.get().text)
    read = Note.objects.get()
    assert read.reply is not None
    with pytest.raises(WrongContext):
        read.reply.open(read)


def test_a_value_carried_over_from_another_row_is_not_saved() -> None:
    Note.objects.create(text=SECRET)
    with pytest.raises(WrongContext):
        Note.objects.create(text=Note.objects.get().text)


def test_a_row_whose_key_is_gone_can_still_be_saved(settings: Any) -> None:
    Note.objects.create(text=SECRET)
    settings.PULANG_KEYRING = Keyring({"later": b"l" * 32}, active="later")
    read = Note.objects.get()
    with pytest.raises(UnknownKey):
        read.text.open(read)
    read.title = "new"
    read.save()
    assert Note.objects.get().title == "new"


def test_a_row_without_a_key_cannot_be_sealed() -> None:
    with pytest.raises(ValueError, match="before its row has a primary key"):
        Page.objects.create(text=SECRET)


@pytest.mark.parametrize("saved", [False, True])
def test_the_text_shows_in_no_representation(saved: bool) -> None:
    note = Note(text=SECRET)
    if saved:
        note.save()
    shown = f"{note.text} {note.text!r} {Template('{{ note.text }}').render(Context({'note': note}))}"
    assert SECRET not in shown
    assert "officer" not in shown


def test_an_update_with_plain_text_is_refused() -> None:
    note = Note.objects.create(text=SECRET)
    with pytest.raises(TypeError, match="is sealed"), transaction.atomic():
        Note.objects.update(text="plain")
    assert Note.objects.get().text.open(note) == SECRET


@pytest.mark.parametrize("value", [Value("plain"), F("title"), F("reply"), Concat(F("title"), Value("x"))])
def test_an_update_with_an_expression_is_refused(value: Any) -> None:
    Note.objects.create(text=SECRET)
    with pytest.raises(TypeError, match="is sealed"):
        Note.objects.update(text=value)


def test_an_update_to_nothing_is_allowed() -> None:
    Note.objects.create(text=SECRET, reply="reply")
    Note.objects.update(reply=None)
    assert Note.objects.get().reply is None


def test_a_bulk_update_with_plain_text_is_refused() -> None:
    note = Note.objects.create(text=SECRET)
    note.text = "plain"
    with pytest.raises(TypeError, match="is sealed"), transaction.atomic():
        Note.objects.bulk_update([note], ["text"])
    assert Note.objects.get().text.open(note) == SECRET


def test_a_bulk_update_with_seals_keeps_them() -> None:
    notes = Note.objects.bulk_create([Note(text="one"), Note(text="two")])
    Note.objects.bulk_update(notes, ["text", "reply"])
    assert sorted(note.text.open(note) for note in Note.objects.all()) == ["one", "two"]


@pytest.mark.parametrize(
    "condition",
    [
        Q(text=SECRET),
        Q(text__contains="note"),
        Q(text__in=["a"]),
        Q(text__gt="a"),
        Q(text=F("reply")),
        Q(text=b"x"),
    ],
)
def test_filtering_by_the_text_is_refused(condition: Q) -> None:
    with pytest.raises(FieldError):
        Note.objects.filter(condition).exists()


def test_filtering_by_emptiness_is_allowed() -> None:
    Note.objects.create(text=SECRET)
    assert Note.objects.filter(reply__isnull=True).count() == 1
    assert Note.objects.filter(text__isnull=True).count() == 0


@pytest.mark.parametrize("value", [3, b"bytes", ["text"]])
def test_only_text_can_be_assigned(value: Any) -> None:
    with pytest.raises(TypeError, match="takes text"):
        Note(text=value)
