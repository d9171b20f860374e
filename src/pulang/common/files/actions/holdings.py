"""Files as parts of what organisations own, for a full copy and for an erasure."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.files.actions.stored import unlink
from pulang.common.files.models import Attachment, Document, StoredFile
from pulang.foundation.holdings import Holding, Places, register_holding


def register() -> None:
    """Called at start-up."""
    register_holding(
        Holding(
            Document,
            _("Downloads that somebody asked for"),
            lambda places: Q(asker__contact__organisation__in=places),
            is_copied=False,
            erase=erase_files,
        )
    )


def attachments(model: type[Attachment], words: Promise, field: str) -> Holding:
    """The files beside something; ``field`` leads from what they stand beside to its organisation."""

    def where(places: Places) -> Q:
        return Q(**{f"to__{field}__in": places})

    return Holding(model, words, where, "to__marking", file=lambda row: row.file, erase=erase_files)


def erase_files(rows: QuerySet[Any]) -> None:
    """Remove rows with the files they point at: keys and rows now, the bytes once that is certain."""
    files = list(StoredFile.objects.filter(pk__in=rows.exclude(file=None).values("file")))
    rows.delete()
    StoredFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    for file in files:
        transaction.on_commit(partial(unlink, file.place), robust=True)
