"""Another installation with a key of its own, what it signs, and releases in every state."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from tests.worlds import World

from pulang.common.accounts.models import Organisation
from pulang.common.bridge.actions import trust
from pulang.common.bridge.models import TrustedInstallation
from pulang.common.bridge.queries import KIND, WITHDRAWAL, Cell, Counts, CourseCounts, Withdrawal
from pulang.kernel import clock, signedfiles
from pulang.kernel.proofs import did_key
from pulang.kernel.signedfiles import fingerprint
from pulang.kernel.tlp import Label

COUNTS = Counts(
    release=UUID(int=1),
    country="kilima",
    service="kilima-corrections",
    service_name="Kilima Prisons",
    starts_on=date(2026, 7, 1),
    ends_on=date(2026, 9, 30),
    counted_on=date(2026, 10, 5),
    label=Label.GREEN,
    courses=(
        CourseCounts(
            course="night-duty",
            title="Night duty",
            people=40,
            deliveries=3,
            trainers={"facility": 12, "national": None, "master": 0},
            total=Cell("", 300, 120),
            regions=(Cell("Coast", 200, 100),),
            left_out=2,
        ),
    ),
)


def key_of(country: str) -> Ed25519PrivateKey:
    """The key of the service of a country; "" of the working group's installation."""
    return Ed25519PrivateKey.from_private_bytes(f"the key of {country}".encode().ljust(32, b"."))


def public_of(country: str) -> str:
    return did_key(key_of(country).public_key().public_bytes_raw())


def signed_by(country: str, kind: str, content: dict[str, Any], created: str = "2026-10-06T08:00:00Z") -> bytes:
    """A file as the other installation would sign it."""
    return signedfiles.write(kind, content, key_of(country), created=created)


def counts_file(**changes: Any) -> bytes:
    """Kilima's counts, changed where it is asked."""
    created = changes.pop("created", "2026-10-06T08:00:00Z")
    counts = replace(COUNTS, **{"release": uuid4(), **changes})
    return signed_by(counts.country, KIND, counts.content(), created)


def withdrawal_file(release: UUID, country: str = "kilima") -> bytes:
    return signed_by(country, WITHDRAWAL, Withdrawal(release, country, clock.today()).content())


def trusted(world: World, country: str) -> TrustedInstallation:
    """The installation of a country ("": of the working group), trusted once."""
    known = TrustedInstallation.objects.filter(key=public_of(country)).first()
    return known or trust(
        by=world.viewer("admin"),
        name=country.title() or "Forum",
        key=public_of(country),
        compared=fingerprint(public_of(country)),
        country=Organisation.objects.get(key=country) if country else None,
    )


def bridge(world: World) -> None:
    """Something of everything that crosses."""
    for country in ("", "kilima", "qasr"):
        trusted(world, country)
    {"forum": _received, "service": _released}[settings.PULANG_PLANE](world)


def _received(world: World) -> None:
    """Of Kilima one for its own, one replaced by a later one, and one withdrawn; of Qasr one for all members."""
    from pulang.forum.reach.actions import take_in, withdraw
    from pulang.forum.reach.models import ReceivedRelease

    year = 2020 - ReceivedRelease.objects.count()
    span = {"starts_on": date(year, 1, 1), "ends_on": date(year, 3, 31)}
    by = world.viewer("corrections")
    take_in(by=by, raw=counts_file(**span, created="2026-10-01T08:00:00Z"))
    gone = take_in(by=by, raw=counts_file(starts_on=date(year, 4, 1), ends_on=date(year, 6, 30)))
    withdraw(by=world.viewer("policy"), release=gone, reason="A number was wrong.")
    take_in(by=by, raw=counts_file(**span))
    take_in(by=by, raw=counts_file(starts_on=date(year, 7, 1), ends_on=date(year, 9, 30), label=Label.AMBER))
    other = world.viewer("outside-corrections")
    take_in(by=other, raw=counts_file(**span, country="qasr", service="qasr-corrections", service_name="Qasr"))


def _released(world: World) -> None:
    """One in each state: proposed, approved once, signed, returned, withdrawn."""
    from pulang.service.releases import actions
    from pulang.service.releases.rules import quarters

    quarter = quarters(clock.today())[0]
    first, second = world.viewer("governor"), world.viewer("data-protection")
    for steps in range(5):
        label = (Label.AMBER, Label.GREEN, Label.CLEAR)[steps % 3]
        row = actions.propose(
            by=world.viewer("training"), service=world.places["kilima-corrections"], quarter=quarter, label=label
        )
        if steps == 4:
            actions.return_release(by=first, release=row, reason="Count anew.")
            continue
        if steps >= 1:
            actions.approve(by=first, release=row)
        if steps >= 2:
            actions.approve(by=second, release=row)
        if steps >= 3:
            row.refresh_from_db()
            actions.withdraw_release(by=second, release=row, reason="A number was wrong.")
