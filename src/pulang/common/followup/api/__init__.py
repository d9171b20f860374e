"""Action plans for programs: reading, recording and changing them, their results, lessons and mentors."""

from pulang.common.followup.api import reading, writing
from pulang.common.followup.api.shapes import group

__all__ = ["group", "reading", "writing"]
