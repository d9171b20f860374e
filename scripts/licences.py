"""Licences of everything that is installed to run Pulang, as the packages themselves state them."""

import re
from importlib.metadata import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ALLOWED = ("MIT", "BSD", "Apache", "PSF", "Python Software Foundation", "ISC", "MPL", "Mozilla Public", "Unlicense",
           "LGPL", "Lesser General Public", "zlib")  # fmt: skip
# Packages whose metadata name no licence that can be read by a machine, checked by hand.
CHECKED_BY_HAND = {"brotli": "MIT", "pysqlite3": "zlib"}


def pinned() -> dict[str, str]:
    """Name and version of every package that an installation has."""
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;]+)", text, flags=re.MULTILINE))


def licence(name: str) -> str:
    """All that the package's metadata say about its licence. Raises ``PackageNotFoundError``."""
    data = metadata(name)
    classifiers = [line for line in data.get_all("Classifier") or [] if line.startswith("License")]
    return " ".join([data.get("License-Expression") or "", (data.get("License") or "")[:200], *classifiers])


def is_allowed(text: str) -> bool:
    """Whether one of the licences that go with Apache-2.0 is named."""
    return any(word in text for word in ALLOWED)
