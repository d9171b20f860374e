"""A table of facilities with good and bad rows: checked first, told by row and column, its good rows written."""

from pathlib import Path

import pytest
from tests.journeys.conftest import Visit, Visitor

HEAD = "key,name,under,for whom,date,capacity,population,officer women,officer men"
GOOD = "kilima-mto,,,,2026-11-{day},610,{population},28,143"
NEW = "kilima-{key},{name},kilima-lakes,men,2026-11-{day},200,150,3,40"
UNKNOWN_PLACE = "kilima-mpya,Mpya Prison,nowhere,men,2026-11-{day},100,90,1,20"
NO_NUMBER = "kilima-ziwa,,,,2026-11-{day},450,many,19,97"
DAY_THAT_IS_NONE = "kilima-maji,,,,2026-11-31,520,700,19,97"


def table(folder: Path, *rows: str) -> Path:
    path = folder / "facilities.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return path


def chosen(visitor: Visitor, path: Path) -> None:
    """The way from the list to the check of the file."""
    visitor.open("/facilities/")
    visitor.follow(to="/facilities/import/")
    visitor.page.set_input_files("main [name=file]", path)
    visitor.send()
    visitor.page.wait_for_url("**/facilities/import/check/")


def problems(visitor: Visitor) -> list[list[str]]:
    """The table of problems: row, column, what is wrong."""
    rows = visitor.page.locator("[aria-labelledby=problems-caption] tbody tr").all()
    return [row.locator("th, td").all_inner_texts() for row in rows]


def pressed(visitor: Visitor, choice: str) -> None:
    visitor.page.click(f"main button[name=choice][value={choice}]")
    visitor.page.wait_for_load_state()


@pytest.mark.parametrize(("language", "width", "day"), [("en", 1280, "02"), ("ar", 390, "03")])
def test_bad_rows_are_told_and_the_good_ones_are_written(
    visit: Visit, tmp_path: Path, language: str, width: int, day: str
) -> None:
    keeper = visit("amina", plane="service", language=language, width=width)
    population = f"7{day}"
    good = GOOD.format(day=day, population=population)
    new = NEW.format(key=f"new-{language}", name=f"New {language}", day=day)
    bad = [line.format(day=day) for line in (UNKNOWN_PLACE, NO_NUMBER, DAY_THAT_IS_NONE)]
    chosen(keeper, table(tmp_path, good, *bad, new))
    told = problems(keeper)
    assert [(digits(row), column) for row, column, _wrong in told] == [
        ("3", "under"),
        ("4", "population"),
        ("5", "date"),
    ]
    assert all(wrong.strip() for _row, _column, wrong in told)
    assert keeper.page.locator("button[value=write]").count() == 0
    dry = visit("amina", plane="service")
    dry.open("/facilities/kilima-mto/")
    assert not dry.says(population)
    pressed(keeper, "good-rows")
    assert "/facilities/import/done/" in keeper.page.url
    assert len(problems(keeper)) == 3
    dry.open("/facilities/kilima-mto/")
    assert dry.says(population)
    dry.open("/facilities/?q=New " + language)
    assert dry.page.locator("main table tbody tr").count() == 1
    dry.open("/facilities/?q=Mpya")
    assert dry.page.locator("main table tbody tr").count() == 0


def test_a_file_can_be_looked_at_and_left(visit: Visit, tmp_path: Path) -> None:
    keeper = visit("amina", plane="service")
    chosen(keeper, table(tmp_path, GOOD.format(day="04", population="999")))
    assert keeper.page.locator("button[value=write]").is_visible()
    pressed(keeper, "nothing")
    keeper.open("/facilities/kilima-mto/")
    assert not keeper.says("999")


def digits(text: str) -> str:
    """The number in a text, in whichever digits it is written."""
    return str(int("".join(character for character in text if character.isdigit())))
