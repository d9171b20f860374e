"""The gate: label and audience decide what leaves, whoever asks and whichever way it goes."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import World

from pulang.common.marking.actions import mark, narrow, widen
from pulang.common.marking.models import Marking
from pulang.common.marking.queries import Carried, ceiling_of, let_out, let_out_one, marked, standing, watched
from pulang.common.marking.rules import Ceiling, office_key, organisation_key, person_key
from pulang.foundation.events.models import Event
from pulang.foundation.policy.exits import CSV, EXITS, PAGE, PDF, Exit
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import tlp
from pulang.kernel.tlp import Label

PLACES = [UUID(int=number) for number in range(4)]
OFFICES = ["co-chair", "secretariat"]
PEOPLE = [UUID(int=100 + number) for number in range(3)]
keys = st.frozensets(
    st.sampled_from(
        [organisation_key(pk) for pk in PLACES]
        + [office_key(role) for role in OFFICES]
        + [person_key(p) for p in PEOPLE]
    ),
    max_size=4,
)
UNLISTED = [Label.CLEAR, Label.GREEN]
LISTED = [Label.AMBER, Label.AMBER_STRICT, Label.RED]
markings = st.builds(tlp.Marking, st.sampled_from(UNLISTED), st.none() | keys) | st.builds(
    tlp.Marking, st.sampled_from(LISTED), keys
)
ceilings = st.builds(Ceiling, keys, st.booleans())


def allowed(label: Label, audience: frozenset[str] | None, keys: frozenset[str], member: bool) -> bool:
    """The protocol's table, written out."""
    mine = sorted(key for key in audience or () if key in keys)
    table = {
        "TLP:CLEAR": True,
        "TLP:GREEN": member,
        "TLP:AMBER": member and mine != [],
        "TLP:AMBER+STRICT": member and mine != [],
        "TLP:RED": member and any(key.split(":")[0] == "person" for key in mine),
    }
    return table[label.value] and (audience is None or mine != [])


@given(ceiling=ceilings, marking=markings)
def test_a_ceiling_follows_the_protocol(ceiling: Ceiling, marking: tlp.Marking) -> None:
    assert ceiling.reaches(marking) == allowed(marking.label, marking.audience, ceiling.keys, ceiling.member)


@given(ceiling=ceilings, marking=markings, other=markings)
def test_whoever_may_have_the_joined_thing_may_have_each_part(
    ceiling: Ceiling, marking: tlp.Marking, other: tlp.Marking
) -> None:
    if ceiling.reaches(tlp.join([marking, other])):
        assert ceiling.reaches(marking)
        assert ceiling.reaches(other)


def test_what_is_unmarked_leaves_for_nobody() -> None:
    assert not Ceiling(frozenset({organisation_key(PLACES[0])}), member=True).reaches(None)


@pytest.mark.django_db
class TestLettingOut:
    def carried(self, *markings: tlp.Marking | None, thing: str = "thing") -> Carried[str]:
        return Carried(thing, markings)

    def test_a_thing_carries_the_markings_of_its_parts(self, world: World) -> None:
        viewer = world.viewer("inspector")
        clear, mine = tlp.Marking(Label.CLEAR), standing(Label.AMBER, viewer.grants[0].organisation_id)
        others = standing(Label.AMBER, world.places["nordhav"].pk)
        assert let_out(viewer, PDF, [self.carried(clear, mine)]).label is Label.AMBER
        assert let_out(viewer, PDF, [self.carried(clear, mine, others)]).things == ()

    def test_what_may_not_leave_is_left_out_without_a_word(self, world: World) -> None:
        viewer = world.viewer("inspector")
        passed = let_out(
            viewer,
            CSV,
            [
                self.carried(tlp.Marking(Label.CLEAR), thing="open"),
                self.carried(None, thing="unmarked"),
                self.carried(thing="nothing said"),
                self.carried(standing(Label.AMBER, uuid4()), thing="for others"),
                self.carried(tlp.Marking(Label.RED), thing="for nobody"),
            ],
        )
        assert (passed.things, passed.label) == (("open",), Label.CLEAR)

    def test_one_thing_is_let_out_or_not_found(self, world: World) -> None:
        viewer = world.viewer("inspector")
        assert let_out_one(viewer, PAGE, self.carried(tlp.Marking(Label.GREEN))) == "thing"
        with pytest.raises(Http404):
            let_out_one(viewer, PAGE, self.carried(tlp.Marking(Label.RED)))

    def test_a_stranger_gets_only_what_is_clear(self, world: World) -> None:
        things = [self.carried(tlp.Marking(label), thing=label.value) for label in Label]
        assert let_out(world.viewer("stranger"), PAGE, things).things == ("TLP:CLEAR",)
        assert let_out(Viewer(), PAGE, things).things == ("TLP:CLEAR",)

    def test_a_way_out_that_is_not_declared_is_closed(self, world: World) -> None:
        with pytest.raises(LookupError, match="leak"):
            let_out(world.viewer("inspector"), Exit("leak", EXITS["page"].title), [])

    def test_an_organisation_stands_for_everything_below_it(self, world: World) -> None:
        below = next(who for who in ("host", "officer") if who in world.people)
        keys = ceiling_of(world.viewer(below)).keys
        for place in ("mto", "coast", "kilima-corrections", "kilima"):
            assert organisation_key(world.places[place].pk) in keys
        assert organisation_key(world.places["ziwa"].pk) not in keys

    def test_what_one_has_by_name_or_office_needs_no_query_and_the_rest_one(self, world: World) -> None:
        viewer = world.viewer("inspector")
        own = tlp.Marking(Label.RED, frozenset({person_key(world.people["inspector"].pk)}))
        office = tlp.Marking(Label.AMBER, frozenset({office_key(viewer.grants[0].role)}))
        place = standing(Label.AMBER, viewer.grants[0].organisation_id)
        for markings, cost in (((own, office), 0), ((own, place), 1), ((own, standing(Label.AMBER, uuid4())), 1)):
            with CaptureQueriesContext(connection) as queries:
                passed = let_out(viewer, PAGE, [self.carried(*markings), self.carried(own, thing="mine")])
            assert len(queries) == cost
            reached = all(ceiling_of(viewer).reaches(marking) for marking in markings)
            assert passed.things == (("thing", "mine") if reached else ("mine",))

    def test_widening_and_narrowing_are_in_the_audit(self, world: World) -> None:
        marking = mark(Label.AMBER, [world.places["kilima"].pk])
        by, person = world.viewer("inspector"), world.people["inspector"].pk
        owner = world.places["kilima"].pk
        before = ceiling_of(by).reaches(_of(marking))
        widen(by=by, marking=marking, owner_id=owner, people=[person], offices=["co-chair"], reason="Asked.")
        assert person_key(person) in (_of(marking).audience or ())
        narrow(by=by, marking=marking, owner_id=owner, person=person)
        assert ceiling_of(by).reaches(_of(marking)) == before
        assert list(Event.objects.order_by("-position").values_list("verb", flat=True)[:2]) == [
            "marking.narrowed", "marking.widened",
        ]  # fmt: skip

    def test_a_watcher_sees_what_passes(self, world: World) -> None:
        with watched() as seen:
            let_out(world.viewer("inspector"), PAGE, [self.carried(tlp.Marking(Label.CLEAR)), self.carried(None)])
        assert seen == ["thing"]


def _of(marking: Marking) -> tlp.Marking:
    class Row:
        pk, marking_id = 1, marking.pk

    Row.marking = Marking.objects.get(pk=marking.pk)  # type: ignore[attr-defined]
    return marked(Row())
