"""The run-sheet of a session on the day: what is taught now, how far behind, what to shorten, groups, two languages."""

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from pulang.common.learning.forms.teaching import TeachingForm, minutes_since, now_as_time
from pulang.common.learning.models import Delivery, DeliverySession
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import Book, SessionLine, participants
from pulang.common.learning.queries.deliveries import held_session
from pulang.common.learning.queries.taught import book_of
from pulang.common.learning.rules.course import Block
from pulang.common.learning.rules.facilitating import Slot, Standing, groups, standing
from pulang.common.learning.rules.speaking import say
from pulang.common.learning.rules.vocabulary import METHOD_WORDS
from pulang.common.learning.views.deliveries.presentation import path_to, spoken
from pulang.common.learning.views.presentation import passage
from pulang.common.learning.views.rooms.presentation import session_title
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import allows
from pulang.foundation.ui.parts import Link
from pulang.kernel import clock

BESIDE = ("materials", "room", "cautions")
KEPT = ("beside", "people", "begun", "since", "at")


@guard(P.COURSE_TEACH)
@require_http_methods(["GET", "POST"])
def run_sheet(request: ViewerRequest, pk: UUID, session: UUID) -> HttpResponse:
    """The session as it is taught; the address keeps where it stands, so that nothing is lost when a page is closed."""
    row, found = held_session(request.viewer, pk, session)
    book = book_of(row)
    if not allows(request.viewer, P.COURSE_TEACH, book.row):
        raise Http404
    line = book.session(found.module, found.key)
    form = TeachingForm(request.GET or None, languages=_languages(line))
    blocks = line.session.blocks
    place = next((number for number, each in enumerate(blocks) if each.key == form.asked("at")), None)
    if request.method == "POST":
        return _moved(request, form, blocks, place)
    stands = _standing(form, blocks, place)
    page = {**_now(form, blocks, stands, line), "now_url": request.get_full_path()}
    if request.headers.get("HX-Request") == "true":
        return render(request, "learning/rooms/clock.html", page)
    return render(request, "learning/rooms/teaching.html", {**page, **_page(row, found, book, line, form, stands)})


def _moved(request: ViewerRequest, form: TeachingForm, blocks: tuple[Block, ...], place: int | None) -> HttpResponse:
    """Begin the session, or go to the next block, as of now."""
    kept = {name: request.GET.get(name, "") for name in KEPT if request.GET.get(name)}
    if request.POST.get("step") == "begin" or place is None or form.asked("begun") is None:
        kept |= {"begun": now_as_time(), "since": now_as_time(), "at": blocks[0].key}
    else:
        kept |= {"since": now_as_time(), "at": blocks[min(place + 1, len(blocks) - 1)].key}
    return HttpResponseRedirect(f"{request.path}?{urlencode(kept)}")


def _standing(form: TeachingForm, blocks: tuple[Block, ...], place: int | None) -> Standing | None:
    begun: time | None = form.asked("begun")
    if begun is None or place is None:
        return None
    since: time = form.asked("since") or begun
    now = minutes_since(begun, clock.now())
    began = min(now, (since.hour * 60 + since.minute - begun.hour * 60 - begun.minute) % (24 * 60))
    return standing(blocks, place, began, now)


def _now(form: TeachingForm, blocks: tuple[Block, ...], stands: Standing | None, line: SessionLine) -> dict[str, Any]:
    """What the clock says."""
    if stands is None:
        return {"stands": None}
    begun = _moment(form.asked("begun"))
    titles = {block.key: say(line.session.wordings, block.key, spoken()) for block in blocks}
    return {
        "stands": stands,
        "told": _told(stands.behind),
        "begun": begun,
        "ends": begun + timedelta(minutes=stands.ends),
        "slots": [(slot, titles[slot.block.key], begun + timedelta(minutes=slot.begins)) for slot in stands.rest],
        "is_last": len(stands.rest) == 1,
    }


def _told(behind: int) -> str:
    if behind > 0:
        return ngettext("{count} minute behind", "{count} minutes behind", behind).format(count=behind)
    if behind < 0:
        return ngettext("{count} minute ahead", "{count} minutes ahead", -behind).format(count=-behind)
    return _("On time")


def _moment(begun: time) -> datetime:
    """When the session began: today, or yesterday where it goes on over midnight."""
    now = timezone.localtime(clock.now())
    return now.replace(second=0, microsecond=0) - timedelta(minutes=minutes_since(begun, now))


def _page(
    row: Delivery, found: DeliverySession, book: Book, line: SessionLine, form: TeachingForm, stands: Standing | None
) -> dict[str, Any]:
    people = form.asked("people") or participants.accepted(row).count()
    beside, title = form.asked("beside") or "", session_title(row, found)
    slots = {slot.block.key: slot for slot in stands.rest} if stands else {}
    return {
        "row": row,
        "session": found,
        "title": title,
        "form": form,
        "current": stands.rest[0].block.key if stands and stands.rest else "",
        "steps": [_step(book, line, block, slots.get(block.key), beside, people) for block in line.session.blocks],
        "aside": [part for name in BESIDE if (part := passage(say(line.session.wordings, name, spoken())))],
        "room_url": reverse("training:room-open", kwargs={"pk": row.pk, "session": found.pk}),
        "path": path_to(row, Link(_("Run-sheet: {session}").format(session=title), "", current=True)),
    }


def _step(book: Book, line: SessionLine, block: Block, slot: Slot | None, beside: str, people: int) -> dict[str, Any]:
    """A block with its notes, in a second language beside them where one is asked for."""
    wordings = line.session.wordings
    where = {"module": line.module, "session": line.key, "activity": block.activity}
    return {
        "block": block,
        "method": METHOD_WORDS[block.method],
        "notes": passage(say(wordings, block.key, spoken())),
        "other": passage(say(wordings, block.key, beside)) if beside and beside != spoken() else None,
        "now": slot.minutes if slot and slot.won > 0 else None,
        "groups": _groups(people, block.groups),
        "activity": book.url("activity", **where) if block.activity else "",
    }


def _groups(people: int, wanted: int | None) -> str:
    """How so many people are divided, in words."""
    if not wanted or not people:
        return ""
    sizes = groups(people, wanted)
    told = ngettext("{people} person", "{people} people", people).format(people=people)
    if len(sizes) == 1:
        return _("{people}, one group").format(people=told)
    return _("{people} in {count} groups: {sizes}").format(
        people=told, count=len(sizes), sizes=" · ".join(map(str, sizes))
    )


def _languages(line: SessionLine) -> list[tuple[str, str]]:
    """The languages into which the session was translated, without the reader's own."""
    names, known = dict(settings.LANGUAGES), [wording.language for wording in line.session.wordings]
    return [(code, names.get(code, code)) for code in known if code != spoken()]
