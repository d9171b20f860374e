"""A staff roll, and a personnel list that waits, made through the real actions."""

from datetime import timedelta

from tests.worlds import World

from pulang.kernel import clock

HEAD = "number,name,facility,grade,sex"


def list_of(size: int, *more: str) -> str:
    """A list of so many officers, in turn at two prisons, with more rows."""
    places, grades, sexes = ("mto", "ziwa"), ("officer", "senior", "officer"), ("woman", "man", "man")
    rows = (f"S{one},Listed {one},{places[one % 2]},{grades[one % 3]},{sexes[one % 3]}" for one in range(size))
    return "\n".join([HEAD, *rows, *more])


def staff(world: World) -> None:
    """Five officers more than before, one of them moved; and a list that waits, by which one joined and one left."""
    from pulang.common.facilities.actions import keep_staff_upload, take_list
    from pulang.common.facilities.models import Officer

    by, size, today = world.viewer("training"), Officer.objects.count() + 5, clock.today()
    for days, last in ((60, "ziwa"), (30, "mto")):
        report = take_list(
            by=by,
            text=list_of(size - 1, f"S{size - 1},Listed {size - 1},{last},officer,woman"),
            listed_on=today - timedelta(days=0 if size > 5 else days),
            decisions={},
            write=True,
            good_rows_only=False,
        )
        assert report.written, report.difference.problems
    waiting = list_of(size - 1, f"S{size},Listed {size},mto,officer,woman")
    keep_staff_upload(by=by, name="staff.csv", text=waiting, listed_on=today)
