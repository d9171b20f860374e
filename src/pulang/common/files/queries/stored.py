"""The bytes of stored files, and which files nothing needs any more."""

from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db.models import Exists, Model, OuterRef, QuerySet

from pulang.common.files.models import StoredFile
from pulang.foundation.sealed import blobs


class Missing(Exception):
    """The bytes of a file are not on the disk, or are not what was written there."""


def folder() -> Path:
    """Where the files of this plane lie, sealed, outside every folder that a web server shows; made on first use."""
    path = settings.PULANG_FOLDER / "files"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def path_of(place: UUID) -> Path:
    """Where a file's bytes lie."""
    return folder() / place.hex


def content(file: StoredFile) -> bytes:
    """The whole content of a file that its reader was let to. Raises ``Missing``."""
    key = settings.PULANG_KEYRING.unwrap(bytes(file.wrapped_key), file.pk.bytes)
    try:
        return blobs.read(path_of(file.place), key=key, context=file.pk.bytes)
    except (FileNotFoundError, blobs.Torn) as error:
        raise Missing(str(file.pk)) from error


def unheld() -> QuerySet[StoredFile]:
    """Files to which nothing points: what they belonged to is gone."""
    rows = StoredFile.objects.all()
    for model, field in _holders():
        rows = rows.exclude(Exists(model._default_manager.filter(**{field: OuterRef("pk")})))
    return rows


def _holders() -> list[tuple[type[Model], str]]:
    """Every model of this plane that points at files, and by which field."""
    fields = (field for model in apps.get_models() for field in model._meta.concrete_fields)
    return [(field.model, field.name) for field in fields if field.related_model is StoredFile]
