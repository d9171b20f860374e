"""Full, read-only, locked and absent: each gives a page that says so, and what was typed can be sent again from it."""

import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import psycopg
import pytest
from django.conf import settings as configured
from django.db import InterfaceError, OperationalError, connection, transaction
from django.test import Client as DjangoClient
from django.urls import reverse
from tests.recovery.client import Answer, Client
from tests.recovery.installations import Installation, Server, descendants, serving
from tests.worlds import World

from pulang.common.accounts.models import Contact
from pulang.foundation.ui import faults

TYPED = {
    "name": "Asha “of the store” <b>",
    "position": "Head\nof the store",
    "service_number": "77",
}
Trouble = Callable[[Server], AbstractContextManager[None]]
ON_SQLITE = connection.vendor == "sqlite"


@contextmanager
def full(server: Server) -> Iterator[None]:
    """The system lets no file of the server grow."""
    pids = descendants(server.process.pid)
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in pids}
    for pid, (_soft, hard) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (100, hard))
    yield
    for pid, limits in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


@contextmanager
def locked(server: Server) -> Iterator[None]:
    """Somebody else holds what every write needs."""
    if server.installation.database_url:
        with psycopg.connect(server.installation.database_url) as other:
            other.execute("LOCK TABLE accounts_contact IN ACCESS EXCLUSIVE MODE")
            yield
        return
    other = sqlite3.connect(server.installation.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@contextmanager
def away(server: Server) -> Iterator[None]:
    """The PostgreSQL server ends every connection and takes no new one."""
    with _administrator(server.installation) as run:
        run("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false")
        run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}' AND pid <> pg_backend_pid()")
        yield
        run("ALTER DATABASE {} WITH ALLOW_CONNECTIONS true")


@contextmanager
def read_only(server: Server) -> Iterator[None]:
    """As after a failover to a standby: everything can be read."""
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}' AND pid <> pg_backend_pid()"
    with _administrator(server.installation) as run:
        run("ALTER DATABASE {} SET default_transaction_read_only = on")
        run(end)
        yield
        run("ALTER DATABASE {} RESET default_transaction_read_only")
        run(end)


@contextmanager
def _administrator(installation: Installation) -> Iterator[Callable[[str], object]]:
    server, _, name = installation.database_url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as own:
        yield lambda sql: own.execute(sql.replace("'{}'", f"'{name}'").replace("{}", f'"{name}"'))


TROUBLES = (
    [(full, "The disk of this installation is full"), (locked, "The database was busy")]
    if ON_SQLITE
    else [
        (away, "The database of this installation does not answer"),
        (read_only, "can be read but not written"),
        (locked, "The database was busy"),
    ]
)


@pytest.mark.parametrize(("trouble", "sentence"), TROUBLES)
def test_a_fault_is_told_and_what_was_typed_is_sent_again_from_its_page(
    installation: Installation, trouble: Trouble, sentence: str
) -> None:
    form = reverse("accounts:contact-new", args=["kilima-corrections"])
    with serving(installation) as server:
        client = Client(installation.home)
        client.sign_in("grace")
        assert client.get(form).status == 200
        with trouble(server):
            answer = client.post(form, TYPED)
            _tells(answer, sentence)
        assert installation.rows("SELECT count(*) FROM accounts_contact WHERE service_number = '77'") == [(0,)]
        _until(lambda: client.get(form).status == 200)
        assert dict(answer.hidden) == TYPED
        assert client.post(form, answer.hidden).status == 302
    assert installation.rows("SELECT count(*) FROM accounts_contact WHERE service_number = '77'") == [(1,)]
    assert installation.call("audit", "verify").returncode == 0


def _tells(answer: Answer, sentence: str) -> None:
    assert answer.status == 503
    main = answer.text.split("<main")[1].split("</main>")[0]
    assert sentence in main
    assert "What was saved before is as it was." in main
    assert "Send again" in main
    assert "Traceback" not in answer.text


def _until(ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@contextmanager
def engine_reads_only() -> Iterator[None]:
    """What the engine under test does when nothing may be written, inside the test's own transaction."""
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("PRAGMA query_only = ON" if ON_SQLITE else "SET TRANSACTION READ ONLY")
        yield
        transaction.set_rollback(False)
        if ON_SQLITE:
            cursor.execute("PRAGMA query_only = OFF")
        transaction.set_rollback(True)


@pytest.fixture
def keeper(world: World) -> DjangoClient:
    """Somebody who keeps contacts; a fault is answered, as in production, not raised."""
    client = world.client("access")
    client.raise_request_exception = False
    client.get("/")
    return client


def test_a_database_that_cannot_be_written_is_told_in_the_reader_s_language(keeper: DjangoClient) -> None:
    form = reverse("accounts:contact-new", args=["mto"])
    keeper.cookies[configured.LANGUAGE_COOKIE_NAME] = "ar"
    with engine_reads_only():
        answer = keeper.post(form, TYPED)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert '<html lang="ar" dir="rtl"' in page
    assert "77" in page
    assert "<b>" not in page.split("<main")[1]
    if ON_SQLITE:
        assert not Contact.objects.filter(service_number="77").exists()


def test_passwords_are_never_written_into_the_page_of_a_fault(keeper: DjangoClient) -> None:
    sent = {"old_password": "hunter2-hunter2", "password": "a new one of four", "password_again": "a new one of four"}
    with engine_reads_only():
        answer = keeper.post("/account/login/start-again/", sent)
        other = DjangoClient(raise_request_exception=False).post(
            "/account/login/", {"login": "x", "password": "hunter2"}
        )
    for page in (answer.content.decode(), other.content.decode()):
        assert "hunter2" not in page
        assert "of four" not in page


def test_a_forged_form_is_not_handed_back_to_be_sent(world: World) -> None:
    strict = DjangoClient(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(world.people["access"], backend="pulang.common.accounts.adapters.SignInNameBackend")
    with engine_reads_only():
        page = strict.post(reverse("accounts:contact-new", args=["mto"]), TYPED).content.decode()
    assert "Asha" not in page


def _caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (_caused(OperationalError("x"), psycopg.errors.DiskFull("x")), faults.Fault.FULL),
        (_caused(OperationalError("x"), psycopg.errors.AdminShutdown("x")), faults.Fault.AWAY),
        (_caused(OperationalError("x"), psycopg.errors.TooManyConnections("x")), faults.Fault.AWAY),
        (_caused(OperationalError("x"), psycopg.OperationalError("connection refused")), faults.Fault.AWAY),
        (_caused(InterfaceError("x"), psycopg.InterfaceError("the connection is closed")), faults.Fault.AWAY),
        (_caused(OperationalError("x"), psycopg.errors.DeadlockDetected("x")), faults.Fault.BUSY),
        (OSError(28, "No space left on device"), faults.Fault.FULL),
        (OSError(30, "Read-only file system"), faults.Fault.READ_ONLY),
        (_caused(OperationalError("x"), psycopg.errors.UndefinedTable("x")), None),
        (ValueError("a mistake of ours"), None),
        (FileNotFoundError(2, "No such file"), None),
        (None, None),
    ],
)
def test_faults_are_told_apart_from_mistakes_of_our_own(
    error: BaseException | None, fault: faults.Fault | None
) -> None:
    assert faults.of(error) is fault
