"""``user add``, ``organisation add``, ``audit verify`` and, for maintainers, ``messages``."""

import click

from pulang.web.cli import recovery
from pulang.web.cli.main import needs_plane, setup
from pulang.web.cli.terminal import progress, say


@click.group()
def user() -> None:
    """Accounts."""


@user.command("add")
@click.argument("sign_in_name")
@click.option("--name", required=True, help="The person's name as it is printed.")
@click.option("--organisation", required=True, help="Key of the organisation, for example kl-corrections.")
@click.option("--role", required=True, help="Role there, for example access-manager or system-administrator.")
@click.pass_context
def add(context: click.Context, sign_in_name: str, name: str, organisation: str, role: str) -> None:
    """Make an account with a first role, and print the one-time code with which its holder signs in first.

    This is how an installation gets its first administrator and each organisation its first access manager; all
    later accounts and roles are given on screen.
    """
    needs_plane(context)
    from pulang.web.cli import enrolling

    try:
        code = enrolling.add(sign_in_name, name=name, organisation_key=organisation, role=role)
    except enrolling.CannotAdd as error:
        raise click.ClickException(str(error)) from None
    click.echo(code)


@click.group()
def organisation() -> None:
    """The tree of organisations."""


@organisation.command("add")
@click.argument("key")
@click.option("--kind", required=True, help="For example country, ministry, service, facility, academy, international.")
@click.option("--name", required=True, help="The name as it is printed.")
@click.option("--below", default="", help="Key of the organisation above it; none for a country.")
@click.pass_context
def add_organisation(context: click.Context, key: str, kind: str, name: str, below: str) -> None:
    """Make an organisation from the command line: the first ones, before anybody can sign in."""
    needs_plane(context)
    from pulang.web.cli import enrolling

    try:
        enrolling.add_organisation(key, kind=kind, name=name, below=below)
    except enrolling.CannotAdd as error:
        raise click.ClickException(str(error)) from None
    say(f"{key} is made.")


@click.group()
def audit() -> None:
    """The audit chain."""


audit.add_command(recovery.anchor)


@audit.command("verify")
@click.option("--anchor", default="", help="Also: does the chain still contain this anchor? A file, its text, or - .")
@click.pass_context
def verify(context: click.Context, anchor: str) -> None:
    """Walk the whole chain. Exit code 0 when it holds; 1 and the first broken event when it does not."""
    plane = needs_plane(context)
    from pulang.foundation.events import append
    from pulang.foundation.events.models import Event

    try:
        with progress("Checking the chain", total=Event.objects.count()) as advance:
            count = append.verify(advance)
    except append.Broken as broken:
        raise click.ClickException(f"{plane}: the audit is broken at event {broken.position}: {broken.what}.") from None
    say(f"{plane}: {count} events, the chain holds.")
    if anchor:
        recovery.check_anchor(anchor)


@click.command()
def messages() -> None:
    """Bring the message catalogues up to date with the code (for maintainers). Says what is still to be translated."""
    setup("forum")
    from pulang.web import messages as extraction
    from pulang.web.catalogues import LOCALE

    found = extraction.collect()
    for language in extraction.PLURAL_FORMS:
        catalogue = extraction.update(language, found, LOCALE)
        say(f"{language}: {len(found)} messages, {len(catalogue.untranslated_entries())} to translate.")


COMMANDS = (user, organisation, audit, messages)
