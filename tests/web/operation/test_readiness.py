"""Each unsafe setting is refused with one sentence and what to set; what is only unwise is advised."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pulang.web.operation.readiness import GIB, Facts, findings

SOUND = Facts()
REFUSED: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"demonstration": True}, "everybody knows its passwords", "PULANG_DEMONSTRATION=false"),
    ({"debug": True}, "DEBUG", "Take DEBUG out"),
    ({"plain_logs": True}, "hold what people typed", "PULANG_LOGS"),
    ({"second_factor": False}, "second factor", "MIDDLEWARE"),
    ({"readable_by_others": ["keys.json"]}, "Others on this machine can read keys.json", "chmod"),
    ({"keys_beside_data": ["backup.key"]}, "backup.key lies beside what it opens", "Move it"),
    ({"hosts": ["*"]}, "Any host name", "PULANG_HOSTS"),
    ({"hosts": [".example"]}, "Any host name", "PULANG_HOSTS"),
    ({"hosts": ["localhost", "127.0.0.1"]}, "No host name of its own", "PULANG_HOSTS"),
    ({"https": False}, "HTTPS is off", "PULANG_HTTPS=true"),
    ({"proxies_declared": False}, "No proxy is declared", "PULANG_TRUSTED_PROXIES"),
    ({"postgresql_version": 14}, "PostgreSQL 14 is older than 15", "Upgrade"),
    ({"settings_off": ["fsync"]}, "fsync off", "fsync = on"),
    ({"settings_off": ["synchronous_commit"]}, "synchronous_commit off", "synchronous_commit = on"),
    ({"superuser": True}, "superuser", "without SUPERUSER"),
    ({"database_in_clear": True}, "in clear", "PGSSLMODE=verify-full"),
    ({"missing_triggers": ["events_no_delete"]}, "events_no_delete missing", "restore"),
    ({"migrations_waiting": 2}, "2 migrations", "pulang migrate"),
    ({"clock_drift": timedelta(seconds=30)}, "clock is wrong", "NTP"),
    ({"clock_drift": timedelta(seconds=-30)}, "clock is wrong", "NTP"),
    ({"events_from_the_future": True}, "clock is wrong", "NTP"),
    ({"disk_free": GIB // 2, "disk_size": 2 * GIB}, "nearly full", "Free space"),
    ({"disk_free": 4 * GIB, "disk_size": 200 * GIB}, "nearly full", "Free space"),
    ({"backup_age": None}, "No backup was ever made", "pulang backup"),
    ({"backup_age": timedelta(days=3)}, "older than two days", "pulang backup"),
    ({"files_lost": 3}, "3 stored files are not in this folder", "Share the folder"),
)
ADVISED: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"root": True}, "runs as root", "user of its own"),
    ({"keys_together": True}, "in one folder", "on paper"),
    ({"undeclared_proxy_seen": True}, "not declared", "PULANG_TRUSTED_PROXIES"),
    ({"metrics_listen": "10.0.0.1"}, "10.0.0.1", "PULANG_METRICS_LISTEN"),
    ({"sqlite": True, "web_processes": 4}, "4 web processes share one SQLite", "PULANG_DATABASE_URL"),
    ({"disk_free": 20 * GIB, "disk_size": 200 * GIB}, "full soon", "more space"),
    ({"worker_age": None}, "background work", "pulang worker"),
    ({"worker_age": timedelta(days=2)}, "background work", "pulang run-due"),
)


def test_a_sound_installation_is_not_complained_of() -> None:
    assert findings(SOUND) == []
    assert findings(replace(SOUND, sqlite=True, postgresql_version=0, metrics_listen="127.0.0.1")) == []


@pytest.mark.parametrize(("change", "what", "to_set"), REFUSED)
def test_what_is_unsafe_is_refused_with_a_reason_and_a_way_out(change: dict[str, Any], what: str, to_set: str) -> None:
    (finding,) = findings(replace(SOUND, **change))
    assert finding.refuses
    assert what in finding.what
    assert to_set in finding.set


@pytest.mark.parametrize(("change", "what", "to_set"), ADVISED)
def test_what_is_unwise_is_advised_but_not_refused(change: dict[str, Any], what: str, to_set: str) -> None:
    (finding,) = findings(replace(SOUND, **change))
    assert not finding.refuses
    assert what in finding.what
    assert to_set in finding.set


def test_refusals_come_first_and_every_finding_is_one_sentence() -> None:
    everything = {name: value for change, _what, _set in (*ADVISED, *REFUSED) for name, value in change.items()}
    found = findings(replace(SOUND, **everything))
    assert [finding.refuses for finding in found] == sorted((finding.refuses for finding in found), reverse=True)
    assert all(finding.what.endswith((".", "passwords.")) and finding.what.count(". ") == 0 for finding in found)
