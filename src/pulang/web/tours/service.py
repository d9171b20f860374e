"""Tours of a service plane."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from pulang.web.tours import places
from pulang.web.tours.places import page
from pulang.web.tours.tour import Stop, Tour

TRAINING, OFFICER = "amina", "neema"

ACADEMY = Tour(
    "training",
    _("A training officer of an academy"),
    _("From the register of facilities and a course to the plans that officers took home."),
    (
        Stop(
            TRAINING,
            partial(page, "today"),
            _("What needs you now, what is due this week, what you wait for. Each line says why it is there."),
            ("RQ-08",),
        ),
        Stop(
            TRAINING,
            partial(page, "facilities:list"),
            _("Your prisons, with capacity, population and staff. Names are found in Arabic and Latin letters alike."),
            ("RQ-40",),
        ),
        Stop(
            TRAINING,
            places.run_sheet,
            _(
                "A session of the foundation course as whoever teaches it needs it. Say that you are late, and it says "
                "what to shorten. A human-rights reader signed every word of it."
            ),
            ("RQ-13",),
        ),
        Stop(
            TRAINING,
            partial(page, "facilities:import"),
            _(
                "Figures come from a spreadsheet. A wrong row is named with its line and column, and you choose: the "
                "good rows, or nothing."
            ),
            ("RQ-40",),
        ),
        Stop(
            TRAINING,
            partial(page, "followup:list"),
            _("What officers do after a training, in their own prison. Here one sees whether the training helped."),
        ),
        Stop(
            TRAINING,
            places.paper_plan,
            _("A plan that was written on paper and typed in, in its own language. It names no person in custody."),
            ("RQ-25", "RQ-40"),
        ),
        Stop(
            TRAINING,
            partial(places.paper_plan, "paper"),
            _("The same plan as one page to print, for a prison without a machine or a line."),
            ("RQ-40",),
        ),
    ),
)
PRISON_OFFICER = Tour(
    "officer",
    _("A prison officer"),
    _("One's own plan, on a shared machine, and what others see of it."),
    (
        Stop(
            OFFICER,
            partial(page, "today"),
            _("Your own work and nothing else. There is no list of people to watch here, and there never will be."),
            ("RQ-08", "RQ-42"),
        ),
        Stop(
            OFFICER,
            partial(page, "followup:list"),
            _("The plans that you wrote or that belong to you. Others' plans are not on your list."),
            ("RQ-03",),
        ),
        Stop(
            OFFICER,
            partial(page, "followup:blank"),
            _("No time at the machine? Print this, fill it in by hand, and somebody types it in later."),
            ("RQ-40",),
        ),
        Stop(
            OFFICER,
            partial(page, "frameworks:provision", "rome-memorandum", "prison-officers"),
            _("The good practice behind your plan, in your language, and what was done about it."),
        ),
        Stop(
            OFFICER,
            partial(page, "facilities:list"),
            _("The figures of your own prison. Those of other prisons are not yours to see."),
            ("RQ-03",),
        ),
        Stop(
            OFFICER,
            partial(page, "signing:account"),
            _("Your sessions: on a shared machine you see whether one was left open, and end it from here."),
            ("RQ-27",),
        ),
        Stop(
            OFFICER,
            partial(page, "access:mine"),
            _("What you may see here, and why. Ask your access manager when something is missing or too much."),
            ("RQ-03",),
        ),
    ),
)
TOURS = (ACADEMY, PRISON_OFFICER)
