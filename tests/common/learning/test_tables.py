"""Lists of people and paper answers as files: read into the form, told by row and column, kept by a second act."""

import csv
import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from openpyxl import Workbook, load_workbook
from tests.common.learning.conftest import Held
from tests.common.learning.test_results import both_tests, changes, running
from tests.worlds import World

from pulang.common.accounts.models import Contact
from pulang.common.learning import actions
from pulang.common.learning.models import Attempt, Enrolment, Way
from pulang.common.learning.queries import participants
from pulang.common.learning.rules import nominating
from pulang.common.learning.rules.answering.tables import Fault, Participant, read

FIXTURES = (changes, running)
AMINA, BAKARI, OTHER_BAKARI = (
    Participant(uuid4(), number, name)
    for number, name in (("N-1", "Amina Test"), ("", "Bakari Test"), ("", "Bakari Test"))
)


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("language", ["en", "fr", "ar", "id"])
def test_headings_are_read_in_every_language_and_any_order(language: str) -> None:
    with override(language):
        heads = [str(nominating.COLUMN_WORDS[column]) for column in ("position", "number", "name")]
    rows, problems = nominating.read("\t".join(heads) + "\nSergeant\t7\tAmina Test")
    assert not problems
    assert rows == [nominating.Row(2, "Amina Test", "7", "Sergeant")]


def test_a_list_without_headings_is_read_in_the_order_that_the_page_tells() -> None:
    rows, problems = nominating.read("Amina Test;7;Sergeant")
    assert (rows, problems) == ([nominating.Row(1, "Amina Test", "7", "Sergeant")], [])


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Name,Salary\nAmina Test,5", ["unknown-column"]),
        ("Name,Name\nAmina Test,Amina", ["double-column"]),
        ("Number,Name\n7,Amina Test", ["unknown-column"]),
        ("Name,Position\nAmina Test,7,8", ["too-many-cells"]),
        ("Service number,Name\n7", ["no-name"]),
    ],
)
def test_headings_that_are_not_known_are_told(text: str, faults: list[str]) -> None:
    _rows, problems = nominating.read(text)
    assert [each.fault.value for each in problems] == faults
    assert all(each.message for each in problems)


@pytest.mark.parametrize(
    ("row", "column", "fault"),
    [
        (",,A,B", "Service number", Fault.NO_PERSON),
        ("N-9,,A,B", "Service number", Fault.NOBODY),
        ("N-1,Somebody Else,A,B", "Name", Fault.OTHER_NAME),
        (",Bakari Test,A,B", "Name", Fault.SEVERAL),
        (",Nobody Here,A,B", "Name", Fault.NOBODY),
        ("N-1,,A,B,C", "", Fault.TOO_MANY_CELLS),
    ],
)
def test_a_row_of_answers_that_cannot_be_used_is_told_by_row_and_column(row: str, column: str, fault: Fault) -> None:
    found = read(f"Service number,Name,1,2\n{row}\n", 2, [AMINA, BAKARI, OTHER_BAKARI])
    assert [(each.row, each.column, each.fault) for each in found.problems] == [(2, column, fault)]
    assert found.problems[0].message
    assert not found.answers


def test_answers_are_read_whatever_the_order_of_columns_and_who_left_all_out_is_passed_over() -> None:
    text = "Question 2;Name;Question 1\nB;Amina Test;a c\n-;Bakari Test;\nA;Amina Test;A\n"
    found = read(text, 2, [AMINA, BAKARI])
    assert found.answers == {AMINA.key: ("a c", "B")}
    assert [(each.row, each.fault) for each in found.problems] == [(4, Fault.TWICE)]


@pytest.mark.parametrize(
    ("head", "faults"),
    [
        ("Name,1", [Fault.MISSING_COLUMN]),
        ("1,2", [Fault.MISSING_COLUMN]),
        ("Name,1,2,3", [Fault.UNKNOWN_COLUMN]),
        ("Name,1,2,2", [Fault.DOUBLE_COLUMN]),
    ],
)
def test_wrong_headings_leave_every_row_out(head: str, faults: list[Fault]) -> None:
    found = read(f"{head}\nAmina Test,A,B,C\n", 2, [AMINA])
    assert ([each.fault for each in found.problems], found.answers) == (faults, {})


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.django_db
def test_a_workbook_of_people_is_looked_at_and_then_nominated(world: World, held: Held) -> None:
    actions.open_nominations(by=world.viewer(held.planner), delivery=held.delivery)
    client = world.client(held.adder)
    address = f"/training/{held.delivery.pk}/nominate/list/"
    rows = ("Service number", "Name"), ("n7", "New One"), (None, None), ("n8", None), (8, "Officer 1")
    file = sent("people.xlsx", workbook(*rows))
    place = str(world.places["mto"].pk)
    page = client.post(address, {"organisation": place, "choice": "write", "file": file}).content.decode()
    assert not Enrolment.objects.exists(), "the rows of a file are looked at first"
    assert "n7\tNew One" in page, "its rows stand in the list, to be mended there"
    assert "Row 4" in page
    text = "Service number\tName\nn7\tNew One\n8\tOfficer 1"
    client.post(address, {"organisation": place, "choice": "write", "text": text})
    assert {each.contact.name for each in Enrolment.objects.select_related("contact")} == {"New One", "Officer 1"}


@pytest.mark.django_db
def test_what_is_no_table_is_refused_and_nothing_typed_is_lost(world: World, held: Held) -> None:
    actions.open_nominations(by=world.viewer(held.planner), delivery=held.delivery)
    client = world.client(held.adder)
    address = f"/training/{held.delivery.pk}/nominate/list/"
    asked = {"organisation": str(world.places["mto"].pk), "text": "Typed Before"}
    for name, content, words in (
        ("people.xlsx", b"Name\nNew One", "holds something else than its name says"),
        ("people.docx", b"PK\x03\x04", "is neither XLSX nor CSV"),
        ("people.csv", b"Name\n\xe9", "Some letters cannot be read"),
    ):
        page = client.post(address, {**asked, "file": sent(name, content)}).content.decode()
        assert words in page
        assert "Typed Before" in page
    nothing = client.post(address, {**asked, "text": ""}).content.decode()
    assert "Choose a file, or write one person in each line." in nothing


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["csv", "xlsx"])
def test_the_empty_table_is_in_the_readers_language_and_is_read_back(world: World, held: Held, way: str) -> None:
    actions.open_nominations(by=world.viewer(held.planner), delivery=held.delivery)
    client = world.client(held.adder)
    answer = client.get(f"/training/{held.delivery.pk}/nominate/list/table.{way}", headers={"accept-language": "fr"})
    content = answer.content
    if way == "xlsx":
        heads = [cell.value for cell in next(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows())]
    else:
        heads = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert [nominating.COLUMNS[place] for place in range(3)] == ["name", "number", "position"]
    _rows, problems = nominating.read(",".join(map(str, heads)) + "\nA,1,B")
    assert not problems
    assert len(heads) == 3


@pytest.mark.django_db
def test_paper_answers_from_a_file_are_read_into_the_lines_and_kept_by_a_second_act(
    world: World, running: Held
) -> None:
    before, _after = both_tests(running)
    client = world.client(running.trainer)
    address = f"/training/{running.delivery.pk}/tests/{before.slug}/sheets/"
    first, second, third = participants.accepted(running.delivery)
    Contact.objects.filter(pk=first.contact_id).update(service_number="n-1")
    rows = [
        ("Service number", "Name", 1, 2),
        ("N-1", None, "A", "listening"),
        (None, second.contact.name, "Z", "-"),
        ("n-77", "Nobody", "A", "A"),
    ]
    day = running.delivery.starts_on
    typed = {"taken_on_day": day.day, "taken_on_month": day.month, "taken_on_year": day.year, str(third.pk): "B -"}
    file = SimpleUploadedFile("answers.xlsx", workbook(*rows))
    page = client.post(address, {**typed, "choice": "read", "file": file}).content.decode()
    assert Attempt.objects.count() == 0
    assert 'value="A listening"' in page
    assert 'value="B -"' in page, "what was typed for others stays"
    assert "Question 1 has no such answer" in page, "a wrong answer stands in its line, with its reason"
    assert "Nobody with this number or name" in page
    assert 'name="from_file" value="yes"' in page
    lines = {str(first.pk): "A listening", str(second.pk): "B -"}
    client.post(address, {**typed, **lines, "choice": "keep", "from_file": "yes"})
    assert dict(Attempt.objects.values_list("enrolment", "right")) == {first.pk: 2, second.pk: 0, third.pk: 0}
    assert set(Attempt.objects.values_list("way", flat=True)) == {Way.FILE}


@pytest.mark.django_db
def test_a_table_with_other_headings_changes_no_line(world: World, running: Held) -> None:
    before, _after = both_tests(running)
    address = f"/training/{running.delivery.pk}/tests/{before.slug}/sheets/"
    client = world.client(running.trainer)
    for content, words in ((b"Name,1\nOfficer 1,A", "no such column"), (b"Name,1,2", "no row below"), (b"", "empty")):
        page = client.post(address, {"choice": "read", "file": SimpleUploadedFile("a.csv", content)}).content.decode()
        assert words in page
    assert client.get(f"{address}table.csv").content.decode("utf-8-sig").startswith("Service number,Name,1,2\r\n")
    assert Attempt.objects.count() == 0
