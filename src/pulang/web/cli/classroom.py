"""``classroom``: serve a class over a network of its own, with the addresses and codes of its rooms."""

import ipaddress
import os
import sys

import click

from pulang.web.cli.main import needs_plane
from pulang.web.cli.terminal import say

WARNING = (
    "Other devices in this network reach the pages of joining and answering now, and the sign-in; nothing else. "
    "What they send is not encrypted: use a router or hotspot without internet that only the class is in, "
    "and sign in on this machine itself."
)


@click.command()
@click.option(
    "--listen",
    default="127.0.0.1",
    show_default=True,
    help="The address of this machine in the network of the class, for example 192.168.1.20.",
)
@click.option(
    "--network", is_flag=True, help="Yes, let other devices in. Needed for any address but this machine's own."
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Web processes, one for each processor."
)
@click.pass_context
def classroom(context: click.Context, listen: str, network: bool, workers: int) -> None:
    """Serve a class until Ctrl-C or SIGTERM: print address, code and square code of each open room.

    \b
    1. Connect this machine and the devices of the class to one router or hotspot; it needs no internet.
    2. pulang --plane service classroom --listen 192.168.1.20 --network
    3. Sign in on this machine, open a room on the page of the delivery, and show its code.

    From other machines only joining, answering and the sign-in are reachable. Exit code 0 after a signal, 1 when the
    server ended by itself or could not begin, 2 when an option is wrong.
    """
    plane = context.find_root().obj
    address = _address(listen, network)
    os.environ["PULANG_LISTEN"] = os.environ["PULANG_CLASSROOM"] = address
    hosts = os.environ.get("PULANG_HOSTS", "localhost")
    os.environ["PULANG_HOSTS"] = f"{hosts},{address}"
    needs_plane(context)
    from pulang.web import serve as serving
    from pulang.web.planes import PLANES

    try:
        _announce(address, serving.port_of(PLANES[plane]), network)
        sys.exit(serving.serve(plane, serving.Wanted(workers=workers)))
    except serving.CannotServe as error:
        raise click.ClickException(str(error)) from None


def _address(listen: str, network: bool) -> str:
    """The address, if it can be shown to a class and others were meant to reach it."""
    try:
        found = ipaddress.ip_address(listen)
    except ValueError:
        raise click.BadParameter(f"{listen!r} is no address such as 192.168.1.20.", param_hint="--listen") from None
    if found.is_unspecified:
        told = "Give the one address at which the class finds this machine."
        raise click.BadParameter(told, param_hint="--listen")
    if not found.is_loopback and not network:
        told = f"At {listen} other devices reach this machine. Add --network if that is meant."
        raise click.UsageError(told)
    return listen


def _announce(address: str, port: int, network: bool) -> None:
    """Where to join; a square code for each open room, or for the page on which a code is typed."""
    import segno

    from pulang.common.learning.queries.rooms import open_codes
    from pulang.common.learning.rules.rooms import grouped

    if network:
        say(WARNING)
    host = f"[{address}]" if ":" in address else address
    home = f"http://{host}:{port}/room/"
    codes = open_codes()
    for code in codes:
        say(f"\nRoom {grouped(code)}   {home}{code}/")
        segno.make(f"{home}{code}/", error="m", micro=False).terminal(out=sys.stderr, compact=True)
    if not codes:
        say(f"\nNo room is open yet. Open one on the page of a delivery; people join at {home}")
        segno.make(home, error="m", micro=False).terminal(out=sys.stderr, compact=True)


COMMANDS = (classroom,)
