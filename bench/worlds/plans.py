"""Action plans with their results and lessons, in bulk."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from bench.worlds import words
from bench.worlds.stock import Chronicle, Stock, Told, identifier
from pulang.common.accounts.models import Contact, Organisation, User
from pulang.common.followup.models import ActionPlan, PlanOutcome, PlanProvision
from pulang.common.frameworks.models import Provision
from pulang.common.marking.models import AudienceOrganisation, AudiencePerson, Marking
from pulang.kernel.tlp import Label

FIRST_STEP_AFTER = timedelta(days=14)
MODELS = (Marking, AudienceOrganisation, AudiencePerson, ActionPlan, PlanProvision, PlanOutcome)


class Plans:
    """Makes plans as ``record_plan``, ``record_outcome`` and ``release_outcome`` do."""

    def __init__(self, random: Random, stock: Stock, chronicle: Chronicle) -> None:
        self._random, self._stock, self._chronicle = random, stock, chronicle

    def plan(
        self, at: datetime, by: User, host: Organisation, provisions: Sequence[Provision], owner: Contact | None = None
    ) -> ActionPlan:
        """A plan with texts in one of the four languages."""
        texts = self._texts(at)
        plan = ActionPlan(
            id=identifier(self._random, at),
            host=host,
            owner=owner,
            made_at=at,
            made_by=by,
            changed_at=at,
            marking=self._marking(host),
            **texts,
        )
        self._stock.add(plan, *(PlanProvision(plan=plan, provision=provision) for provision in provisions))
        after = texts | {"provisions": [provision.key for provision in provisions]}
        self._chronicle.tell(at, Told("plan.recorded", by.pk, plan, host.pk, {"after": after}))
        return plan

    def outcome(self, at: datetime, by: User, plan: ActionPlan) -> PlanOutcome:
        """What came of a plan, in its language."""
        texts: dict[str, object] = {
            "result": words.text(self._random, plan.language, 30),
            "value_reached": str(self._random.randrange(100)),
            "lesson": words.text(self._random, plan.language, 30),
            "seen_on": at.date(),
            "language": plan.language,
        }
        outcome = PlanOutcome(
            id=identifier(self._random, at),
            plan=plan,
            recorded_at=at,
            recorded_by=by,
            changed_at=at,
            marking=self._marking(plan.host),
            **texts,
        )
        self._stock.add(outcome)
        self._chronicle.tell(at, Told("outcome.recorded", by.pk, outcome, plan.host_id, {"after": texts}))
        return outcome

    def release(self, at: datetime, by: User, outcome: PlanOutcome, reason: str) -> None:
        """Members may read the outcome."""
        country = outcome.plan.host.country_id
        lower(self._chronicle, at, by, outcome.marking, country, reason)
        told = Told("outcome.released", by.pk, outcome, country, {"reason": reason})
        self._chronicle.tell(at, told)

    def _marking(self, host: Organisation) -> Marking:
        marking = Marking(id=identifier(self._random, host.made_at), label=Label.AMBER_STRICT.value)
        audience = dict.fromkeys([host.pk, host.country_id or host.pk])
        self._stock.add(marking, *(AudienceOrganisation(marking=marking, organisation_id=pk) for pk in audience))
        return marking

    def _texts(self, at: datetime) -> dict[str, object]:
        language = self._random.choice(words.LANGUAGES)
        return {
            "title": words.title(self._random, language),
            "problem": words.text(self._random, language, 25),
            "first_step": words.text(self._random, language, 12),
            "first_step_on": (at + FIRST_STEP_AFTER).date(),
            "must_agree": words.title(self._random, language),
            "indicator": words.title(self._random, language),
            "baseline": str(self._random.randrange(50)),
            "target": str(50 + self._random.randrange(50)),
            "language": language,
        }


def lower(chronicle: Chronicle, at: datetime, by: User, marking: Marking, owner_id: object, reason: str) -> None:
    """As ``release_to_members`` does, while the marking is not written yet."""
    values: dict[str, object] = {"before": {"label": marking.label}, "after": {"label": Label.GREEN.value}}
    marking.label = Label.GREEN.value
    told = Told("marking.lowered", by.pk, marking, owner_id, values | {"reason": reason})  # type: ignore[arg-type]
    chronicle.tell(at, told)
