"""Licences of everything that is installed to run Pulang are on the list of those that go with Apache-2.0."""

from importlib.metadata import PackageNotFoundError

import pytest
from scripts.licences import CHECKED_BY_HAND, is_allowed, licence, pinned


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
