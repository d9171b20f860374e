"""The steps of others: endorse, return, withdraw, answer, clear, object, release."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from pulang.forum.engagements import actions
from pulang.forum.engagements.forms import AnswerForm, ConfirmForm, ReasonForm
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.forum.engagements.rules import Outcome
from pulang.forum.engagements.views import presentation
from pulang.forum.engagements.views.reading import readable
from pulang.foundation.policy.guard import ViewerRequest, guard, proof_asked
from pulang.foundation.ui.editing import one_at_a_time
from pulang.foundation.ui.submitted import submitted


@dataclass(frozen=True)
class Step:
    """One decision as a page: what it is called, what it means, and what it does."""

    slug: str
    heading: Promise
    meaning: Promise
    button: Promise
    done: Promise
    run: Callable[..., object]
    asks_reason: bool = False
    danger: bool = False


STEPS = {
    step.slug: step
    for step in (
        Step(
            "endorse",
            gettext_lazy("Endorse the request"),
            gettext_lazy("Your country stands behind it. It goes to the secretariat of the working group."),
            gettext_lazy("Endorse"),
            gettext_lazy("The request is endorsed and with the secretariat."),
            actions.endorse,
        ),
        Step(
            "return",
            gettext_lazy("Return the request"),
            gettext_lazy("It goes back to the corrections focal point, who can change it and submit it again."),
            gettext_lazy("Return"),
            gettext_lazy("The request is back with the corrections focal point."),
            actions.send_back,
            asks_reason=True,
        ),
        Step(
            "withdraw",
            gettext_lazy("Withdraw the request"),
            gettext_lazy("The working group stops its work on it. This cannot be undone; you can draft a new one."),
            gettext_lazy("Withdraw"),
            gettext_lazy("The request is withdrawn."),
            actions.withdraw,
            asks_reason=True,
            danger=True,
        ),
        Step(
            "send",
            gettext_lazy("Send the answer to the co-chairs"),
            gettext_lazy("Both co-chairs clear it or object. The country reads it only after both have cleared it."),
            gettext_lazy("Send to the co-chairs"),
            gettext_lazy("The answer is with the co-chairs."),
            actions.send_for_clearance,
        ),
        Step(
            "clear",
            gettext_lazy("Clear the answer"),
            gettext_lazy("When both co-chairs have cleared it, the country reads it."),
            gettext_lazy("Clear"),
            gettext_lazy("You cleared the answer."),
            actions.clear,
        ),
        Step(
            "object",
            gettext_lazy("Object to the answer"),
            gettext_lazy("It goes back to the secretariat with your reason. The country does not see this."),
            gettext_lazy("Object"),
            gettext_lazy("The answer is back with the secretariat."),
            actions.object_to,
            asks_reason=True,
        ),
        Step(
            "release",
            gettext_lazy("Let members read the request"),
            gettext_lazy(
                "Every member of the working group will be able to read its text. What they have read cannot be taken "
                "back."
            ),
            gettext_lazy("Release to members"),
            gettext_lazy("Members may now read the request."),
            actions.release,
            asks_reason=True,
        ),
    )
}


@guard(P.REQUEST_VIEW)
@require_http_methods(["GET", "POST"])
def request_step(request: ViewerRequest, pk: UUID, step: str) -> HttpResponse:
    """One decision on one page. Whoever may not take it gets 404 or a sentence, as the action decides."""
    row = readable(request, pk)
    if step not in STEPS or step not in presentation.steps_for(request.viewer, row):
        raise Http404
    if step == "release" and (question := proof_asked(request)) is not None:
        return question
    page = STEPS[step]
    form = ReasonForm(submitted(request)) if page.asks_reason else ConfirmForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        page.run(by=request.viewer, request=row, **form.cleaned_data)
        messages.success(request, str(page.done))
        return redirect("engagements:detail", pk=pk)
    context = {"form": form, "row": row, "page": page, "answer": presentation.answer_before(request.viewer, row)}
    return render(request, "engagements/step.html", context)


@guard(P.ANSWER_DRAFT)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def request_answer(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The secretariat writes the answer; it can be left and resumed."""
    row = readable(request, pk)
    if "answer" not in presentation.steps_for(request.viewer, row):
        raise Http404
    form = AnswerForm(submitted(request), initial=presentation.answer_initial(request.viewer, row, row.language))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.draft_answer(
            by=request.viewer,
            request=row,
            outcome=Outcome(data["outcome"]),
            text=data["text"],
            language=data["language"],
        )
        messages.success(request, _("The draft of the answer is kept."))
        return redirect("engagements:detail", pk=pk)
    return render(request, "engagements/answer.html", {"form": form, "row": row})
