"""``python -m pulang.web`` is the command line."""

from pulang.web.cli import main

main()
