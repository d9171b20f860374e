"""Columns that say something only together."""

from django.db.models import Q


def together(at: str, by: str, *, with_words: str = "") -> Q:
    """A time and its author, and what was said with them, are there together or not at all."""
    absent, present = Q(**{f"{at}__isnull": True, f"{by}__isnull": True}), Q(**{f"{at}__isnull": False})
    present &= Q(**{f"{by}__isnull": False})
    if not with_words:
        return absent | present
    return (absent & Q(**{with_words: ""})) | (present & ~Q(**{with_words: ""}))
