"""The tree of organisations, and people everywhere in it: each a contact, an account and a role."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bench.worlds import words
from bench.worlds.stock import MANY, Advance, Chronicle, Stock, Told, identifier
from pulang.common.accounts.actions import NewOrganisation, place_organisations
from pulang.common.accounts.models import Contact, Membership, Organisation, OrganisationKind, User
from pulang.foundation.events.record import action
from pulang.foundation.search import index
from pulang.kernel import clock
from pulang.kernel.folding import sort_key
from pulang.web.demo.building import BUILDER

BELOW_A_REGION = 50
ROLES = {
    "forum": {
        "country": "access-manager",
        "ministry": "policy-focal-point",
        "service": "corrections-focal-point",
        "region": "host-coordinator",
        "facility": "host-coordinator",
        "academy": "trainer",
        "international": "observer",
    },
    "service": {
        "country": "data-protection-officer",
        "service": "training-officer",
        "region": "training-officer",
        "facility": "prison-officer",
        "academy": "training-officer",
    },
}


@dataclass
class Places:
    """Organisations by what they are."""

    countries: list[Organisation] = field(default_factory=list)
    ministries: list[Organisation] = field(default_factory=list)
    services: list[Organisation] = field(default_factory=list)
    regions: list[Organisation] = field(default_factory=list)
    facilities: list[Organisation] = field(default_factory=list)
    others: list[Organisation] = field(default_factory=list)

    def everywhere(self) -> Iterator[Organisation]:
        """Every organisation, facilities first."""
        yield from (*self.facilities, *self.regions, *self.services, *self.ministries, *self.others, *self.countries)


def countries_for(size: int) -> int:
    """How many countries a forum of this size has."""
    return max(4, min(150, size // 250))


def forum_tree(random: Random, size: int, advance: Advance) -> Places:
    """Countries with a ministry, a service, regions and facilities, ``size`` organisations in all; a secretariat."""
    places, number = Places(), countries_for(size)
    places.countries = _placed(_new("c", OrganisationKind.COUNTRY, [None] * number, random))
    places.ministries = _placed(_new("m", OrganisationKind.MINISTRY, places.countries, random))
    places.services = _placed(_new("s", OrganisationKind.SERVICE, places.countries, random))
    places.others = _placed(_new("secretariat-", OrganisationKind.INTERNATIONAL, [None], random))
    _facilities(places, random, max(size - 3 * number - 1, number), advance)
    return places


def service_tree(random: Random, size: int, advance: Advance) -> Places:
    """One country with two services: thirteen of fourteen facilities belong to the first; without the facilities."""
    places = Places()
    places.countries = _placed(_new("c", OrganisationKind.COUNTRY, [None], random))
    places.services = _placed(_new("s", OrganisationKind.SERVICE, places.countries * 2, random))
    above = [places.services[number % 14 == 13] for number in range(max(14, size // BELOW_A_REGION))]
    places.regions = _placed(_new("r", OrganisationKind.REGION, above, random))
    advance(1)
    return places


def _facilities(places: Places, random: Random, number: int, advance: Advance) -> None:
    regions = max(len(places.services), number // (BELOW_A_REGION + 1))
    above = [places.services[place % len(places.services)] for place in range(regions)]
    places.regions = _placed(_new("r", OrganisationKind.REGION, above, random))
    below = [places.regions[place % regions] for place in range(max(number - regions, regions))]
    for start in range(0, len(below), MANY):
        new = _new("f", OrganisationKind.FACILITY, below[start : start + MANY], random, start)
        places.facilities += _placed(new)
        advance(len(new))


def _new(
    prefix: str, kind: OrganisationKind, above: Sequence[Organisation | None], random: Random, first: int = 0
) -> list[NewOrganisation]:
    """One of a kind below each of ``above``, named in one of the four languages."""
    return [
        NewOrganisation(f"{prefix}{number}", kind, place_name(random), parent)
        for number, parent in enumerate(above, start=first)
    ]


def place_name(random: Random) -> str:
    """A name of two words in one of the four languages."""
    language = random.choice(words.LANGUAGES)
    return f"{random.choice(words.OFTEN[language])} {words.rare(random, language)}".title()


@action
def _placed(new: list[NewOrganisation]) -> list[Organisation]:
    return place_organisations(BUILDER, new)


class People:
    """Contacts with account and role, in bulk."""

    def __init__(self, plane: str, random: Random, chronicle: Chronicle) -> None:
        self._roles, self._random, self._chronicle = ROLES[plane], random, chronicle
        self._stock, self._texts = Stock(Contact, User, Membership), list[index.Findable]()

    def make(self, number: int, at: Organisation) -> tuple[Contact, User, Membership]:
        """Somebody with the role that is usual at such a place; the language of the name follows the number."""
        moment, language = clock.now(), words.LANGUAGES[number % len(words.LANGUAGES)]
        contact = self._contact(words.name(self._random, language), at, moment)
        user = self._user(f"person{number}", contact, language, moment)
        membership = Membership(
            id=identifier(self._random, moment),
            user=user,
            organisation=at,
            role=self._roles[at.kind],
            starts_on=moment.date(),
            granted_at=moment,
        )
        self._stock.add(contact, user, membership)
        self._tell(contact, user, membership)
        return contact, user, membership

    def write(self, *, at_least: int = 1) -> None:
        """Write what waits, if it is at least so much."""
        if len(self._texts) >= at_least:
            self._stock.write()
            index.put_many("contact", self._texts)
            self._texts.clear()

    def _contact(self, name: str, at: Organisation, moment: datetime) -> Contact:
        contact = Contact(
            id=identifier(self._random, moment),
            name=name,
            sort_key=sort_key(name),
            organisation=at,
            position="Officer",
            email="",
            phone="",
            made_at=moment,
        )
        self._texts.append(index.Findable(contact.pk, "en", name, name, names=True))
        return contact

    def _user(self, name: str, contact: Contact, language: str, moment: datetime) -> User:
        user = User(
            id=identifier(self._random, moment), sign_in_name=name, contact=contact, language=language, made_at=moment
        )
        user.set_unusable_password()
        return user

    def _tell(self, contact: Contact, user: User, membership: Membership) -> None:
        home = contact.organisation
        said: tuple[tuple[str, Contact | User | Membership, dict[str, object]], ...] = (
            ("contact.made", contact, {"name": contact.name, "position": contact.position, "service_number": ""}),
            ("account.made", user, {"sign_in_name": user.sign_in_name, "contact": str(contact.pk)}),
            ("membership.granted", membership, {"user": user.pk, "role": membership.role, "organisation": home.key}),
        )
        for verb, about, after in said:
            told = Told(verb, None, about, home.pk, {"after": after}, command=BUILDER.command)
            self._chronicle.tell(membership.granted_at, told)


def crowd(plane: str, random: Random, places: Places, size: int, chronicle: Chronicle, advance: Advance) -> None:
    """So many people, from one place to the next."""
    people, homes, start = People(plane, random, chronicle), list(places.everywhere()), clock.now()
    for number in range(size):
        with clock.at(start + timedelta(milliseconds=number)):
            people.make(number, homes[number % len(homes)])
        if number % MANY == MANY - 1:
            people.write()
            chronicle.append_until()
            advance(MANY)
    people.write()
    chronicle.append_until()
