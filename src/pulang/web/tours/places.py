"""Where the stops lead: addresses of things of the demonstration, looked up when they are needed."""

from django.urls import reverse

from pulang.common.followup.models import ActionPlan

HOST = "kilima-mto"


def page(name: str, *args: object, **query: str) -> str:
    """A page that needs no looking up."""
    words = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(name, args=args) + (f"?{words}" if words else "")


def request(page_name: str = "detail") -> str:
    """The request of Kilima that waits for the working group, or its newest."""
    from pulang.forum.engagements.models import EngagementRequest

    asked = EngagementRequest._default_manager.filter(country__key="kilima", first_endorsed_at__isnull=False)
    waiting = asked.filter(given__isnull=True, withdrawn_at__isnull=True).order_by("-made_at").first()
    row = waiting or asked.latest("made_at")
    return reverse(f"engagements:{page_name}", kwargs={"pk": row.pk})


def request_as_pdf() -> str:
    """The same request as a document."""
    pk = request().rstrip("/").rpartition("/")[2]
    return f"{reverse('files:download', args=['engagement-request', 'pdf'])}?id={pk}"


def plan(page_name: str = "detail") -> str:
    """The newest action plan of the prison that the demonstration follows."""
    row = ActionPlan.objects.filter(host__key=HOST).latest("made_at")
    return reverse(f"followup:{page_name}", kwargs={"pk": row.pk})


def paper_plan(page_name: str = "detail") -> str:
    """A plan that was written by hand and typed in."""
    row = ActionPlan.objects.filter(written_on_paper_on__isnull=False).latest("made_at")
    return reverse(f"followup:{page_name}", kwargs={"pk": row.pk})


def run_sheet() -> str:
    """A session about reporting fairly, of the latest version of the foundation course."""
    from pulang.common.learning.models import CourseVersion

    course = "prison-officer-foundation"
    released = CourseVersion._default_manager.filter(course__key=course, released_at__isnull=False)
    number = released.latest("released_at").number
    return reverse("learning:run-sheet", args=[course, number, "noticing-fairly", "whether-to-report"])
