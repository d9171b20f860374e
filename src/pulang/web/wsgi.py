"""The WSGI application of the plane named by ``PULANG_PLANE``; it does not start on another installation's database."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"pulang.web.settings.{os.environ.get('PULANG_PLANE', 'forum')}")
application = get_wsgi_application()

from pulang.foundation.installation.made import WrongInstallation, make  # noqa: E402 - needs the apps

try:
    make()
except WrongInstallation as wrong:
    sys.exit(str(wrong))
