"""Zips that hide something are refused; profiling is flagged; late sessions are shortened fairly."""

import io
import stat
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulang.common.learning.rules.course import Block
from pulang.common.learning.rules.flags import is_flagged
from pulang.common.learning.rules.packs.archives import (
    LARGEST_FILE,
    LARGEST_PACK,
    MOST_FILES,
    Refused,
    pack,
    refused,
    unpack,
)
from pulang.common.learning.rules.timing import shortened


def archive(*entries: tuple[str, bytes], mode: int = stat.S_IFREG) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            info = zipfile.ZipInfo(name)
            info.external_attr = (mode | 0o644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, content)
    return written.getvalue()


@pytest.mark.parametrize(
    "name", ["../course.yaml", "/course.yaml", "a/../../b.md", "..\\x.md", "C:/x.md", "modules/../../x.yaml"]
)
def test_names_that_lead_out_are_refused(name: str) -> None:
    with pytest.raises(Refused):
        unpack(archive((name, b"x"), ("course.yaml", b"x")))


def test_a_link_in_a_zip_is_refused() -> None:
    with pytest.raises(Refused):
        unpack(archive(("course.yaml", b"/etc/passwd"), mode=stat.S_IFLNK))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Refused):
        unpack(archive(("en.md", b"\0" * (LARGEST_FILE + 1))))
    whole = [(f"m/{number}.md", b"\0" * LARGEST_FILE) for number in range(LARGEST_PACK // LARGEST_FILE + 1)]
    with pytest.raises(Refused):
        unpack(archive(*whole))
    with pytest.raises(Refused):
        unpack(archive(*((f"{number}.md", b"") for number in range(MOST_FILES + 1))))


def test_a_size_that_a_zip_states_is_not_believed() -> None:
    lying = archive(("en.md", b"\0" * (LARGEST_FILE + 10))).replace(
        (LARGEST_FILE + 10).to_bytes(4, "little"), (10).to_bytes(4, "little")
    )
    with pytest.raises(Refused):
        unpack(lying)


def test_a_file_that_stands_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate"), pytest.raises(Refused):
        unpack(archive(("en.md", b"a"), ("en.md", b"b")))


@pytest.mark.parametrize("path", ["en.txt", "Modules/x.yaml", "a/b/c/d/e.md", "x.svg", ".git/config", "en.MD"])
def test_only_files_that_a_pack_can_have_are_taken(path: str) -> None:
    assert path in refused({path: b""})
    assert not refused({"modules/a/b/quiz.fr.yaml": b""})


def test_the_folder_itself_may_be_in_the_zip() -> None:
    assert unpack(archive(("night-duty/course.yaml", b"x"), ("night-duty/en.md", b"y"))) == {
        "course.yaml": b"x", "en.md": b"y",
    }  # fmt: skip


def test_what_systems_leave_behind_is_passed_over() -> None:
    assert unpack(archive(("course.yaml", b"x"), ("__MACOSX/._course.yaml", b"y"), (".DS_Store", b"z"))) == {
        "course.yaml": b"x"
    }


@settings(deadline=None)
@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}\.(md|yaml)", fullmatch=True), st.binary(max_size=200), max_size=6))
def test_packing_and_unpacking_loses_nothing_and_is_the_same_each_time(files: dict[str, bytes]) -> None:
    files["course.yaml"] = b"x"
    assert unpack(pack(files)) == files
    assert pack(files) == pack(dict(reversed(files.items())))


@pytest.mark.parametrize(
    ("sentence", "language", "flagged"),
    [
        ("A new beard is a sign of radicalisation.", "en", True),
        ("Report every conversion.", "en", True),
        ("Prayer is not a sign of anything.", "en", False),
        ("He prays five times a day.", "en", False),
        ("Look for signs of distress.", "en", False),
        ("Le port du voile est un signe de danger.", "fr", True),
        ("Le port du voile n'est pas un signe.", "fr", False),
        ("إطلاق اللحية علامة على التطرف", "ar", True),
        ("الصلاة ليست علامة على شيء", "ar", False),
        ("Jenggot adalah tanda bahaya.", "id", True),
        ("Jenggot bukan tanda apa pun.", "id", False),
    ],
)
def test_sentences_that_name_what_is_protected_beside_a_sign_are_flagged(
    sentence: str, language: str, flagged: bool
) -> None:
    assert is_flagged(sentence, language) is flagged


blocks = st.lists(
    st.integers(1, 60).flatmap(lambda minutes: st.tuples(st.just(minutes), st.integers(1, minutes))), max_size=8
).map(lambda pairs: [Block(str(place), minutes, least, "plenary") for place, (minutes, least) in enumerate(pairs)])


@settings(deadline=None)
@given(blocks, st.integers(0, 200))
def test_a_late_session_is_shortened_as_far_as_its_blocks_allow_and_no_further(rest: list[Block], late: int) -> None:
    plan = shortened(rest, late)
    assert all(block.shortest <= now <= block.minutes for block, now in zip(rest, plan.minutes, strict=True))
    won = sum(block.minutes for block in rest) - sum(plan.minutes)
    assert won + plan.missing == late
    assert plan.missing == 0 or all(now == block.shortest for block, now in zip(rest, plan.minutes, strict=True)), (
        "nothing is missing while a block could still give"
    )
