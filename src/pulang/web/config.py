"""Settings from the environment or one file, typed. A wrong one is named with what is allowed."""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from pulang.web.operation.networks import networks


class WrongSettings(Exception):
    """Settings that cannot be used; the message lists each with what is allowed."""


class Config(BaseSettings):
    """Everything an installation can set. Environment names carry the prefix ``PULANG_``."""

    model_config = SettingsConfigDict(env_prefix="PULANG_", extra="ignore")

    plane: Literal["forum", "service"] = "forum"
    data: Path = Field(default=Path("var"), description="folder for databases, keys and compiled files")
    database_url: str = Field(
        default="",
        pattern=r"^$|^postgresql://",
        description="empty for the embedded SQLite, or postgresql://user:password@host:port/name",
    )
    demonstration: bool = Field(default=False, description="true or false")
    hosts: str = Field(default="localhost", min_length=1, description="host names, separated by commas")
    https: bool = Field(default=False, description="true behind a proxy that speaks HTTPS, else false")
    idle_minutes: int = Field(default=0, ge=0, le=720, description="0 for the plane's own, or 1 to 720")
    long_document: int = Field(
        default=2_000, ge=0, description="rows above which a download is made in the background, for example 2000"
    )
    api_per_minute: int = Field(
        default=600, ge=1, description="calls that one access token may make in a minute, for example 600"
    )
    time_zone: str = Field(default="UTC", description="a time zone such as Asia/Jakarta")
    logs: Literal["", "json", "plain"] = Field(
        default="", description="json or plain; empty for plain lines in a demonstration, else JSON"
    )

    listen: str = Field(
        default="127.0.0.1",
        min_length=1,
        description="the address to listen at; 0.0.0.0 for all, for example in a container",
    )
    classroom: str = Field(
        default="", description="set by pulang classroom: the address at which a class finds this machine"
    )
    trusted_proxies: str = Field(
        default="",
        description="addresses or networks of the proxies in front, separated by commas, such as 127.0.0.1,10.0.0.0/24",
    )
    metrics_port: int = Field(
        default=0,
        ge=0,
        le=65534,
        description="0 for none, or a port for Prometheus, at 127.0.0.1 unless told otherwise",
    )
    metrics_listen: str = Field(default="127.0.0.1", min_length=1, description="the address for Prometheus to ask at")

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        networks(value)
        return value

    @property
    def logs_json(self) -> bool:
        """Whether log lines are JSON without anything that somebody typed."""
        return self.logs == "json" or (not self.logs and not self.demonstration)


def load(plane: str | None = None) -> Config:
    """Read ``PULANG_*`` and the file named by ``PULANG_CONFIG`` (``pulang.env`` in the folder by default).

    Raises ``WrongSettings`` naming every wrong one at once.
    """
    file = os.environ.get("PULANG_CONFIG", "pulang.env")
    try:
        overrides = {"plane": plane} if plane else {}
        config = Config(_env_file=file if Path(file).is_file() else None, **overrides)  # type: ignore[arg-type,call-arg]
    except ValidationError as error:
        raise WrongSettings(_sentences(error)) from None
    return config


def _sentences(error: ValidationError) -> str:
    lines = []
    for problem in error.errors():
        name = str(problem["loc"][0])
        allowed = Config.model_fields[name].description or "forum or service"
        lines.append(f"PULANG_{name.upper()} is {problem['input']!r}; allowed: {allowed}.")
    return "\n".join(lines)
