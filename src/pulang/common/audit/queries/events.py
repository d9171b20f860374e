"""Reading the audit: which events, and what each says without any content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import User
from pulang.common.accounts.queries import accounts_named, display_names, organisation_names, organisations_named
from pulang.common.audit import rules
from pulang.common.audit.permissions import AuditPermission as P
from pulang.foundation.events.models import Event
from pulang.foundation.pages import Order
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.folding import fold, tokens

MOST_WORDS = 6
ORDERS: Sequence[Order] = (Order("newest", _("Newest first"), ("-position",)),)


@dataclass(frozen=True)
class Asked:
    """What is looked for; what is empty asks for nothing. ``until`` is the last day."""

    words: str = ""
    who: str = ""
    verb: str = ""
    kind: str = ""
    organisation: str = ""
    since: date | None = None
    until: date | None = None
    id: UUID | None = None

    def __bool__(self) -> bool:
        return any((self.words, self.who, self.verb, self.kind, self.organisation, self.since, self.until, self.id))


def events(viewer: Viewer, asked: Asked) -> QuerySet[Event]:
    """The events that the viewer may read and that answer. The sealed values are not even fetched."""
    rows = visible(viewer, P.AUDIT_READ, Event.objects.defer("values_sealed", "digest"))
    for word in asked.words.split()[:MOST_WORDS]:
        rows = rows.filter(_meant(word))
    if asked.who:
        people = accounts_named(User.objects.all(), asked.who).values("pk")
        rows = rows.filter(Q(actor_id__in=people) | Q(principal_id__in=people))
    if asked.organisation:
        rows = rows.filter(organisation_id__in=organisations_named(asked.organisation).values("pk"))
    plain = {"verb": asked.verb, "object_kind": asked.kind, "object_id": asked.id}
    return _between(rows.filter(**{name: value for name, value in plain.items() if value}), asked)


def _meant(word: str) -> Q:
    """Events that a word speaks of: what happened, to what, who acted, where, or the number of the event."""
    people = accounts_named(User.objects.all(), word).values("pk")
    meant = Q(actor_id__in=people) | Q(principal_id__in=people)
    meant |= Q(organisation_id__in=organisations_named(word).values("pk"))
    meant |= Q(verb__in=_said(rules.VERBS, word)) | Q(object_kind__in=_said(rules.KINDS, word))
    return meant | Q(position=int(word)) if word.isdecimal() and len(word) < 16 else meant


def _said(words: Mapping[str, Promise], word: str) -> list[str]:
    """The keys whose words, in the reader's language, have a word that begins like this one."""
    start = fold(word)
    return [key for key, text in words.items() if any(token.startswith(start) for token in tokens(str(text)))]


def _between(rows: QuerySet[Event], asked: Asked) -> QuerySet[Event]:
    if asked.since:
        rows = rows.filter(at__gte=_morning(asked.since))
    if asked.until:
        rows = rows.filter(at__lt=_morning(asked.until + timedelta(days=1)))
    return rows


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


@dataclass(frozen=True)
class Line:
    """An event in words. ``who`` is empty where nobody was signed in."""

    event: Event
    time: str
    happened: Promise | str
    who: str
    on_behalf_of: str
    organisation: str
    kind: Promise | str


def lines(events: Sequence[Event]) -> list[Line]:
    """Events in words, with names. Two queries."""
    people = display_names({key for event in events for key in (event.actor_id, event.principal_id) if key})
    places = organisation_names({event.organisation_id for event in events if event.organisation_id})
    return [_line(event, people, places) for event in events]


def _line(event: Event, people: dict[UUID, str], places: dict[UUID, str]) -> Line:
    return Line(
        event=event,
        time=f"{timezone.localtime(event.at):%H:%M:%S}",
        happened=rules.verb_words(event.verb),
        who=_name(event.actor_id, people),
        on_behalf_of=_name(event.principal_id, people),
        organisation=_name(event.organisation_id, places),
        kind=rules.kind_words(event.object_kind),
    )


def _name(key: UUID | None, names: dict[UUID, str]) -> str:
    """A name, or the id of what is not there any more."""
    return names.get(key, str(key)) if key else ""
