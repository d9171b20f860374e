"""Settings of an installation behind a proxy: log lines and what a transport of one's own adds."""

from typing import Any

from pulang.web import config as configuration
from pulang.web.operation import logs
from pulang.web.operation.networks import networks

YEAR = 365 * 24 * 3600


def build(config: configuration.Config) -> dict[str, Any]:
    """What differs between a demonstration at a desk and an installation that others reach."""
    return {
        "LOGGING": logs.configuration(as_json=config.logs_json),
        "LOGGING_CONFIG": "pulang.web.operation.logs.configure",
        "PULANG_TRUSTED_PROXIES": networks(config.trusted_proxies),
        "PULANG_HTTPS": config.https,
        "PULANG_CLASSROOM": config.classroom,
        "SECURE_HSTS_SECONDS": YEAR if config.https else 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": config.https,
        "CSRF_COOKIE_HTTPONLY": True,
    }
