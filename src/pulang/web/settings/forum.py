"""Settings of the forum plane."""

from pulang.web.planes import FORUM
from pulang.web.settings.base import build

globals().update(build(FORUM))
