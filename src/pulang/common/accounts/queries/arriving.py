"""The account behind a session, asked for with every request."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from pulang.common.accounts.models import Contact, Organisation, User
from pulang.common.accounts.queries.suspending import suspended_places
from pulang.foundation.prepared import ID, Prepared

Row = TypeVar("Row", bound=Model)
PARTS: tuple[tuple[str, type[Model]], ...] = (
    ("", User),
    ("contact__", Contact),
    ("contact__organisation__", Organisation),
)


def account_of_session(user_id: UUID) -> User | None:
    """The open account with its contact and organisation; nobody of a suspended organisation. One query."""
    found = _ACCOUNT.rows(user=user_id)
    return _account(found[0]) if found else None


def _open_account(user: UUID) -> QuerySet[User, Any]:
    people = User.objects.filter(pk=user, is_active=True).exclude(contact__organisation__in=suspended_places())
    return people.values_list(*(f"{prefix}{name}" for prefix, model in PARTS for name in _names(model)))


_ACCOUNT = Prepared(_open_account, user=ID)


def _account(values: Iterable[Any]) -> User:
    rest = iter(values)
    user, contact, organisation = _next(User, rest), _next(Contact, rest), _next(Organisation, rest)
    if contact.pk is None:
        user.contact = None
        return user
    contact.organisation, user.contact = organisation, contact
    return user


def _next(model: type[Row], values: Iterator[Any]) -> Row:
    names = _names(model)
    return model.from_db("default", names, [next(values) for _name in names])


def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
