"""Addresses of pages that stand on every page or in every row: each name is looked up once."""

from functools import cache
from uuid import UUID

from django.urls import get_script_prefix, get_urlconf, reverse

_ANY = UUID(int=0)


def address(name: str) -> str:
    """The address of a page that needs nothing else."""
    return _plain(name, get_urlconf(), get_script_prefix())


def address_of(name: str, pk: UUID) -> str:
    """The address of the page of one thing, whose pattern has its id as ``pk`` and nothing else."""
    return _of_any(name, get_urlconf(), get_script_prefix()).replace(str(_ANY), str(pk))


@cache
def _plain(name: str, urlconf: str | None, prefix: str) -> str:
    return reverse(name, urlconf)


@cache
def _of_any(name: str, urlconf: str | None, prefix: str) -> str:
    return reverse(name, urlconf, kwargs={"pk": _ANY})
