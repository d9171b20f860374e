"""Writing a course as the files of a pack, so that reading them gives the same course again."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from pulang.common.learning.rules.course import TITLE, Activity, Course, CourseSession, Cut, Module, Wording
from pulang.common.learning.rules.packs.texts import RUN_SHEET
from pulang.common.learning.rules.vocabulary import LANGUAGES

# The same writer in C, where the library has it.
_DUMPER: type[Any] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Plain(_DUMPER):  # type: ignore[misc]
    """YAML without aliases, which packs may not have."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def files_of(course: Course) -> dict[str, bytes]:
    """Every file of the pack by its path."""
    found = {"course.yaml": _yaml(_sheet(course)), **_texts("", course.wordings)}
    if course.terms:
        found["glossary.csv"] = _glossary(course)
    for module in course.modules:
        found |= _module(module)
    return found


def _sheet(course: Course) -> dict[str, Any]:
    sheet: dict[str, Any] = {
        "key": course.key, "version": course.version, "licence": course.licence, "source": course.source,
        "languages": list(course.languages), "tiers": list(course.tiers),
        "modules": [module.key for module in course.modules],
    }  # fmt: skip
    if course.cuts:
        sheet["cuts"] = list(map(_cut, course.cuts))
    if course.shifts:
        sheet["shifts"] = [
            {"key": plan.key, "parts": list(map(_cut, plan.parts)), **_given({"make-up": list(plan.make_up)})}
            for plan in course.shifts
        ]
    return sheet


def _cut(cut: Cut) -> dict[str, Any]:
    return {"key": cut.key, "sessions": list(cut.sessions)}


def _module(module: Module) -> dict[str, bytes]:
    folder = f"modules/{module.key}/"
    sheet = {"key": module.key, "sessions": [session.key for session in module.sessions]}
    found = {f"{folder}module.yaml": _yaml(sheet), **_texts(folder, module.wordings)}
    for session in module.sessions:
        found |= _session(f"{folder}{session.key}/", session)
    return found


def _session(folder: str, session: CourseSession) -> dict[str, bytes]:
    blocks = [
        {"key": block.key, "minutes": block.minutes, "shortest": block.shortest, "method": block.method,
         **_given({"activity": block.activity, "groups": block.groups})}
        for block in session.blocks
    ]  # fmt: skip
    sheet = {
        "key": session.key, "minutes": session.minutes, "tiers": list(session.tiers),
        "provisions": list(session.provisions), "blocks": blocks,
    }  # fmt: skip
    order = [block.key for block in session.blocks]
    found = {f"{folder}session.yaml": _yaml(sheet), **_texts(folder, session.wordings, order)}
    for activity in session.activities:
        found |= _activity(f"{folder}{activity.key}", activity)
    return found


def _activity(path: str, activity: Activity) -> dict[str, bytes]:
    found = {f"{path}.yaml": _yaml(activity.content)}
    for wording in activity.wordings:
        sheet = {"status": wording.status, "texts": dict(wording.texts), **_given({"made-from": wording.made_from})}
        found[f"{path}.{wording.language}.yaml"] = _yaml(sheet)
    return found


def _texts(folder: str, wordings: Iterable[Wording], blocks: Iterable[str] = ()) -> dict[str, bytes]:
    blocks = list(blocks)
    return {f"{folder}{wording.language}.md": _text(wording, blocks).encode() for wording in wordings}


def _text(wording: Wording, blocks: list[str]) -> str:
    """The head, the title, the sections, and last the run-sheet with its blocks in their order."""
    sections = wording.sections
    parts = [f"---\n{_dumped(_head(wording))}---"] if wording.status else []
    parts.append(f"# {sections[TITLE].heading}")
    for name, section in sections.items():
        if name not in (TITLE, RUN_SHEET, *blocks):
            parts += [f"## {section.heading} {{#{name}}}", section.body]
    there = [key for key in blocks if key in sections]
    if RUN_SHEET in sections:
        parts += [f"## {sections[RUN_SHEET].heading} {{#{RUN_SHEET}}}", sections[RUN_SHEET].body]
        for key in there:
            parts += [f"### {sections[key].heading} {{#{key}}}", sections[key].body]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(wording: Wording) -> dict[str, Any]:
    marks = {name: mark for name, mark in wording.made_from.items() if name in wording.sections}
    return {"status": wording.status, **_given({"made-from": marks})}


def _given(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in fields.items() if value}


def _glossary(course: Course) -> bytes:
    languages = [code for code in LANGUAGES if any(code in term.words for term in course.terms)]
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(["key", *languages])
    for term in course.terms:
        rows.writerow([term.key, *(term.words.get(code, "") for code in languages)])
    return written.getvalue().encode()


def _yaml(data: Mapping[str, Any]) -> bytes:
    return _dumped(data).encode()


def _dumped(data: Mapping[str, Any]) -> str:
    text: str = yaml.dump(dict(data), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)
    return text
