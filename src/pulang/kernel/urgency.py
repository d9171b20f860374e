"""How a state asks to be seen; the design system gives each kind its shape and tint."""

from typing import Literal

StateKind = Literal["waiting", "attention", "breach", "done", "neutral"]
