"""Which groups of operations a plane has, in the order of the documentation."""

from collections.abc import Sequence

from pulang.common.access import api as access
from pulang.common.accounts import api as accounts
from pulang.common.audit import api as audit
from pulang.common.files import api as files
from pulang.common.followup import api as followup
from pulang.common.frameworks import api as frameworks
from pulang.common.learning import api as learning
from pulang.common.learning.api import deliveries as training
from pulang.common.notices import api as notices
from pulang.foundation.api.operations import Group
from pulang.web.today import api as today

OWN = (access.group, today.group, notices.group, files.group)
SHARED = (frameworks.group, learning.group, training.group, followup.group)
LAST = (accounts.group, audit.group)


def groups(plane: str) -> Sequence[Group]:
    """The groups of a plane: one's own, its work, the library and the directory."""
    return (*OWN, *_of_plane(plane), *SHARED, *LAST)


def _of_plane(plane: str) -> Sequence[Group]:
    if plane == "service":
        from pulang.common.facilities import api as facilities

        return (facilities.group,)
    from pulang.forum.bodies import api as bodies
    from pulang.forum.engagements import api as engagements

    return (engagements.requests, engagements.record, bodies.group)
