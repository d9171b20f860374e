"""Marking something when it is made; changing its label and its audience later."""

from pulang.common.marking.actions.changing import invite, relabel, uninvite
from pulang.common.marking.actions.making import NotLower, mark, narrow, release_to_members, widen

__all__ = ["NotLower", "invite", "mark", "narrow", "relabel", "release_to_members", "uninvite", "widen"]
