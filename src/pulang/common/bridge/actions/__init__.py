"""Trusting installations, and carrying signed courses over."""

from pulang.common.bridge.actions.courses import give_course, take_course
from pulang.common.bridge.actions.trusting import revoke_trust, trust

__all__ = ["give_course", "revoke_trust", "take_course", "trust"]
