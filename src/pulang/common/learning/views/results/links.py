"""What pages of a delivery's effect show, as values for the templates."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pulang.common.learning.models import WorkObservation
from pulang.common.learning.queries.work import Chain, Words
from pulang.common.learning.rules.opinions import QUESTIONS
from pulang.common.learning.rules.work import MARK_WORDS, Item, Mark
from pulang.foundation.ui.parts import State
from pulang.kernel import clock

Page = dict[str, Any]


def shown(chain: Chain) -> Page:
    """How far each link of the chain is known."""
    missing, known = State(_("missing"), "attention"), State(_("known"), "done")
    few = State(_("too few to tell"), "waiting")
    gain = chain.gain
    told = any(share.percent is not None for _words, share in chain.work)
    plans = chain.at_facilities
    return {
        "thought": known if chain.thought.told else (few if chain.thought.count else missing),
        "means": [(words, chain.thought.means.get(name)) for name, words in QUESTIONS.items()],
        "learned": missing if gain is None or not gain.count else (few if gain.middle is None else known),
        "work": known if told else (few if chain.seen else missing),
        "facilities": known if plans.with_result else missing,
    }


def line(row: WorkObservation) -> Page:
    """Somebody who was drawn: done or not done, and nothing of what was seen."""
    if row.recorded_at is not None:
        state = State(_("observed"), "done") if row.seen_on else State(_("not possible"), "neutral")
    elif row.due_on < clock.today():
        state = State(_("late"), "breach")
    else:
        state = State(_("to observe"), "waiting")
    return {"row": row, "state": state}


def seen(row: WorkObservation, items: Sequence[tuple[Item, Words]]) -> Page:
    """What was seen, thing by thing."""
    marks = [
        (words, MARK_WORDS[Mark(row.marks[item.slug])] if item.slug in row.marks else "–") for item, words in items
    ]
    return {"marks": marks if row.seen_on else []}


def drawn(count: int) -> str:
    """What is said once people were drawn."""
    return ngettext("%(count)d person was drawn.", "%(count)d people were drawn.", count) % {"count": count}


def work_url(row: WorkObservation) -> str:
    """The page of an observation."""
    return reverse("training:work", kwargs={"pk": row.pk})
