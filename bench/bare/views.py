"""JSON of the same rows. Nobody is kept out of anything: this is no part of the product and is served to nobody."""

import json

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponseForbidden, JsonResponse
from django.utils.crypto import constant_time_compare
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt

from pulang.foundation.search.find import hits
from pulang.kernel import clock

Answer = JsonResponse | HttpResponseForbidden
PAGE = 100


def health(request: HttpRequest) -> JsonResponse:
    return JsonResponse({})


def somebody(request: HttpRequest) -> Answer:
    """The row of a person, whoever asks."""
    return _account(get_user_model()._default_manager.get(pk=request.GET["id"]))


def as_django_does(request: HttpRequest) -> Answer:
    """The smallest authenticated call with session and account as Django itself reads them, without our queries."""
    session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    user = ModelBackend().get_user(session.get(SESSION_KEY))  # type: ignore[arg-type]
    if user is None or not constant_time_compare(session[HASH_SESSION_KEY], user.get_session_auth_hash()):
        return HttpResponseForbidden()
    return _account(user)


def me(request: HttpRequest) -> Answer:
    """The smallest authenticated call: Django's middleware, with the product's quick way to session and account."""
    return _account(request.user) if request.user.is_authenticated else HttpResponseForbidden()


def _account(user: AbstractBaseUser) -> JsonResponse:
    return JsonResponse({"id": str(user.pk), "name": user.get_username()})


def listing(request: HttpRequest) -> Answer:
    """A hundred rows by key with the exact number of all."""
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    return JsonResponse(_requests(request) if settings.PULANG_PLANE == "forum" else _facilities(request))


def _requests(request: HttpRequest) -> dict[str, object]:
    from pulang.forum.engagements.models import EngagementRequest

    rows = EngagementRequest.objects.select_related("country").order_by("-changed_at", "-id")
    count = rows.count()
    if after := request.GET.get("after"):
        at, _, key = after.rpartition(" ")
        moment = parse_datetime(at)
        rows = rows.filter(Q(changed_at__lte=moment) & (Q(changed_at__lt=moment) | Q(id__lt=key)))
    found = [(row.pk, row.title, row.country.name, row.changed_at) for row in rows[:PAGE]]
    return {"count": count, "rows": found, "after": f"{found[-1][3].isoformat()} {found[-1][0]}"}


def _facilities(request: HttpRequest) -> dict[str, object]:
    from pulang.common.facilities.models import Facility

    rows = Facility.objects.select_related("organisation__parent").order_by("sort_key", "organisation")
    found = [
        (row.organisation.key, row.organisation.name, row.organisation.parent.name, row.capacity, row.population)
        for row in rows[:PAGE]
        if row.organisation.parent
    ]
    return {"count": rows.count(), "rows": found}


def search(request: HttpRequest) -> Answer:
    """The best fifty passages."""
    from pulang.common.frameworks.models import Provision

    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    found = hits("provision", request.GET.get("q", ""), Provision.objects.values("pk"), 50)
    return JsonResponse({"rows": [(hit.title, hit.passage) for hit in found]})


@csrf_exempt
@transaction.atomic
def make(request: HttpRequest) -> Answer:
    """A request with three provisions and its marking, and nothing else."""
    from pulang.common.marking.models import Marking
    from pulang.forum.bodies.models import Body
    from pulang.forum.engagements.models import EngagementRequest, RequestProvision

    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    sent, now = json.loads(request.body), clock.now()
    from pulang.common.accounts.models import Organisation

    host = Organisation.objects.get(key=sent["host"])
    row = EngagementRequest.objects.create(
        body=Body.objects.get(), host=host, country_id=host.country_id, language="en", title=sent["title"], made_at=now,
        made_by_id=request.user.pk, changed_at=now, marking=Marking.objects.create(label="TLP:AMBER"),
    )  # fmt: skip
    RequestProvision.objects.bulk_create(
        RequestProvision(request=row, provision_id=provision) for provision in sent["provisions"]
    )
    return JsonResponse({"id": str(row.pk)}, status=201)
