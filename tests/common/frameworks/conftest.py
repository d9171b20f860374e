"""A library that holds the shipped documents, and who reads it."""

from importlib.resources import files
from uuid import uuid4

import pytest

from pulang.common.frameworks.actions import ImportReport, import_frameworks
from pulang.common.frameworks.permissions import FrameworksPermission as P
from pulang.foundation.policy.viewer import Viewer, command_viewer

SHIPPED = (files("pulang.common.frameworks") / "data" / "frameworks.yaml").read_text("utf-8")


@pytest.fixture
def keeper() -> Viewer:
    return command_viewer("frameworks import", P.FRAMEWORK_IMPORT, P.FRAMEWORK_READ)


@pytest.fixture
def reader() -> Viewer:
    return command_viewer("reader", P.FRAMEWORK_READ)


@pytest.fixture
def stranger() -> Viewer:
    return Viewer(user_id=uuid4())


@pytest.fixture
def library(db: None, keeper: Viewer) -> ImportReport:
    return import_frameworks(by=keeper, text=SHIPPED)
