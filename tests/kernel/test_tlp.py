import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.kernel.tlp import Label, Marking, Unmarked, join

audiences = st.none() | st.frozensets(st.sampled_from(["nordhav", "sungai", "kilima", "qasr"]))
markings = st.builds(Marking, st.sampled_from(Label), audiences)


def test_the_labels_are_the_protocols_own_words_lowest_first() -> None:
    assert [label.value for label in sorted(Label)] == [
        "TLP:CLEAR",
        "TLP:GREEN",
        "TLP:AMBER",
        "TLP:AMBER+STRICT",
        "TLP:RED",
    ]


def of(label: Label, *audience: str) -> Marking:
    return Marking(label, frozenset(audience) if audience else None)


@pytest.mark.parametrize(
    ("parts", "joined"),
    [
        ([of(Label.GREEN)], of(Label.GREEN)),
        ([of(Label.CLEAR), of(Label.AMBER, "kilima")], of(Label.AMBER, "kilima")),
        (
            [of(Label.AMBER, "kilima", "qasr"), of(Label.AMBER_STRICT, "kilima")],
            of(Label.AMBER_STRICT, "kilima"),
        ),
        ([of(Label.RED, "kilima"), of(Label.RED, "qasr")], Marking(Label.RED, frozenset())),
    ],
)
def test_joining_takes_the_highest_label_and_who_is_in_every_audience(parts: list[Marking], joined: Marking) -> None:
    assert join(parts) == joined


@given(markings, markings, markings)
def test_joining_is_associative(a: Marking, b: Marking, c: Marking) -> None:
    assert join([join([a, b]), c]) == join([a, join([b, c])]) == join([a, b, c])


@given(markings, markings)
def test_joining_is_commutative(a: Marking, b: Marking) -> None:
    assert join([a, b]) == join([b, a])


@given(markings)
def test_joining_a_thing_with_itself_changes_nothing(a: Marking) -> None:
    assert join([a, a]) == a


@given(st.lists(markings, min_size=1))
def test_joining_never_lowers(parts: list[Marking]) -> None:
    joined = join(parts)
    for part in parts:
        assert joined.label >= part.label
        assert part.audience is None or (joined.audience is not None and joined.audience <= part.audience)
        assert joined.covers(part)


@pytest.mark.parametrize("parts", [[], [None], [Marking(Label.CLEAR), None]])
def test_nothing_unmarked_can_be_joined(parts: list[Marking | None]) -> None:
    with pytest.raises(Unmarked):
        join(parts)


def test_a_lower_label_or_a_wider_audience_does_not_cover() -> None:
    strict = of(Label.AMBER, "kilima")
    assert not of(Label.GREEN, "kilima").covers(strict)
    assert not of(Label.RED).covers(strict)
    assert not of(Label.RED, "kilima", "qasr").covers(strict)
