"""What organisations have in the directory, for a full copy and for an erasure."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import (
    AccessToken,
    CodeList,
    Contact,
    Deputy,
    Draft,
    Holiday,
    Membership,
    Organisation,
    Reenrolment,
    SignInCode,
    User,
)
from pulang.foundation.holdings import Holding, Places, delete, register_holding
from pulang.foundation.search import index
from pulang.kernel import clock
from pulang.kernel.folding import sort_key

NAMELESS = "–"
PEOPLE = "contact__organisation__in"


def register() -> None:
    """Called at start-up."""
    register_holding(
        Holding(
            Organisation,
            _("Organisations. After an erasure their names stay, as those of public bodies, and they are closed."),
            lambda places: Q(pk__in=places),
            erase=_close,
        ),
        Holding(Holiday, _("Holidays"), lambda places: Q(country__in=places), erase=delete),
        Holding(
            Contact,
            _("Contacts. After an erasure a dash stands where others' work names them."),
            lambda places: Q(organisation__in=places),
            erase=_nameless,
        ),
        Holding(
            User,
            _("Accounts. After an erasure nobody can sign in with them, and their sign-in names are gone."),
            lambda places: Q(**{PEOPLE: places}),
            secret=frozenset({"password"}),
            erase=_unusable,
        ),
        Holding(Membership, _("Roles"), lambda places: _of(places) | Q(organisation__in=places), erase=delete),
        Holding(
            Deputy,
            _("Deputies"),
            lambda places: _of(places, "principal") | _of(places, "deputy"),
            erase=delete,
        ),
        *map(_secrets, (Reenrolment, SignInCode, CodeList, Draft, AccessToken)),
    )


def _of(places: Places, field: str = "user") -> Q:
    return Q(**{f"{field}__{PEOPLE}": places})


def _secrets(model: type[Model]) -> Holding:
    """What people prove themselves with, and forms half filled in: erased, never copied."""
    return Holding(model, _("Sign-in"), _of, is_copied=False, erase=delete)


def _close(rows: QuerySet[Organisation]) -> None:
    rows.filter(closed_on__isnull=True).update(closed_on=clock.today())


def _nameless(rows: QuerySet[Contact]) -> None:
    for contact in rows:
        contact.name, contact.sort_key = NAMELESS, sort_key(NAMELESS)
        contact.position, contact.service_number = "", ""
        contact.email = contact.phone = ""
        contact.left_on = contact.left_on or clock.today()
        contact.save()
        index.drop("contact", contact.pk)


def _unusable(rows: QuerySet[User]) -> None:
    for user in rows:
        Authenticator.objects.filter(user=user).delete()
        for session in UserSession.objects.filter(user=user):
            session.end()
        user.sign_in_name = f"erased-{user.pk.hex[-12:]}"
        user.is_active, user.closed_at = False, user.closed_at or clock.now()
        user.set_unusable_password()
        user.save(update_fields=["sign_in_name", "is_active", "closed_at", "password"])
