"""Importing figures: nothing before it is wanted, good rows or nothing, nothing twice, nothing out of reach."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from tests.worlds import World

from pulang.common.accounts.actions import change_organisation
from pulang.common.accounts.models import Organisation, OrganisationLink
from pulang.common.facilities import queries
from pulang.common.facilities.actions import ImportReport, forget_upload, import_facilities, keep_upload
from pulang.common.facilities.models import Facility, FacilityCount, FacilityImport, FacilityUpload, Grade
from pulang.common.facilities.rules import Fault, ForWhom
from pulang.foundation.events.append import opened
from pulang.foundation.events.models import Event
from pulang.foundation.search.find import matches
from pulang.kernel import clock

HEAD = "key,name,under,for whom,date,capacity,population,officer women,officer men,officer posts"
MTO = "mto,,,men,2026-09-01,600,718,41,139,200"
ZIWA = "ziwa,Ziwa,coast,men,2026-09-01,450,498,17,93,"
NEW = "bandari,Bandari Prison,coast,mixed,2026-09-01,820,1104,20,152,170"
BAD = "wadi-mpya,New,nowhere,men,2026-09-01,1,1,,,"


def table(*rows: str, head: str = HEAD) -> str:
    return "\n".join([head, *rows])


def bring(world: World, *rows: str, who: str = "training", write: bool = True, good: bool = False) -> ImportReport:
    return import_facilities(by=world.viewer(who), text=table(*rows), write=write, good_rows_only=good)


def figures(key: str) -> tuple[int, int, date]:
    row = Facility.objects.get(organisation__key=key)
    return row.capacity, row.population, row.counted_on


def test_a_dry_run_tells_everything_and_writes_nothing(world: World) -> None:
    events = Event.objects.count()
    report = bring(world, MTO, NEW, BAD, write=False)
    assert (report.created, [found.fault for found in report.problems]) == (("mto", "bandari"), [Fault.PLACE_UNKNOWN])
    assert [grade.key for grade in report.new_grades] == ["officer"]
    assert not report.written
    assert not Facility.objects.exists()
    assert not Organisation.objects.filter(key="bandari").exists()
    assert Event.objects.count() == events


def test_with_one_problem_nothing_is_written_unless_good_rows_are_wanted(world: World) -> None:
    assert not bring(world, MTO, BAD).written
    assert not Facility.objects.exists()
    report = bring(world, MTO, BAD, good=True)
    assert (report.written, report.created) == (True, ("mto",))
    assert figures("mto") == (600, 718, date(2026, 9, 1))
    imported = FacilityImport.objects.get(pk=report.import_id)
    assert [left["row"] for left in imported.left_out] == [3]


def test_a_file_with_wrong_headings_is_never_written(world: World) -> None:
    text = table(MTO, head=HEAD.replace("capacity", "places"))
    report = import_facilities(by=world.viewer("training"), text=text, write=True, good_rows_only=True)
    assert (report.written, report.is_table) == (False, False)
    assert not Facility.objects.exists()


def test_a_facility_that_the_directory_lacks_is_made_under_its_region(world: World) -> None:
    bring(world, NEW)
    row = Organisation.objects.get(key="bandari")
    assert (row.kind, row.parent, row.country) == ("facility", world.places["coast"], world.places["kilima"])
    above = OrganisationLink.objects.filter(descendant=row).order_by("depth").values_list("ancestor__key", "depth")
    assert list(above) == [("bandari", 0), ("coast", 1), ("kilima-corrections", 2), ("kilima", 3)]
    assert row.pk in set(matches("organisation", "bandari prison").values_list("object_id", flat=True))


def test_importing_the_same_file_again_changes_nothing_and_says_nothing(world: World) -> None:
    bring(world, MTO, NEW, ZIWA)
    events, counts = Event.objects.count(), FacilityCount.objects.count()
    again = bring(world, MTO, NEW, ZIWA)
    assert (again.created, again.changed, again.unchanged) == ((), (), ("mto", "bandari", "ziwa"))
    assert (again.written, again.import_id) == (True, None)
    assert (Event.objects.count(), FacilityCount.objects.count()) == (events, counts)
    assert FacilityImport.objects.count() == 1


def test_a_correction_keeps_what_was_said_before(world: World) -> None:
    bring(world, MTO)
    report = bring(world, MTO.replace("718", "728"))
    assert report.changed == ("mto",)
    lines = queries.counts(Facility.objects.get())
    assert [(line.count.population, line.stands, line.staff) for line in lines] == [(728, True, 180), (718, False, 180)]
    assert figures("mto")[1] == 728


def test_an_earlier_day_is_kept_without_becoming_the_latest(world: World) -> None:
    bring(world, MTO)
    bring(world, "mto,,,,2026-03-01,600,650,,,")
    assert figures("mto") == (600, 718, date(2026, 9, 1))
    strength = queries.strength(Facility.objects.get())
    assert strength is not None
    assert strength.counted_on == date(2026, 9, 1)


def test_staff_stays_that_of_the_day_on_which_it_was_counted(world: World) -> None:
    bring(world, MTO)
    bring(world, "mto,,,,2026-10-01,600,730,,,")
    strength = queries.strength(Facility.objects.get())
    assert strength is not None
    assert (strength.counted_on, strength.table.total.in_post) == (date(2026, 9, 1), 180)


def test_own_grades_come_after_the_common_ones_in_the_order_of_the_file(world: World) -> None:
    head = HEAD + ",Wing leader women,Wing leader men,Cook women,Cook men,governor women,governor men"
    text = table(MTO + ",1,2,3,4,0,1", head=head)
    import_facilities(by=world.viewer("training"), text=text, write=True, good_rows_only=False)
    assert list(Grade.objects.order_by("position").values_list("key", flat=True)) == [
        "governor", "officer", "wing leader", "cook",
    ]  # fmt: skip
    strength = queries.strength(Facility.objects.get())
    assert strength is not None
    assert [row.grade for row in strength.table.rows] == ["governor", "officer", "wing leader", "cook"]


def test_a_renamed_facility_takes_its_new_place_in_the_list(world: World) -> None:
    bring(world, MTO, ZIWA)
    change_organisation(by=world.viewer("admin"), organisation=world.places["mto"], name="Zulu", weekend="sat,sun")
    ordered = queries.facilities(world.viewer("training")).order_by("sort_key", "pk")
    assert [row.organisation.name for row in ordered] == ["Ziwa", "Zulu"]


def test_whom_a_facility_is_for_can_change_without_new_figures(world: World) -> None:
    bring(world, MTO)
    assert bring(world, MTO.replace(",men,", ",mixed,")).changed == ("mto",)
    assert Facility.objects.get().for_whom == ForWhom.MIXED
    assert FacilityCount.objects.count() == 1


def test_one_event_tells_of_the_import_and_one_of_each_facility(world: World) -> None:
    before = Event.objects.count()
    bring(world, MTO, NEW)
    told = Event.objects.filter(position__gt=before).order_by("position")
    assert [event.verb for event in told] == [
        "organisation.made", "facility.counted", "facility.counted", "facilities.imported",
    ]  # fmt: skip
    assert {event.actor_id for event in told} == {world.people["training"].pk}
    values = opened(told[3])
    assert values == {"after": {"created": ["mto", "bandari"], "changed": [], "left_out": 0}}


@pytest.mark.parametrize("who", ["governor", "officer", "stranger", "admin", "inspector"])
def test_whoever_does_not_keep_the_register_imports_nothing(world: World, who: str) -> None:
    with pytest.raises(Http404):
        bring(world, MTO, who=who)
    assert not Facility.objects.exists()


def test_rows_outside_the_importers_reach_are_problems(world: World) -> None:
    from pulang.web.demo import building

    world.people["lakes"] = building.person("lakes", "Lakes", world.places["ziwa"], "training-officer")
    report = bring(world, MTO, NEW, ZIWA, who="lakes", good=True)
    assert [(found.row, found.fault) for found in report.problems] == [(2, Fault.KEY_TAKEN), (3, Fault.PLACE_UNKNOWN)]
    assert report.created == ("ziwa",)


def test_a_key_of_another_kind_of_organisation_is_not_a_facility(world: World) -> None:
    report = bring(world, "coast,Coast,kilima-corrections,men,2026-09-01,1,1,,,", write=False)
    assert [found.fault for found in report.problems] == [Fault.KEY_TAKEN]


def test_a_thousand_rows_cost_hardly_more_queries_than_ten(world: World) -> None:
    def rows(number: int, start: int) -> list[str]:
        return [NEW.replace("bandari", f"new-{n}") for n in range(start, start + number)]

    with CaptureQueriesContext(connection) as few:
        assert len(bring(world, *rows(10, 0)).created) == 10
    with CaptureQueriesContext(connection) as many:
        assert len(bring(world, *rows(1000, 100)).created) == 1000
    assert len(many) - len(few) < 100
    with CaptureQueriesContext(connection) as again:
        assert len(bring(world, *rows(1000, 100)).unchanged) == 1000
    assert len(again) < 40


def test_a_file_waits_under_seal_for_its_sender_alone(world: World) -> None:
    upload = keep_upload(by=world.viewer("training"), name="table.csv", text=table(MTO))
    row = FacilityUpload.objects.get()
    assert row.text.open(row) == table(MTO)
    assert b"Prison" not in bytes(row.text.envelope or b"")
    assert queries.uploads(world.viewer("training")).get() == upload
    assert not queries.uploads(world.viewer("governor")).exists()


def test_a_file_goes_when_it_was_decided_replaced_or_a_day_old(world: World) -> None:
    by = world.viewer("training")
    with clock.at(clock.now() - timedelta(days=1, seconds=1)):
        keep_upload(by=by, name="old.csv", text="x")
    assert not queries.uploads(by).exists()
    keep_upload(by=by, name="one.csv", text="x")
    upload = keep_upload(by=by, name="two.csv", text="x")
    assert FacilityUpload.objects.get() == upload
    forget_upload(by=by, upload=upload)
    assert not FacilityUpload.objects.exists()


@pytest.mark.parametrize(
    "write",
    [
        lambda row, count: Facility.objects.filter(pk=row.pk).update(for_whom="boys"),
        lambda row, count: FacilityCount.objects.filter(pk=count.pk).update(population=-1),
        lambda row, count: count.staff.update(women=-1),
        lambda row, count: FacilityCount.objects.create(
            facility=row, counted_on=count.counted_on, capacity=1, population=1, source=count.source
        ),
        lambda row, count: FacilityImport.objects.create(made_at=row.made_at),
        lambda row, count: Grade.objects.create(key="", name="x", position=1),
    ],
)
def test_the_database_itself_refuses_what_cannot_be(world: World, write: object) -> None:
    bring(world, MTO)
    with pytest.raises(IntegrityError), transaction.atomic():
        write(Facility.objects.get(), FacilityCount.objects.get())  # type: ignore[operator]
