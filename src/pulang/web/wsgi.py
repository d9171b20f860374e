"""The WSGI application of the plane named by ``PULANG_PLANE``; it does not start on another installation's database."""

import gc
import os
import sys

gc.disable()  # while everything is loaded nothing is left over: looking for it takes a tenth of the start

from django.core.wsgi import get_wsgi_application  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"pulang.web.settings.{os.environ.get('PULANG_PLANE', 'forum')}")
application = get_wsgi_application()

from pulang.foundation.installation.made import WrongInstallation, make  # noqa: E402 - needs the apps

try:
    make()
except WrongInstallation as wrong:
    sys.exit(str(wrong))

# What stands now stands until the end: the collector need not walk through it again and again, nor as often as for a
# small program (docs/explanation/performance.md).
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
gc.enable()
