"""Licences of everything that is installed to run Pulang are on the list of those that go with Apache-2.0."""

import re
from importlib.metadata import PackageNotFoundError, metadata

import pytest
from tests.repository.source import ROOT

ALLOWED = ("MIT", "BSD", "Apache", "PSF", "Python Software Foundation", "ISC", "MPL", "Mozilla Public", "Unlicense",
           "LGPL", "Lesser General Public", "zlib")  # fmt: skip
# Packages whose metadata name no licence that can be read by a machine, checked by hand.
CHECKED_BY_HAND = {"brotli": "MIT", "pysqlite3": "zlib"}


def pinned() -> list[str]:
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    return re.findall(r"^([A-Za-z0-9_.-]+)==", text, flags=re.MULTILINE)


def licence(name: str) -> str:
    """All that the package's metadata say about its licence."""
    data = metadata(name)
    classifiers = [line for line in data.get_all("Classifier") or [] if line.startswith("License")]
    return " ".join([data.get("License-Expression") or "", (data.get("License") or "")[:200], *classifiers])


def is_allowed(text: str) -> bool:
    return any(word in text for word in ALLOWED)


@pytest.mark.parametrize("name", pinned())
def test_the_licence_is_allowed(name: str) -> None:
    if name in CHECKED_BY_HAND:
        return
    try:
        found = licence(name)
    except PackageNotFoundError:
        return
    assert is_allowed(found), f"{name}: {found}"


def test_the_rule_can_fail() -> None:
    assert not is_allowed("GNU Affero General Public License v3")
    assert not is_allowed("")
