"""The WSGI application of the plane named by ``PULANG_PLANE``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"pulang.web.settings.{os.environ.get('PULANG_PLANE', 'forum')}")
application = get_wsgi_application()
