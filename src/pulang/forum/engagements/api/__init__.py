"""Engagement requests and the public record for programs."""

from pulang.forum.engagements.api import deciding, publicrecord, reading, writing
from pulang.forum.engagements.api.publicrecord import record
from pulang.forum.engagements.api.shapes import requests

__all__ = ["deciding", "publicrecord", "reading", "record", "requests", "writing"]
