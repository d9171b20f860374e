"""Settings of the service plane. The names that our own code reads are declared, so that their types are checked."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from pulang.kernel.crypto import Keyring
from pulang.web.operation.networks import Networks
from pulang.web.planes import SERVICE
from pulang.web.settings.base import build

_settings = build(SERVICE)
PULANG_PLANE: str = _settings["PULANG_PLANE"]
PULANG_DEMONSTRATION: bool = _settings["PULANG_DEMONSTRATION"]
PULANG_KEYRING: Keyring = _settings["PULANG_KEYRING"]
PULANG_FOLDER: Path = _settings["PULANG_FOLDER"]
PULANG_IDLE: timedelta = _settings["PULANG_IDLE"]
PULANG_LONG_DOCUMENT: int = _settings["PULANG_LONG_DOCUMENT"]
PULANG_API: str = _settings["PULANG_API"]
PULANG_API_PER_MINUTE: int = _settings["PULANG_API_PER_MINUTE"]
PULANG_PROOF: str = _settings["PULANG_PROOF"]
PULANG_DEMO_ACCOUNTS: list[dict[str, Any]] = _settings["PULANG_DEMO_ACCOUNTS"]
PULANG_TRUSTED_PROXIES: Networks = _settings["PULANG_TRUSTED_PROXIES"]
PULANG_HTTPS: bool = _settings["PULANG_HTTPS"]
PULANG_CLASSROOM: str = _settings["PULANG_CLASSROOM"]
globals().update(_settings)
