"""What makes an installation unsafe to open: each refusal is one sentence and what to set, from facts alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

GIB = 1024**3
OLDEST_BACKUP = timedelta(hours=48)
MOST_DRIFT = timedelta(seconds=5)
LEAST_FREE, SOON_FULL = 0.05, 0.15
FIRST_POSTGRESQL = 15
LOOPBACK = ("127.", "localhost", "::1")


@dataclass(frozen=True)
class Finding:
    """What is wrong, and what to do. A refusal ends in exit code 1, an advice does not."""

    what: str
    set: str
    refuses: bool = True


@dataclass(frozen=True)
class Facts:
    """What the installation is, as it was found; the defaults are those of one that is well set up."""

    demonstration: bool = False
    debug: bool = False
    plain_logs: bool = False
    root: bool = False
    readable_by_others: Sequence[str] = ()
    hosts: Sequence[str] = ("pulang.example",)
    https: bool = True
    proxies_declared: bool = True
    undeclared_proxy_seen: bool = False
    second_factor: bool = True
    metrics_listen: str = ""
    sqlite: bool = False
    web_processes: int = 1
    postgresql_version: int = FIRST_POSTGRESQL
    settings_off: Sequence[str] = ()
    superuser: bool = False
    database_in_clear: bool = False
    missing_triggers: Sequence[str] = ()
    migrations_waiting: int = 0
    keys_beside_data: Sequence[str] = ()
    keys_together: bool = False
    clock_drift: timedelta = timedelta(0)
    events_from_the_future: bool = False
    disk_free: int = 100 * GIB
    disk_size: int = 200 * GIB
    backup_age: timedelta | None = field(default=timedelta(hours=1))
    worker_age: timedelta | None = field(default=timedelta(minutes=1))
    files_lost: int = 0


def findings(facts: Facts) -> list[Finding]:
    """Everything that is wrong, refusals first."""
    found = [finding for look in LOOKS for finding in look(facts)]
    return sorted(found, key=lambda finding: not finding.refuses)


def _kind(facts: Facts) -> Iterator[Finding]:
    if facts.demonstration:
        yield Finding(
            "This is a demonstration: everybody knows its passwords.",
            "Make a new installation with PULANG_DEMONSTRATION=false and another PULANG_DATA or database.",
        )
    if facts.debug:
        yield Finding("DEBUG shows settings and values to visitors.", "Take DEBUG out of the settings.")
    if facts.plain_logs:
        yield Finding("Plain log lines hold what people typed.", "Set PULANG_LOGS=json, or leave it empty.")
    if not facts.second_factor:
        yield Finding(
            "Nobody is asked for a second factor.", "Put pulang.web.sittings.second_factor back into MIDDLEWARE."
        )
    if facts.root:
        yield Finding("This runs as root.", "Run it as a user of its own; deploy/systemd does.", refuses=False)


def _secrets(facts: Facts) -> Iterator[Finding]:
    for name in facts.readable_by_others:
        yield Finding(f"Others on this machine can read {name}.", f"chmod o-rwx,g-rwx {name}")
    for name in facts.keys_beside_data:
        yield Finding(
            f"The key {name} lies beside what it opens: whoever takes the disk takes both.",
            "Move it to a place that is not in PULANG_DATA and not where backups go.",
        )
    if facts.keys_together:
        yield Finding(
            "The key of backups and the key of escrow lie in one folder: together they undo every erasure.",
            "Keep the escrow key on paper or on another machine, and name it only while keys are exported.",
            refuses=False,
        )


def _network(facts: Facts) -> Iterator[Finding]:
    names = [host for host in facts.hosts if not host.startswith(LOOPBACK)]
    if "*" in names or any(host.startswith(".") for host in names):
        yield Finding("Any host name is answered.", "Name the installation's own: PULANG_HOSTS=pulang.example")
    elif not names:
        yield Finding("No host name of its own is set.", "Name it: PULANG_HOSTS=pulang.example")
    if not facts.https:
        yield Finding(
            "HTTPS is off: passwords and pages pass in clear.",
            "Put a proxy that speaks HTTPS in front (deploy/Caddyfile) and set PULANG_HTTPS=true.",
        )
    elif not facts.proxies_declared:
        yield Finding(
            "No proxy is declared, so every visitor has one address and nothing counts as HTTPS.",
            "Name the proxy: PULANG_TRUSTED_PROXIES=127.0.0.1",
        )
    elif facts.undeclared_proxy_seen:
        yield Finding(
            "Forwarded headers came from an address that is not declared, in the last day.",
            "Add the proxy to PULANG_TRUSTED_PROXIES, or close the port to everybody but the proxy.",
            refuses=False,
        )
    if facts.metrics_listen and not facts.metrics_listen.startswith(LOOPBACK):
        yield Finding(
            f"Figures are told at {facts.metrics_listen} to whoever asks.",
            "Set PULANG_METRICS_LISTEN=127.0.0.1, or let only Prometheus reach that port.",
            refuses=False,
        )


def _database(facts: Facts) -> Iterator[Finding]:
    if facts.sqlite and facts.web_processes > 1:
        yield Finding(
            f"{facts.web_processes} web processes share one SQLite file: one writes at a time, on one machine only.",
            "Set PULANG_DATABASE_URL to PostgreSQL 15 or newer, or PULANG_WORKERS=1.",
            refuses=False,
        )
    if not facts.sqlite and facts.postgresql_version < FIRST_POSTGRESQL:
        yield Finding(
            f"PostgreSQL {facts.postgresql_version} is older than {FIRST_POSTGRESQL}.", "Upgrade the database server."
        )
    for name in facts.settings_off:
        yield Finding(
            f"The database runs with {name} off: what was acknowledged can be lost in a power cut.",
            f"Set {name} = on in postgresql.conf and reload the server.",
        )
    if facts.superuser:
        yield Finding(
            "The database role is a superuser: it could switch off the protection of the audit.",
            "Make a role without SUPERUSER that owns the database, and name it in PULANG_DATABASE_URL.",
        )
    if facts.database_in_clear:
        yield Finding(
            "The database is on another machine and is spoken to in clear.",
            "Set PGSSLMODE=verify-full and PGSSLROOTCERT for the services, and ssl = on in postgresql.conf.",
        )
    if facts.migrations_waiting:
        yield Finding(f"{facts.migrations_waiting} migrations were not run.", "Run pulang migrate.")
    if facts.missing_triggers:
        names = ", ".join(sorted(facts.missing_triggers))
        yield Finding(f"The audit is not protected: {names} missing.", "Ask who removed it; then restore a backup.")


def _upkeep(facts: Facts) -> Iterator[Finding]:
    if abs(facts.clock_drift) > MOST_DRIFT or facts.events_from_the_future:
        yield Finding("The clock is wrong: events and limits count by it.", "Set the time, and let NTP keep it.")
    if facts.disk_free < facts.disk_size * LEAST_FREE or facts.disk_free < GIB:
        yield Finding("The disk is nearly full.", "Free space in the folder PULANG_DATA, or give it a larger disk.")
    elif facts.disk_free < facts.disk_size * SOON_FULL:
        yield Finding("The disk will be full soon.", "Plan for more space under PULANG_DATA.", refuses=False)
    if facts.backup_age is None or facts.backup_age > OLDEST_BACKUP:
        when = "No backup was ever made here" if facts.backup_age is None else "The last backup is older than two days"
        yield Finding(f"{when}.", "Run pulang backup --verify, and let a timer do so (deploy/systemd).")
    if facts.worker_age is None or facts.worker_age > timedelta(days=1):
        yield Finding(
            "Nobody does the background work.", "Run pulang worker, or pulang run-due by a timer.", refuses=False
        )
    if facts.files_lost:
        yield Finding(
            f"{facts.files_lost} stored files are not in this folder.",
            "Share the folder files in PULANG_DATA between all machines, or bring it back from a backup.",
        )


LOOKS: tuple[Callable[[Facts], Iterator[Finding]], ...] = (_kind, _secrets, _network, _database, _upkeep)
