"""The settings of the plane, with as little middleware as a session needs, and other addresses."""

import os
from importlib import import_module

_plane = import_module(f"pulang.web.settings.{os.environ['PULANG_PLANE']}")
globals().update({name: value for name, value in vars(_plane).items() if name.isupper()})
INSTALLED_APPS = [name for name in _plane.INSTALLED_APPS if name != "allauth.account"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "bench.bare.urls"
