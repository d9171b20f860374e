"""Django's ``migrate``, in less than half of the time where many tables are new.

While it goes through the migrations, Django builds every model anew that is related to one that is added, and by the
accounts nearly all are. Nothing can refer to a model that is new, so that building it alone is enough.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.state import ModelState, ProjectState


def _add_alone(state: ProjectState, model_state: ModelState) -> None:
    """As ``ProjectState.add_model``; what is added is built, what it refers to stays as it is."""
    key = (model_state.app_label, model_state.name_lower)
    state.models[key] = model_state
    if state._relations is not None:  # type: ignore[attr-defined]
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:
        with state.apps.bulk_update():
            state.apps.render_multiple([model_state])


@contextmanager
def new_models_alone() -> Iterator[None]:
    """Meanwhile a state of migrations builds each new model alone."""
    before = ProjectState.add_model
    ProjectState.add_model = _add_alone  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        ProjectState.add_model = before  # type: ignore[method-assign]


class Command(migrate.Command):
    """Takes the place of Django's own, also where tests make their databases."""

    def handle(self, *arguments: Any, **options: Any) -> None:
        with new_models_alone():
            super().handle(*arguments, **options)
