"""The one access rule and its one evaluator (docs/explanation/ground-floor.md).

A rule is a list of named filter clauses. A list is the union of the clauses; the check of one object is the same
filter narrowed to its key; the clause that matched is the reason. There is no second way to ask.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Exists, Model, Q, QuerySet, Value, When
from django.db.models.lookups import Exact
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.prepared import Given, Prepared

M = TypeVar("M", bound=Model)
NOBODY = Q(pk__in=())
REFUSAL = _("Your role does not include this step. Ask whoever is named as acting next.")


@dataclass(frozen=True)
class Clause:
    """One way to be allowed. ``q`` gives a filter on the model, or ``None`` when the viewer cannot qualify at all.

    The filter must not multiply rows: use subqueries, not joins to many.
    """

    name: str
    reason: Promise
    q: Callable[[Viewer], Q | None]


@dataclass(frozen=True)
class Rule:
    """Who holds ``permission`` on which rows of ``model``.

    ``fence`` narrows every clause: what the marking of a row lets the viewer have.
    """

    model: type[Model]
    permission: str
    clauses: tuple[Clause, ...]
    fence: Callable[[Viewer], Q] | None = None

    def filter(self, viewer: Viewer) -> Q:
        """The union of the clauses for this viewer, within the fence."""
        found = [q for clause in self.clauses if (q := clause.q(viewer)) is not None]
        union = NOBODY
        for q in found:
            union = q if union is NOBODY else union | q
        return union if union is NOBODY or self.fence is None else union & self.fence(viewer)


class Refused(PermissionDenied):
    """The viewer may know that the thing exists, but not do this to it; the message is for the screen."""

    def __init__(self, reason: object) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Rulebook:
    """All rules of the installed apps, found by model and permission."""

    def __init__(self) -> None:
        self._rules: dict[tuple[type[Model], str], Rule] = {}

    def add(self, rules: Sequence[Rule]) -> None:
        for rule in rules:
            self._rules[rule.model, rule.permission] = rule
        _holding.cache_clear()
        _matching.cache_clear()

    def rule(self, model: type[Model], permission: str) -> Rule:
        try:
            return self._rules[model, permission]
        except KeyError:
            raise LookupError(f"no access rule for {model._meta.label} and {permission}") from None

    def all(self) -> tuple[Rule, ...]:
        return tuple(self._rules.values())


rulebook = Rulebook()


def visible(viewer: Viewer, permission: str, queryset: QuerySet[M]) -> QuerySet[M]:
    """The rows of ``queryset`` on which the viewer holds ``permission``. Lists, counts and search all begin here."""
    return queryset.filter(rulebook.rule(queryset.model, permission).filter(viewer))


def visible_along(viewer: Viewer, permission: str, queryset: QuerySet[M]) -> QuerySet[M]:
    """The same rows as :func:`visible` gives, looked for in the order of the queryset.

    For the first few of an order that has an index: the engine goes along it and asks the rule of each row, where it
    would else gather everything that the rule gives before it sorts.
    """
    rule = rulebook.rule(queryset.model, permission).filter(viewer)
    if rule is NOBODY:
        return queryset.none()
    return queryset.filter(Exact(Case(When(rule, then=Value(1)), default=Value(0)), Value(1)))


def why(viewer: Viewer, permission: str, obj: Model) -> Clause | None:
    """The clause that lets the viewer do this to this object; ``None`` when nothing does. One query."""
    found = _matching(type(obj), permission).rows(viewer, pk=obj.pk)
    clauses = rulebook.rule(type(obj), permission).clauses
    return next((clause for clause, matches in zip(clauses, found[0], strict=True) if matches), None) if found else None


def allows(viewer: Viewer, permission: str, obj: Model) -> bool:
    """Whether the object is among the rows that :func:`visible` gives."""
    return bool(allowed(viewer, (permission,), obj))


def allowed(viewer: Viewer, permissions: Iterable[str], obj: Model) -> frozenset[str]:
    """Those of the permissions with which the object is among the rows that :func:`visible` gives. One query."""
    asked = tuple(sorted(permissions))
    found = _holding(type(obj), asked).rows(viewer, pk=obj.pk) if asked else ()
    return frozenset(permission for row in found for permission, holds in zip(asked, row, strict=True) if holds)


def get(viewer: Viewer, permission: str, queryset: QuerySet[M], **lookup: object) -> M:
    """One row, or ``Http404``: absent and forbidden give the same answer."""
    row = visible(viewer, permission, queryset).filter(**lookup).first()
    if row is None:
        raise Http404
    return row


def demand(viewer: Viewer, permission: str, obj: Model, *, seen_by: str) -> None:
    """Raise unless the viewer holds ``permission`` on the object.

    Whoever cannot even see it (``seen_by``) gets ``Http404``; whoever can gets ``Refused`` with a sentence.
    """
    if allows(viewer, permission, obj):
        return
    if not allows(viewer, seen_by, obj):
        raise Http404
    raise Refused(REFUSAL)


def demand_anywhere(viewer: Viewer, permission: str) -> None:
    """Raise ``Http404`` unless the viewer holds the permission somewhere."""
    if not viewer.may(permission):
        raise Http404


@cache
def _holding(model: type[Model], permissions: tuple[str, ...]) -> Prepared:
    """Of one row, for each permission whether it is among the visible ones."""
    return _answers(model, lambda viewer, rows: [visible(viewer, permission, rows) for permission in permissions])


@cache
def _matching(model: type[Model], permission: str) -> Prepared:
    """Of one row, for each clause of the rule whether it matches within the fence."""
    rule = rulebook.rule(model, permission)
    return _answers(model, lambda viewer, rows: [_by(rule, clause, viewer, rows) for clause in rule.clauses])


def _by(rule: Rule, clause: Clause, viewer: Viewer, rows: QuerySet[Any]) -> QuerySet[Any]:
    alone = replace(rule, clauses=(clause,))
    return rows.filter(alone.filter(viewer))


def _answers(model: type[Model], questions: Callable[[Viewer, QuerySet[Any]], Sequence[QuerySet[Any]]]) -> Prepared:
    """Yes or no to each question about one row, which is a queryset that holds the row or does not."""

    def build(viewer: Viewer, pk: Any) -> QuerySet[Any, Any]:
        rows = model._default_manager.filter(pk=pk)
        asked = {f"answer_{place}": Exists(found) for place, found in enumerate(questions(viewer, rows))}
        answers: QuerySet[Any, Any] = rows.annotate(**asked).values_list(*asked)
        return answers

    return Prepared(build, pk=partial(Given, field=model._meta.pk))
