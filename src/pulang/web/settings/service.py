"""Settings of the service plane."""

from pulang.web.planes import SERVICE
from pulang.web.settings.base import build

globals().update(build(SERVICE))
