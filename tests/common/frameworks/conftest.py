"""A library that holds the shipped documents, and who reads it."""

from importlib.resources import files
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from pulang.common.accounts.models import Membership, Organisation, User
from pulang.common.frameworks.actions import ImportReport, import_frameworks
from pulang.common.frameworks.permissions import FrameworksPermission as P
from pulang.foundation.policy.registry import registry
from pulang.foundation.policy.viewer import Viewer, command_viewer
from pulang.kernel import clock

SHIPPED = (files("pulang.common.frameworks") / "data" / "frameworks.yaml").read_text("utf-8")
PLAIN_ROLE = {"forum": "observer", "service": "security-manager"}


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


@pytest.fixture
def member(library: ImportReport, client: Client) -> Client:
    """A browser in which a member without any special task has signed in."""
    now = clock.now()
    country = Organisation.objects.create(
        id=uuid4(), key="kilima", kind="country", name="Kilima", sort_key="kilima", made_at=now
    )
    user = User.objects.create(sign_in_name="amina", made_at=now)
    Membership.objects.create(
        user=user,
        organisation=country,
        role=PLAIN_ROLE[registry.role("access-manager").plane],
        starts_on=now.date(),
        granted_at=now,
    )
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    return client
