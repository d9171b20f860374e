"""The forum's demonstration: two co-chairs, a requester, an outsider, and requests in every state."""

from collections.abc import Callable
from importlib.resources import files

from pulang.common.accounts.actions import add_holiday
from pulang.common.accounts.models import Organisation
from pulang.common.accounts.permissions import AccountsPermission
from pulang.forum.bodies.actions import give_seat, make_body
from pulang.forum.bodies.models import SeatKind
from pulang.forum.bodies.permissions import BodiesPermission
from pulang.forum.engagements.actions import import_public_record
from pulang.forum.engagements.permissions import EngagementsPermission
from pulang.foundation.policy.viewer import command_viewer
from pulang.kernel import clock
from pulang.web.demo import building, requests
from pulang.web.demo.accounts import FORUM
from pulang.web.demo.loading import days_ago

TREE = (
    ("nordhav", "country", "Nordhav", None),
    ("nordhav-mfa", "ministry", "Ministry of Foreign Affairs of Nordhav", "nordhav"),
    ("nordhav-corrections", "service", "Nordhav Correctional Service", "nordhav"),
    ("sungai", "country", "Sungai", None),
    ("sungai-mfa", "ministry", "Kementerian Luar Negeri Sungai", "sungai"),
    ("sungai-corrections", "service", "Ditjen Pemasyarakatan Sungai", "sungai"),
    ("sungai-academy", "academy", "Akademi Pemasyarakatan Sungai", "sungai-corrections"),
    ("kilima", "country", "Kilima", None),
    ("kilima-mfa", "ministry", "Office of the Counter-Terrorism Coordinator, Kilima", "kilima"),
    ("kilima-corrections", "service", "Kilima Prisons Service", "kilima"),
    ("kilima-coast", "region", "Coast Region", "kilima-corrections"),
    ("kilima-mto", "facility", "Mto Prison", "kilima-coast"),
    ("kilima-ziwa", "facility", "Ziwa Prison", "kilima-coast"),
    ("kilima-academy", "academy", "Kilima Prisons Academy", "kilima-corrections"),
    ("qasr", "country", "قصر", None),
    ("qasr-mfa", "ministry", "وزارة خارجية قصر", "qasr"),
    ("qasr-corrections", "service", "إدارة السجون في قصر", "qasr"),
    ("qasr-wadi", "facility", "سجن الوادي", "qasr-corrections"),
    ("secretariat", "international", "Secretariat of the working group", None),
    ("civic-institute", "civil-society", "Civic Institute for Reintegration", None),
)
WEEKENDS = {"qasr": "fri,sat"}


def build(advance: Callable[[int], None]) -> None:
    """Everything, in the order in which it would have happened."""
    with days_ago(building.LONG_AGO):
        building.import_documents()
        bring_public_record()
        places = building.tree(TREE, WEEKENDS)
        people = building.people(FORUM, places)
        _working_group(places)
        _calendars(places)
    advance(1)
    requests.build(places, people, advance)


def bring_public_record() -> None:
    """Real events as others reported them, beside the fictitious world and unlike it to the eye."""
    by = command_viewer("record import", EngagementsPermission.RECORD_IMPORT)
    text = (files("pulang.forum.engagements") / "data" / "public-record.yaml").read_text(encoding="utf-8")
    report = import_public_record(by=by, text=text)
    assert not report.errors, report.errors


def _working_group(places: dict[str, Organisation]) -> None:
    by = command_viewer("demo", *BodiesPermission)
    start = clock.today()
    body = make_body(
        by=by, key="detention-reintegration", name="Detention and Reintegration Working Group", starts_on=start
    )
    for key in ("nordhav", "sungai"):
        give_seat(by=by, body=body, organisation=places[key], kind=SeatKind.CO_CHAIR, starts_on=start)
    for key in ("kilima", "qasr"):
        give_seat(by=by, body=body, organisation=places[key], kind=SeatKind.MEMBER, starts_on=start)
    give_seat(by=by, body=body, organisation=places["civic-institute"], kind=SeatKind.OBSERVER, starts_on=start)


def _calendars(places: dict[str, Organisation]) -> None:
    by = command_viewer("demo", AccountsPermission.ORGANISATION_MAKE, AccountsPermission.ORGANISATION_VIEW)
    year = clock.today().year
    for ahead in range(3):
        day = clock.today().replace(year=year + ahead, month=12, day=12)
        add_holiday(by=by, country=places["kilima"], day=day, name="Republic Day")
