"""The facts of an installation for ``pulang check --deploy``, gathered from settings, files, database and disk."""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pulang.common.files.models import StoredFile
from pulang.foundation.events import triggers
from pulang.foundation.events.models import Event
from pulang.foundation.jobs import timetable
from pulang.kernel import clock
from pulang.web.config import Config
from pulang.web.operation.proxies import UNDECLARED
from pulang.web.operation.readiness import Facts

MARGIN = timedelta(minutes=1)
KEYS = ("PULANG_BACKUP_KEY", "PULANG_ESCROW_KEY")
OFF = ("fsync", "full_page_writes", "synchronous_commit")


def facts(config: Config) -> Facts:
    """Everything that is asked, of a database that is prepared or not."""
    disk = shutil.disk_usage(settings.PULANG_FOLDER)
    waiting = _migrations_waiting()
    return Facts(
        demonstration=settings.PULANG_DEMONSTRATION,
        debug=settings.DEBUG,
        plain_logs=not config.logs_json,
        root=os.geteuid() == 0,
        readable_by_others=list(_readable_by_others()),
        hosts=[host.strip() for host in config.hosts.split(",")],
        https=config.https,
        proxies_declared=bool(settings.PULANG_TRUSTED_PROXIES),
        second_factor="pulang.web.sittings.second_factor" in settings.MIDDLEWARE,
        metrics_listen=config.metrics_listen if config.metrics_port else "",
        keys_beside_data=list(_keys_beside_data()),
        keys_together=len({Path(path).resolve().parent for path in _named_keys()}) < len(_named_keys()),
        web_processes=int(os.environ.get("PULANG_WORKERS") or 1),
        disk_free=disk.free,
        disk_size=disk.total,
        migrations_waiting=waiting,
        **_of_engine(),
        **({} if waiting else _of_rows()),
    )


def _readable_by_others() -> Iterator[str]:
    """Secrets and data that other accounts of the machine could open."""
    folder, config = settings.PULANG_FOLDER, Path(os.environ.get("PULANG_CONFIG", "pulang.env"))
    data = [*folder.glob("*.json"), *folder.glob("*.key"), *folder.glob("*.sqlite3*"), folder / "files"]
    for path in [*data, config, *map(Path, _named_keys())]:
        if path.exists() and path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH) and _can_be_reached(path):
            yield str(path)


def _can_be_reached(path: Path) -> bool:
    """Whether no folder above keeps others out."""
    return all(folder.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH) for folder in path.resolve().parents)


def _named_keys() -> list[str]:
    return [os.environ[name] for name in KEYS if os.environ.get(name)]


def _keys_beside_data() -> Iterator[str]:
    data = settings.PULANG_FOLDER.resolve().parent
    inside = [path for path in map(Path, _named_keys()) if path.resolve().is_relative_to(data)]
    yield from map(str, [*inside, *data.rglob("*.keys")])


def _migrations_waiting() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _of_engine() -> dict[str, Any]:
    if connection.vendor == "sqlite":
        return {"sqlite": True}
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000, now()")
        version, now = cursor.fetchone()
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        (superuser,) = cursor.fetchone()
        cursor.execute("SELECT name FROM pg_settings WHERE setting = 'off' AND name = ANY(%s)", [list(OFF)])
        off = [name for (name,) in cursor.fetchall()]
        drift = clock.now() - now
        cursor.execute(
            "SELECT NOT ssl AND NOT coalesce(inet_server_addr() << '127.0.0.0/8' OR inet_server_addr() = '::1', true) "
            "FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        )
        (in_clear,) = cursor.fetchone()
    return {
        "postgresql_version": version,
        "superuser": superuser,
        "settings_off": off,
        "clock_drift": drift,
        "database_in_clear": in_clear,
    }


def _of_rows() -> dict[str, Any]:
    """What only a prepared database can tell."""
    now, ended = clock.now(), timetable.ended()
    latest = Event.objects.order_by("-position").values_list("at", flat=True).first()
    of_worker = max((at for name, at in ended.items() if name in timetable.TIMETABLE), default=None)
    return {
        "missing_triggers": sorted(triggers.missing(connection)),
        "undeclared_proxy_seen": bool(cache.get(UNDECLARED)),
        "events_from_the_future": latest is not None and latest > now + MARGIN,
        "backup_age": now - ended["backup"] if "backup" in ended else None,
        "worker_age": now - of_worker if of_worker else None,
        "files_lost": StoredFile.objects.filter(lost_at__isnull=False).count(),
    }
