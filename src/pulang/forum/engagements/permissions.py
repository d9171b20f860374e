"""Who may read, write and answer engagement requests."""

from collections.abc import Callable
from enum import StrEnum
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.common.accounts.queries import everywhere, holder, of_country, within
from pulang.common.marking.queries import MarkingPermission, fence, invited
from pulang.forum.bodies.models import Seat, SeatKind
from pulang.forum.engagements.models import Answer, EngagementRequest, RecordEntry
from pulang.foundation.policy.registry import Grants
from pulang.foundation.policy.rules import Clause, Rule
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.tlp import Label


class EngagementsPermission(StrEnum):
    ANSWER_CLEAR = "engagements.answer.clear"
    ANSWER_DRAFT = "engagements.answer.draft"
    ANSWER_VIEW = "engagements.answer.view"
    RECORD_IMPORT = "engagements.record.import"
    RECORD_VIEW = "engagements.record.view"
    REQUEST_DRAFT = "engagements.request.draft"
    REQUEST_ENDORSE = "engagements.request.endorse"
    REQUEST_PLAN = "engagements.request.plan"
    REQUEST_RELEASE = "engagements.request.release"
    REQUEST_STAGE = "engagements.request.stage"
    REQUEST_VIEW = "engagements.request.view"


P = EngagementsPermission
Filter = Callable[[Viewer], Q | None]
MEMBER = frozenset({P.REQUEST_STAGE, P.RECORD_VIEW, P.REQUEST_VIEW})

GRANTS = Grants(
    app="engagements",
    permissions=EngagementsPermission,
    by_role={
        "co-chair": MEMBER | {P.ANSWER_CLEAR, P.ANSWER_VIEW},
        "corrections-focal-point": MEMBER | {P.REQUEST_DRAFT, P.REQUEST_PLAN},
        "curriculum-lead": MEMBER,
        "expert": MEMBER,
        "host-coordinator": MEMBER | {P.REQUEST_PLAN},
        "mentor": MEMBER,
        "observer": MEMBER,
        "policy-focal-point": MEMBER | {P.REQUEST_ENDORSE, P.REQUEST_RELEASE},
        "secretariat": MEMBER | {P.ANSWER_DRAFT, P.ANSWER_VIEW, P.RECORD_IMPORT},
        "trainer": MEMBER,
    },
    title=_("Engagement requests"),
    words={
        P.ANSWER_CLEAR: _("Clear an answer of the working group, or object to it"),
        P.ANSWER_DRAFT: _("Draft an answer and send it to the co-chairs"),
        P.ANSWER_VIEW: _("Read answers while the working group works on them"),
        P.RECORD_IMPORT: _("Bring entries into the public record of CVE-P"),
        P.RECORD_VIEW: _("Read the public record of CVE-P"),
        P.REQUEST_DRAFT: _("Draft, submit and withdraw requests of the own country"),
        P.REQUEST_ENDORSE: _("Endorse requests of the own country, or return them with a reason"),
        P.REQUEST_PLAN: _("Record an action plan for an accepted request"),
        P.REQUEST_RELEASE: _("Let members read a request of the own country"),
        P.REQUEST_STAGE: _("See how far requests of other countries have come"),
        P.REQUEST_VIEW: _("Read requests that the role has to do with, and those released to members"),
    },
)
COUNTRY_ROLES = frozenset({"policy-focal-point", "corrections-focal-point"})
BODY_ROLES = frozenset({"co-chair", "secretariat"})
ENDORSED = Q(first_endorsed_at__isnull=False)
RELEASED_LABELS = (Label.GREEN.value, Label.CLEAR.value)
RELEASED = Q(marking__label__in=RELEASED_LABELS)


def _with_roles(roles: frozenset[str], then: Filter) -> Filter:
    """Ask only with the grants of these roles."""

    def q(viewer: Viewer) -> Q | None:
        grants = tuple(grant for grant in viewer.grants if grant.role in roles)
        return then(Viewer(user_id=viewer.user_id, grants=grants)) if grants else None

    return q


def _and(condition: Q, then: Filter) -> Filter:
    """The filter, narrowed by a fact of the row."""

    def q(viewer: Viewer) -> Q | None:
        found = then(viewer)
        return None if found is None else found & condition

    return q


def _member(permission: str, condition: Q) -> Filter:
    """A fact of the row, for every member of the forum who holds the permission."""

    def q(viewer: Viewer) -> Q | None:
        return condition if viewer.may(permission) else None

    return q


def co_chair_countries(viewer: Viewer) -> frozenset[UUID]:
    """Organisations and countries for which the viewer speaks as a co-chair."""
    grants = viewer.grants_for(P.ANSWER_CLEAR)
    return frozenset(pk for grant in grants for pk in (grant.organisation_id, grant.country_id) if pk)


def _co_chair_seat(field: str) -> Filter:
    """The row's body has a co-chair seat held by the viewer's country or organisation."""

    def q(viewer: Viewer) -> Q | None:
        holders = co_chair_countries(viewer)
        if not holders:
            return None
        seats = Seat.objects.filter(kind=SeatKind.CO_CHAIR, organisation_id__in=holders, ends_on__isnull=True)
        return Q(**{f"{field}__in": seats.values("body_id")})

    return q


def _readers(permission: str) -> tuple[Clause, ...]:
    return (
        Clause(
            "country",
            _("Focal point of its country."),
            _with_roles(COUNTRY_ROLES, of_country("country", permission)),
        ),
        Clause(
            "host",
            _("Host: the organisation it is about, or one above it."),
            _with_roles(frozenset({"host-coordinator"}), within("host", permission)),
        ),
        Clause(
            "working-group",
            _("Co-chair or secretariat, since its country endorsed it."),
            _with_roles(BODY_ROLES, _and(ENDORSED, everywhere(permission))),
        ),
        Clause("released", _("Member, since its country released it."), _member(permission, RELEASED & ENDORSED)),
        Clause("recipient", _("Named as a recipient by its owner."), _and(ENDORSED, invited(permission))),
    )


RULES = (
    Rule(
        RecordEntry,
        P.RECORD_VIEW,
        (Clause("member", _("It is public; every member reads it."), holder(P.RECORD_VIEW)),),
        fence=fence(),
    ),
    Rule(EngagementRequest, P.REQUEST_VIEW, _readers(P.REQUEST_VIEW), fence=fence()),
    Rule(
        EngagementRequest,
        P.REQUEST_STAGE,
        (
            *_readers(P.REQUEST_VIEW)[:3],
            Clause("member", _("Members see how far it has come."), _member(P.REQUEST_STAGE, ENDORSED)),
        ),
    ),
    Rule(
        EngagementRequest,
        P.REQUEST_DRAFT,
        (Clause("country", _("Drafts requests for its country."), of_country("country", P.REQUEST_DRAFT)),),
        fence=fence(),
    ),
    Rule(
        Organisation,
        P.REQUEST_DRAFT,
        (Clause("country", _("Drafts requests for its country."), of_country("country", P.REQUEST_DRAFT)),),
    ),
    Rule(
        EngagementRequest,
        P.REQUEST_ENDORSE,
        (Clause("country", _("Speaks for its country."), of_country("country", P.REQUEST_ENDORSE)),),
        fence=fence(),
    ),
    Rule(
        EngagementRequest,
        P.REQUEST_RELEASE,
        (
            Clause(
                "country",
                _("Speaks for its country."),
                _and(ENDORSED, of_country("country", P.REQUEST_RELEASE)),
            ),
        ),
        fence=fence(),
    ),
    Rule(
        EngagementRequest,
        MarkingPermission.MARKING_CHANGE,
        (
            Clause(
                "country",
                _("Speaks for its country."),
                _and(ENDORSED, of_country("country", MarkingPermission.MARKING_CHANGE)),
            ),
        ),
        fence=fence(),
    ),
    Rule(
        EngagementRequest,
        P.ANSWER_DRAFT,
        (
            Clause(
                "secretariat",
                _("Secretariat, since its country endorsed it."),
                _and(ENDORSED, everywhere(P.ANSWER_DRAFT)),
            ),
        ),
        fence=fence(),
    ),
    Rule(
        EngagementRequest,
        P.REQUEST_PLAN,
        (
            Clause("host", _("Coordinates at its host."), within("host", P.REQUEST_PLAN)),
            Clause("country", _("Focal point of its country."), of_country("country", P.REQUEST_PLAN)),
        ),
        fence=fence(),
    ),
    Rule(
        Answer,
        P.ANSWER_VIEW,
        (
            Clause("working-group", _("Co-chair or secretariat."), everywhere(P.ANSWER_VIEW)),
            Clause(
                "given",
                _("Focal point of the country it answers, since it was given."),
                _and(
                    Q(given_at__isnull=False),
                    _with_roles(COUNTRY_ROLES, of_country("request__country", P.REQUEST_VIEW)),
                ),
            ),
            Clause(
                "host",
                _("Host it is about, since it was given."),
                _and(
                    Q(given_at__isnull=False),
                    _with_roles(frozenset({"host-coordinator"}), within("request__host", P.REQUEST_VIEW)),
                ),
            ),
        ),
        fence=fence(),
    ),
    Rule(
        Answer,
        P.ANSWER_CLEAR,
        (
            Clause(
                "co-chair",
                _("Co-chair of the working group."),
                _and(Q(sent_at__isnull=False), _co_chair_seat("request__body")),
            ),
        ),
        fence=fence(),
    ),
)
