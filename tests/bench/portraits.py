"""Rows of a world as they can be compared: without ids and times, with marking, audience and what was told of them."""

from typing import Any
from uuid import UUID

from django.db.models import Model

from pulang.common.followup.models import ActionPlan
from pulang.common.marking.models import AudienceOffice, AudienceOrganisation, AudiencePerson, Marking
from pulang.foundation.events.append import opened
from pulang.foundation.events.models import Event

Portrait = dict[str, Any]


def row_of(row: Model, *left_out: str) -> Portrait:
    """A row without its own id, its times and what points elsewhere only by an id of this row."""
    times = {field.name for field in row._meta.concrete_fields if field.get_internal_type() == "DateTimeField"}
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    found = {name: getattr(row, name) for name in names if name not in left_out}
    return {name: value is not None if name in times else value for name, value in found.items()}


def marking_of(marking: Marking) -> Portrait:
    named = {AudienceOrganisation: "organisation__key", AudienceOffice: "role", AudiencePerson: "person__sign_in_name"}
    audience = {
        model.__name__: sorted(model._default_manager.filter(marking=marking).values_list(name, "invited"))
        for model, name in named.items()
    }
    return {"label": marking.label, **audience}


def events_of(*ids: UUID) -> list[Portrait]:
    """What is told of these objects, in order, with the values unsealed."""
    rows = Event.objects.filter(object_id__in=ids).order_by("position")
    left_out = ("object_id", "subject_id", "values_sealed", "digest")
    return [row_of(event, *left_out) | {"values": opened(event)} for event in rows]


def plan_portrait(plan: ActionPlan) -> Portrait:
    outcome = getattr(plan, "outcome", None)
    ids = [plan.pk, plan.marking_id, *([outcome.pk, outcome.marking_id] if outcome else [])]
    return {
        "plan": row_of(plan, "marking_id", "first_step_on"),
        "marking": marking_of(plan.marking),
        "provisions": sorted(plan.links.values_list("provision__key", flat=True)),
        "outcome": row_of(outcome, "plan_id", "marking_id", "seen_on") if outcome else None,
        "outcome marking": marking_of(outcome.marking) if outcome else None,
        "events": [_without_days(event) for event in events_of(*ids)],
    }


def _without_days(event: Portrait) -> Portrait:
    after = (event["values"] or {}).get("after")
    if isinstance(after, dict):
        after.pop("first_step_on", None)
        after.pop("seen_on", None)
    return event
