"""One text file: a head in YAML, a title, and sections whose headings carry their names (``{#objectives}``)."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.common.learning.rules.course import TITLE, Section, Wording
from pulang.common.learning.rules.packs.problems import Report
from pulang.common.learning.rules.vocabulary import KEY, Status
from pulang.foundation.texts import markdown
from pulang.foundation.texts.markdown import Heading, Unsafe
from pulang.foundation.yamlfile import Findings, Item, tree

RUN_SHEET = "run-sheet"
LISTS = frozenset({"objectives", "materials"})
LONGEST_HEADING = 200
_NAMED = re.compile(r"(?P<words>.*?)\s*\{#(?P<name>[^}]*)\}\s*")
_MADE_FROM = re.compile(r"[0-9a-f]{8}")
_UNSAFE: dict[Unsafe, Promise] = {
    Unsafe.HTML: gettext_lazy("HTML is not taken. Write the text itself, with * or ** for emphasis."),
    Unsafe.LINK: gettext_lazy("A link must lead to an https:// address."),
    Unsafe.IMAGE: gettext_lazy("Pictures are not taken. Describe what is to be seen, or name it among the materials."),
}


@dataclass(frozen=True)
class TextFile:
    """What one text file says, with the line of each section."""

    wording: Wording
    lines: Mapping[str, int]


@dataclass
class _Reading:
    """The sections as they are found."""

    findings: Findings
    sections: dict[str, Section] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def read_text(data: bytes, path: str, language: str, *, is_source: bool, report: Report) -> TextFile:
    """Read a text file; every mistake goes to ``report`` and reading goes on."""
    findings = report.of(path)
    text = _decoded(data, findings)
    head, body, first = _divided(text)
    status, made_from = _head(head, findings, is_source=is_source)
    reading = _Reading(findings)
    _sections(reading, body, first)
    check_safe(body, findings, first)
    return TextFile(Wording(language, status, reading.sections, made_from), reading.lines)


def check_safe(text: str, findings: Findings, first: int = 1, key: str = "") -> None:
    """Answer everything in a CommonMark text that may not be there. ``first`` is the line on which it begins."""
    for line, kind in dict.fromkeys(markdown.unsafe(text)):
        findings.add(first + line, key, str(_UNSAFE[kind]))


def check_names(
    file: TextFile, path: str, *, needed: Collection[str], allowed: Collection[str], report: Report
) -> None:
    """Answer sections that are missing and such as nobody knows here. A translation may lack any but its title."""
    wanted = [*needed] if not file.wording.status else [TITLE]
    for name in wanted:
        if name not in file.wording.sections:
            what = _("The title is missing. It stands after one #.") if name == TITLE else _missing(name)
            report.wrong(path, what, line=1)
    for name, line in file.lines.items():
        if name not in (*needed, *allowed):
            report.wrong(path, _("“{#%s}” is not a section that this file has.") % name, line=line)


def _missing(name: str) -> str:
    return _("The section “{#%s}” is missing or empty.") % name


def _decoded(data: bytes, findings: Findings) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        findings.add(line, "", _("The file is not UTF-8 text. Save it as UTF-8 and try again."))
        return ""


def _divided(text: str) -> tuple[str, str, int]:
    """The head between two lines of ``---``, the rest, and the line on which the rest begins."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return "", text, 1
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), len(lines))
    return "\n".join(lines[:end]), "\n".join(lines[end + 1 :]), end + 2


def _head(head: str, findings: Findings, *, is_source: bool) -> tuple[str, Mapping[str, str]]:
    root = tree(head, findings) if head else None
    if root is None:
        if not is_source:
            findings.add(1, "", _("A translation begins with a head that states its “status”."))
        return "", {}
    item = Item(root, "", findings)
    if is_source:
        item.only()
        return "", {}
    item.only("status", "made-from")
    return item.choice("status", tuple(Status)), read_made_from(item)


def read_made_from(item: Item) -> dict[str, str]:
    """From which wording of the source the texts of a translation were made."""
    found = {name: str(node.value) for name, node in item.mapping("made-from").items()}
    for name, mark in found.items():
        if not _MADE_FROM.fullmatch(mark):
            item.wrong(item.fields["made-from"], _("“%s” in “made-from” must have eight digits of 0-9 and a-f.") % name)
    return found


def _sections(reading: _Reading, body: str, first: int) -> None:
    lines = body.split("\n")
    found = list(_parting(markdown.headings(body)))
    if lines[: found[0].line if found else None] != [""] * (found[0].line if found else len(lines)):
        reading.findings.add(first, "", _("The text begins with its title, after one #."))
    ends = [heading.line for heading in found[1:]] + [len(lines)]
    for heading, end in zip(found, ends, strict=True):
        _section(reading, heading, "\n".join(lines[heading.below : end]).strip(), first)


def _parting(headings: Iterable[Heading]) -> Iterator[Heading]:
    """The headings that part a file into sections: those of level three only within the run-sheet."""
    above = ""
    for heading in headings:
        if heading.level == 2:
            above = _name(heading)[0]
        if heading.level <= 2 or (heading.level == 3 and above == RUN_SHEET):
            yield heading


def _section(reading: _Reading, heading: Heading, body: str, first: int) -> None:
    """Note one section."""
    line = first + heading.line
    name, words = _name(heading)
    if fault := _fault(reading, heading, name, words):
        reading.findings.add(line, name, fault)
        return
    if heading.level == 1 and body:
        reading.findings.add(line, "", _("Text stands below a section, not directly below the title."))
    if name in LISTS and markdown.list_items(body) is None:
        reading.findings.add(line, name, _("“{#%s}” is a list: one line after a hyphen for each.") % name)
    if body or heading.level != 2 or name == RUN_SHEET:
        reading.sections[name] = Section(words, body)
        reading.lines[name] = line


def _name(heading: Heading) -> tuple[str, str]:
    found = _NAMED.fullmatch(heading.words)
    if heading.level == 1:
        return TITLE, found["words"] if found else heading.words
    return (found["name"], found["words"]) if found else ("", heading.words)


def _fault(reading: _Reading, heading: Heading, name: str, words: str) -> str:
    if not words or len(words) > LONGEST_HEADING:
        return _("A heading has words, at most 200 characters of them.")
    if heading.level == 1 and name in reading.sections:
        return _("A text has one title. Use ## for sections.")
    if not KEY.fullmatch(name):
        return _("The heading needs its name in a to z, 0 to 9 and hyphens: “%s {#name}”.") % words[:60]
    if name in reading.sections:
        return _("“{#%s}” stands in the file twice.") % name
    return ""
