"""The command line as tests call it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.conf import settings

from pulang.web.cli import commands
from pulang.web.cli.main import cli

Run = Callable[..., Result]
Written = Callable[[str], str]


@pytest.fixture
def run(db: None, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line on this plane; the environment is as before afterwards."""
    for name in ("PULANG_PLANE", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    commands.register(cli)
    return lambda *words: CliRunner().invoke(cli, ["--plane", settings.PULANG_PLANE, *words])


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Puts a text into a file and gives its path."""

    def write(text: str) -> str:
        path = tmp_path / "file"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write
