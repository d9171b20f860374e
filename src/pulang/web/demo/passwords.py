"""The one password of every demonstration account."""

PASSWORD = "pulang-demonstration"  # noqa: S105 - printed by the demonstration for everybody to use
