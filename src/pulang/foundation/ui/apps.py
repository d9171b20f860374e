"""App configuration of the design system."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, tags, forms and style sheet; it has no tables."""

    name = "pulang.foundation.ui"
    label = "ui"
