"""Who a signed-in user is now: memberships of today, and those held as a deputy."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from pulang.common.access.rules import LABEL_WORDS, REACH_WORDS
from pulang.common.accounts.models import Deputy, Membership, Organisation, User
from pulang.common.accounts.queries import last_day, suspended_places
from pulang.foundation.policy.registry import registry
from pulang.foundation.policy.roles import Reach, Role
from pulang.foundation.policy.rules import Clause, Rule, rulebook, visible, why
from pulang.foundation.policy.viewer import Grant, Term, Viewer
from pulang.foundation.prepared import DAY, ID, Prepared
from pulang.kernel import clock
from pulang.kernel.tlp import Label

READING = (".view", ".read", ".stage")


def label_words(label: Label) -> Promise:
    """What a label means for whoever reads."""
    return LABEL_WORDS[label]


def viewer_for(user: User) -> Viewer:
    """The viewer of a user at this moment. One query; a closed account holds nothing."""
    if not user.is_active:
        return Viewer(user_id=user.pk, contact_id=user.contact_id)
    rows = _HELD.rows(user=user.pk, today=clock.today())
    grants = tuple(_grant(role, user) for role in (_Role(*row) for row in rows) if _counts(role, user))
    return Viewer(user_id=user.pk, contact_id=user.contact_id, grants=grants)


@dataclass(frozen=True)
class Reader:
    """Somebody who could read an object now, with the reason that the rule gives."""

    user_id: UUID
    name: str
    organisation: str
    reason: Promise


def readers(permission: str, obj: Model) -> list[Reader]:
    """Everybody who could open the object now, by the same rule that opens it.

    Viewers with the same grants get the same answer unless the object names one of them, so the number of queries
    follows the number of different sets of grants, not of people.
    """
    named = {value for field in obj._meta.concrete_fields if isinstance(value := getattr(obj, field.attname), UUID)}
    answers: dict[tuple[Grant, ...], Clause | None] = {}
    found = []
    for user, viewer in _everybody(permission):
        if viewer.user_id in named or viewer.contact_id in named:
            clause = why(viewer, permission, obj)
        else:
            if viewer.grants not in answers:
                answers[viewer.grants] = why(viewer, permission, obj)
            clause = answers[viewer.grants]
        if clause is not None and user.contact is not None:
            found.append(Reader(user.pk, user.contact.name, user.contact.organisation.name, clause.reason))
    return found


def holders(roles: Collection[str]) -> list[Reader]:
    """Everybody who holds one of the roles today, with the role's title as the reason."""
    titles = {role.slug: role.title for role in registry.roles()}
    rows = current_memberships(clock.today()).filter(role__in=roles, user__is_active=True)
    return [
        Reader(row.user_id, row.user.contact.name, row.organisation.name, titles[row.role])
        for row in rows.select_related("user__contact", "organisation")
        if row.user.contact is not None
    ]


@dataclass(frozen=True)
class Held:
    """A role that a person can use today, in their own right or (``principal``) as somebody's deputy.

    ``last_day`` is ``None`` where no end is known.
    """

    role: str
    title: Promise
    organisation: str
    since: date
    last_day: date | None
    principal: str = ""


def own_access(viewer: Viewer) -> list[Held]:
    """What the viewer holds today, the own roles first. One query where one acts in somebody's place, else none."""
    own = [_held(grant) for grant in viewer.grants if grant.principal_id is None]
    if len(own) == len(viewer.grants):
        return own
    others: dict[UUID | None, list[Grant]] = {}
    for grant in viewer.grants:
        others.setdefault(grant.principal_id, []).append(grant)
    deputies = _standing_in(viewer.user_id, clock.today()).select_related("principal__contact")
    return own + [_held(grant, deputy) for deputy in deputies for grant in others.get(deputy.principal_id, ())]


def _standing_in(user: Any, today: Any) -> QuerySet[Deputy]:
    return Deputy.objects.filter(deputy=user, starts_on__lte=today, ends_on__gt=today).order_by("starts_on", "id")


def _held(grant: Grant, deputy: Deputy | None = None) -> Held:
    title = registry.role(grant.role).title
    place, since, ends_on = cast(Term, grant.term)
    if deputy is None:
        return Held(grant.role, title, place, since, last_day(ends_on))
    contact = deputy.principal.contact
    name = contact.name if contact else deputy.principal.sign_in_name
    return Held(grant.role, title, place, deputy.starts_on, last_day(deputy.ends_on), name)


@dataclass(frozen=True)
class FieldSheet:
    """What a role lets somebody do in one field of work."""

    title: Promise | str
    words: list[Promise]


@dataclass(frozen=True)
class RoleSheet:
    """A role as a policy officer reads it."""

    role: Role
    reach: Promise
    fields: list[FieldSheet]


def role_sheets(slugs: Collection[str] | None = None) -> list[RoleSheet]:
    """The roles of this plane, or some of them, each with everything that it lets somebody do, in words."""
    wanted = [role for role in registry.roles() if slugs is None or role.slug in slugs]
    return [RoleSheet(role, REACH_WORDS[role.reach], _fields(role.slug)) for role in wanted]


def _fields(slug: str) -> list[FieldSheet]:
    sheets = [
        FieldSheet(grants.title, [words for permission, words in grants.words.items() if permission in held])
        for grants in registry.grants()
        if (held := grants.by_role.get(slug))
    ]
    return [sheet for sheet in sheets if sheet.words]


@dataclass(frozen=True)
class Sight:
    """One kind of thing that a person may read: in words, why, and how many there are now."""

    words: Promise
    reasons: tuple[Promise, ...]
    count: int


def sights(viewer: Viewer) -> list[Sight]:
    """What the viewer may read now, with the clauses of the rules that let it: two or more queries for each kind."""
    words = {str(permission): text for grants in registry.grants() for permission, text in grants.words.items()}
    by_permission: dict[str, list[Sight]] = {}
    for rule in rulebook.all():
        if _reads(rule) and rule.permission in words and (sight := _sight(viewer, rule, words[rule.permission])):
            by_permission.setdefault(str(rule.permission), []).append(sight)
    return [_together(found) for found in by_permission.values()]


def _sight(viewer: Viewer, rule: Rule, words: Promise) -> Sight | None:
    """``None`` where there is nothing to read."""
    rows = visible(viewer, rule.permission, rule.model._default_manager.all())
    count = rows.count()
    if not count:
        return None
    asked = ((clause.reason, clause.q(viewer)) for clause in rule.clauses)
    return Sight(words, tuple(reason for reason, q in asked if q is not None and rows.filter(q).exists()), count)


def _together(found: list[Sight]) -> Sight:
    """A permission that reads several kinds, as one line."""
    reasons = dict.fromkeys(reason for sight in found for reason in sight.reasons)
    return Sight(found[0].words, tuple(reasons), sum(sight.count for sight in found))


def _reads(rule: Rule) -> bool:
    """Whether the rule is about reading, and about the thing itself rather than the place where it would stand."""
    parts = rule.permission.split(".")
    return rule.permission.endswith(READING) and (rule.model is not Organisation or "organisation" in parts)


def _everybody(permission: str) -> list[tuple[User, Viewer]]:
    """Every active user with a membership today that holds the permission, with their viewer. Three queries."""
    today = clock.today()
    memberships: dict[UUID, list[Membership]] = {}
    for membership in current_memberships(today):
        memberships.setdefault(membership.user_id, []).append(membership)
    standing_in = Deputy.objects.filter(starts_on__lte=today, ends_on__gt=today).values_list(
        "deputy_id", "principal_id"
    )
    deputies: dict[UUID, list[UUID]] = {}
    for deputy_id, principal_id in standing_in:
        deputies.setdefault(deputy_id, []).append(principal_id)
    users = User.objects.filter(is_active=True).select_related("contact__organisation")
    pairs = []
    for user in users.order_by("contact__sort_key", "pk"):
        rows = memberships.get(user.pk, []) + [m for pk in deputies.get(user.pk, []) for m in memberships.get(pk, [])]
        held = [role for role in map(_role, rows) if _counts(role, user)]
        viewer = Viewer(user.pk, user.contact_id, tuple(_grant(role, user) for role in held))
        if viewer.may(permission):
            pairs.append((user, viewer))
    return pairs


def current_memberships(today: date) -> QuerySet[Membership]:
    """Memberships that cover the day, with their organisation; a suspended place or person has none."""
    places = suspended_places()
    return (
        Membership.objects.filter(starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
        .exclude(organisation__in=places)
        .exclude(user__contact__organisation__in=places)
        .select_related("organisation__country")
        .order_by("granted_at", "id")
    )


@dataclass(frozen=True)
class _Role:
    """A membership as far as a grant needs it."""

    user_id: UUID
    slug: str
    organisation_id: UUID
    organisation: str
    country_id: UUID | None
    country: str | None
    since: date
    ends_on: date | None


_ROLE = (
    "user_id", "role", "organisation_id", "organisation__name", "organisation__country_id",
    "organisation__country__name", "starts_on", "ends_on",
)  # fmt: skip


def _held_now(user: Any, today: Any) -> QuerySet[Membership, Any]:
    """Memberships of the person, and of open accounts in whose place the person acts."""
    principals = _standing_in(user, today).filter(principal__is_active=True).order_by().values("principal_id")
    people = User.objects.filter(pk=user).values("pk").union(principals)
    return current_memberships(today).filter(user__in=people).values_list(*_ROLE)


_HELD = Prepared(_held_now, user=ID, today=DAY)


def _role(membership: Membership) -> _Role:
    place = membership.organisation
    country = place.country.name if place.country else None
    return _Role(
        membership.user_id, membership.role, place.pk, place.name, place.country_id, country, membership.starts_on,
        membership.ends_on,
    )  # fmt: skip


def _counts(held: _Role, user: User) -> bool:
    """A role that this plane does not know counts for nothing; a deputy gets only what may be deputised."""
    role = registry.known(held.slug)
    return role is not None and (held.user_id == user.pk or role.deputisable)


def _grant(held: _Role, user: User) -> Grant:
    return Grant(
        role=held.slug,
        organisation_id=held.organisation_id,
        country_id=held.country_id,
        principal_id=None if held.user_id == user.pk else held.user_id,
        place=_place(held),
        term=Term(held.organisation, held.since, held.ends_on),
    )


def _place(held: _Role) -> str:
    speaks_for_country = registry.role(held.slug).reach is Reach.COUNTRY
    return held.country if speaks_for_country and held.country is not None else held.organisation
