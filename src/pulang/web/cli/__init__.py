"""The command line: ``pulang --help`` teaches it."""

from pulang.web.cli.main import main

__all__ = ["main"]
