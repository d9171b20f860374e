"""What a web process loads before it answers: nothing that only a command, a document or a file needs."""

import subprocess
import sys

from django.conf import settings

SELDOM = ("openpyxl", "typst", "vl_convert", "rich", "click", "ninja", "lxml", "polib")
CODE = f"""
import sys
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
print(*sorted({set(SELDOM)!r} & set(sys.modules)))
"""


def test_a_web_process_starts_without_what_is_seldom_needed() -> None:
    """Each of these takes a tenth of a second and megabytes of every process (docs/explanation/performance.md)."""
    environment = {
        "PULANG_PLANE": settings.PULANG_PLANE,
        "PULANG_DATA": str(settings.PULANG_FOLDER.parent),
        "PULANG_DEMONSTRATION": "true",
        "DJANGO_SETTINGS_MODULE": f"pulang.web.settings.{settings.PULANG_PLANE}",
    }
    done = subprocess.run([sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
