"""Tours of the forum."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from pulang.web.tours import places
from pulang.web.tours.places import page
from pulang.web.tours.tour import Stop, Tour

DESK, LAWYER_ADMIN, OUTSIDER, INSPECTOR = "farah", "admin", "salma", "irene"
FAMILY = ("rome-memorandum", "family")

SECRETARIAT = Tour(
    "secretariat",
    _("A desk officer of the secretariat"),
    _("From what needs you today to what was done about a good practice."),
    (
        Stop(
            DESK,
            partial(page, "today"),
            _(
                "This is the first page for everybody: what needs you now, what is due this week, what you wait for. "
                "Each line says why it is there. Nothing is ranked, and no person is scored."
            ),
            ("RQ-08",),
        ),
        Stop(
            DESK,
            places.request,
            _(
                "A country asks for help with numbered good practices. You see it because its policy focal point "
                "endorsed it. The stages on top show what happened and who acts next."
            ),
            ("RQ-01",),
        ),
        Stop(
            DESK,
            partial(places.request, "readers"),
            _(
                "Everybody who could read this request today, by name and with the reason. The page cannot be wrong: "
                "it asks the same rule that opens the request."
            ),
            ("RQ-03",),
        ),
        Stop(
            DESK,
            partial(page, "engagements:list"),
            _("All requests, with the picture of how far they have come. You can filter, page and download the list."),
            ("RQ-40",),
        ),
        Stop(
            DESK,
            partial(page, "frameworks:provision", *FAMILY),
            _(
                "The good practice itself: what has been asked, planned, done and learnt about it, everywhere. This is "
                "the thread that Pulang exists for."
            ),
        ),
        Stop(
            DESK,
            partial(page, "engagements:record"),
            _(
                "What has been published about earlier engagements, with who said it, when and where. It looks "
                "different from the demonstration's invented data."
            ),
        ),
        Stop(
            DESK,
            partial(page, "access:mine"),
            _("What you may see here, and why: every role, every reason, and what each label means."),
            ("RQ-03", "RQ-22"),
        ),
    ),
)
OVERSIGHT = Tour(
    "inspector",
    _("An inspector"),
    _("Who did what and when, without a word of what they wrote."),
    (
        Stop(
            INSPECTOR,
            partial(page, "today"),
            _("An inspector has no work of others on this page: you come to look, and looking needs no content."),
            ("RQ-39",),
        ),
        Stop(
            INSPECTOR,
            partial(page, "audit:events"),
            _("Every action is one event. You read who, what, to what, where and when, in words."),
            ("RQ-22", "RQ-39"),
        ),
        Stop(
            INSPECTOR,
            partial(page, "audit:events", words="endorsed"),
            _("Search in your own language, by what happened, by name, by organisation or by number."),
            ("RQ-39",),
        ),
        Stop(
            INSPECTOR,
            partial(page, "audit:events", words="plan"),
            _("Follow an id to see everything that happened to one thing, in one list. It can be downloaded as it is."),
            ("RQ-01",),
        ),
        Stop(
            INSPECTOR,
            partial(page, "tours:altered"),
            _(
                "What if whoever owns the server changes the past? Here one event is altered, in a copy, and the real "
                "check is run over it."
            ),
            ("RQ-01", "RQ-27"),
        ),
        Stop(
            INSPECTOR,
            partial(page, "audit:anchor"),
            _(
                "Print this and keep it elsewhere: with the paper anybody can show later that nothing before it was "
                "altered, even if the whole database is exchanged."
            ),
            ("RQ-27",),
        ),
        Stop(
            INSPECTOR,
            partial(page, "access:roles"),
            _("All roles and what each lets somebody do, as this installation really decides it."),
            ("RQ-03",),
        ),
    ),
)
MISUSE = Tour(
    "misuse",
    _("A human-rights lawyer: try to misuse it"),
    _("As administrator, as another country and as inspector in turn. Most doors stay closed."),
    (
        Stop(
            LAWYER_ADMIN,
            places.request,
            _(
                "You are the system administrator now, and you peek at a country's request by its address. The answer "
                "is that of a page that does not exist: it does not even tell that there is something."
            ),
            ("RQ-03",),
            is_refused=True,
        ),
        Stop(
            LAWYER_ADMIN,
            places.plan,
            _("You try a prison's action plan. You keep the machine running; no page shows you content."),
            ("RQ-03", "RQ-27"),
            is_refused=True,
        ),
        Stop(
            LAWYER_ADMIN,
            partial(page, "audit:events"),
            _("You try the audit, to see who noticed. That is for inspectors; who administers does not also oversee."),
            ("RQ-39",),
            is_refused=True,
        ),
        Stop(
            OUTSIDER,
            places.request,
            _(
                "You are another country's focal point now. You see that there is a request and how far it is; its "
                "text is not yours."
            ),
            ("RQ-03",),
        ),
        Stop(
            OUTSIDER,
            places.request_as_pdf,
            _(
                "You ask for the same request as a PDF. Everything marked leaves through one gate, by whichever way, "
                "so there is no side door."
            ),
            ("RQ-27",),
            is_refused=True,
        ),
        Stop(
            INSPECTOR,
            partial(page, "audit:events"),
            _("You are the inspector now. You see that something was written, by whom and when, and not a word of it."),
            ("RQ-22", "RQ-39"),
        ),
        Stop(
            INSPECTOR,
            partial(page, "tours:altered"),
            _(
                "Last, somebody who owns the server rewrites one event. Here that is done in a copy, and the real "
                "check names the event."
            ),
            ("RQ-01", "RQ-27"),
        ),
    ),
)
TOURS = (SECRETARIAT, OVERSIGHT, MISUSE)
