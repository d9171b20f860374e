"""The table of security requirements names files that exist, each requirement once, and counts right."""

import re
from collections import Counter

from tests.repository.source import PACKAGE, ROOT

TABLE = ROOT / "docs" / "security" / "asvs-5-level-2.md"
ROW = re.compile(r"^\| ([\d., ]+) \| [12/]+ \| [^|]+ \| ([a-z/]+) \| (.+) \|$", re.MULTILINE)
FILE = re.compile(r"`([\w@./-]+\.(?:py|md|txt|html|js|sh|toml|service)|deploy/Caddyfile)`")
REQUIREMENTS = 253  # of levels 1 and 2 in version 5.0.0
ANSWERS = ("yes", "partly", "no", "proxy", "n/a")


def rows() -> list[tuple[list[str], str, str]]:
    """Numbers, answer and where, of each line of the table."""
    return [(ids.split(", "), met, where) for ids, met, where in ROW.findall(TABLE.read_text(encoding="utf-8"))]


def missing(text: str) -> list[str]:
    """Files that are named and do not exist."""
    return [name for name in FILE.findall(text) if not ((ROOT / name).exists() or (PACKAGE / name).exists())]


def test_every_file_that_is_named_exists() -> None:
    assert missing(TABLE.read_text(encoding="utf-8")) == []


def test_every_requirement_stands_there_once() -> None:
    numbers = [number for ids, _met, _where in rows() for number in ids]
    assert len(numbers) == len(set(numbers)) == REQUIREMENTS


def test_every_answer_is_known_and_the_counts_are_right() -> None:
    count = Counter(dict.fromkeys(ANSWERS, 0))
    for ids, met, where in rows():
        count[met] += len(ids)
        assert where.strip()
    assert set(count) == set(ANSWERS)
    assert ", ".join(f"{count[answer]} {answer}" for answer in ANSWERS) in TABLE.read_text(encoding="utf-8")


def test_the_rule_sees_a_file_that_is_gone() -> None:
    assert missing("see `web/nothing.py`") == ["web/nothing.py"]
