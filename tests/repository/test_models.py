"""Every model declares its stewardship, pairs times with authors, and points only downwards."""

from collections.abc import Sequence

import pytest
from django.apps import apps
from django.db import models

from pulang.foundation.stewardship import Stewardship

ORDER = (
    "installation", "events", "recovery", "jobs", "search", "texts", "api", "ui",
    "accounts", "access", "audit", "marking", "files", "notices", "frameworks", "facilities", "questionnaires",
    "learning", "coverage", "followup", "exchange", "bridge", "bodies", "engagements", "reach", "releases",
)  # fmt: skip


def ours() -> list[type[models.Model]]:
    """Models of this project, automatic link tables left out."""
    return [model for model in apps.get_models() if model.__module__.startswith("pulang.")]


def undeclared(found: Sequence[type[models.Model]]) -> list[str]:
    return [model._meta.label for model in found if not isinstance(getattr(model, "stewardship", None), Stewardship)]


def upward(model: type[models.Model]) -> list[str]:
    """Foreign keys that point to an app standing above the model's own."""
    place = ORDER.index(model._meta.app_label)
    return [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and isinstance(field.related_model, type)
        if field.related_model.__module__.startswith("pulang.")
        if ORDER.index(field.related_model._meta.app_label) > place
    ]


def unpaired(model: type[models.Model]) -> list[str]:
    """Nullable ``x_at``/``x_by`` pairs without a named constraint that keeps them together."""
    names = {field.name: field for field in model._meta.concrete_fields}
    constraints = " ".join(constraint.name for constraint in model._meta.constraints)
    return [
        f"{model._meta.label}.{name}"
        for name, field in names.items()
        if name.endswith("_at") and field.null and f"{name[:-3]}_by" in names and f"{name}_and_by" not in constraints
    ]


def test_every_model_declares_scope_sensitivity_and_retention() -> None:
    assert undeclared(ours()) == []


def test_foreign_keys_follow_the_order_of_the_apps() -> None:
    assert [fault for model in ours() for fault in upward(model)] == []


def test_a_time_and_its_author_stand_together() -> None:
    assert [fault for model in ours() for fault in unpaired(model)] == []


def test_no_model_of_the_other_plane_is_installed(settings: object) -> None:
    from django.conf import settings as configured

    labels = {model._meta.app_label for model in ours()}
    other = {"forum": {"facilities", "coverage", "releases"}, "service": {"bodies", "engagements", "reach"}}[
        configured.PULANG_PLANE
    ]
    assert not labels & other


def test_the_rules_can_fail() -> None:
    class Loose(models.Model):
        sealed_at = models.DateTimeField(null=True)
        sealed_by = models.IntegerField(null=True)

        class Meta:
            app_label = "accounts"
            managed = False

    class Upward(models.Model):
        plan = models.ForeignKey("followup.ActionPlan", models.CASCADE)

        class Meta:
            app_label = "accounts"
            managed = False

    try:
        assert undeclared([Loose]) == ["accounts.Loose"]
        assert unpaired(Loose) == ["accounts.Loose.sealed_at"]
        assert upward(Upward)
    finally:
        for model in (Loose, Upward):
            apps.all_models["accounts"].pop(model._meta.model_name)
        apps.clear_cache()


@pytest.mark.parametrize("name", sorted({model._meta.app_label for model in ours()}))
def test_every_app_has_its_place_in_the_order(name: str) -> None:
    assert name in ORDER
