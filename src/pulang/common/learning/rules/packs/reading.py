"""Reading a whole pack: every file once, every mistake by file and line, and a course only when there is none."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from pulang.common.learning.rules.course import (
    TITLE,
    Activity,
    ActivityWording,
    Course,
    CourseSession,
    Module,
    Term,
    Wording,
)
from pulang.common.learning.rules.flags import Flag, flags_of
from pulang.common.learning.rules.packs.activities import read_activity, read_translation
from pulang.common.learning.rules.packs.archives import Files, refused
from pulang.common.learning.rules.packs.glossary import read_glossary
from pulang.common.learning.rules.packs.problems import PackProblem, Report
from pulang.common.learning.rules.packs.structure import (
    CourseSheet,
    SessionSheet,
    read_course,
    read_module,
    read_session,
)
from pulang.common.learning.rules.packs.texts import RUN_SHEET, check_names, read_text
from pulang.common.learning.rules.vocabulary import LONGEST_MODULE, SHORTEST_MODULE, Kind

COURSE = "course.yaml"
SESSION_NEEDS = (TITLE, "objectives", "materials", "participants", RUN_SHEET)
SESSION_MAY = ("room", "cautions")


@dataclass(frozen=True)
class Checked:
    """The outcome: a course, or the mistakes for which there is none. Doubts and flags refuse nothing."""

    course: Course | None
    problems: tuple[PackProblem, ...] = ()
    doubts: tuple[PackProblem, ...] = ()
    flags: tuple[Flag, ...] = ()


def read_pack(files: Files, provisions: Iterable[str]) -> Checked:
    """Read and check a pack's files. ``provisions`` are the keys of good practices that the library has."""
    if reason := refused(files):
        return Checked(None, (PackProblem("", 0, "", reason),))
    pack = _Pack(files, frozenset(provisions))
    course = pack.course()
    problems = pack.report.problems
    if course is None or problems:
        return Checked(None, problems, tuple(pack.report.doubts))
    return Checked(course, (), tuple(pack.report.doubts), flags_of(course))


@dataclass
class _Pack:
    """A pack while it is read."""

    files: Files
    provisions: frozenset[str]
    report: Report = field(default_factory=Report)
    seen: set[str] = field(default_factory=set)
    sheet: CourseSheet | None = None

    def course(self) -> Course | None:
        data = self.file(COURSE)
        self.sheet = read_course(data, self.report.of(COURSE)) if data is not None else None
        if (sheet := self.sheet) is None:
            return None
        modules = tuple(self.module(key) for key in sheet.modules)
        course = Course(
            key=sheet.key, version=sheet.version, licence=sheet.licence, source=sheet.source,
            languages=sheet.languages, tiers=sheet.tiers, modules=modules, cuts=sheet.cuts, shifts=sheet.shifts,
            terms=self.terms(), wordings=self.wordings("", self.course_sections(sheet), ("preparation",)),
        )  # fmt: skip
        self.whole(course)
        return course

    def file(self, path: str, *, needed: bool = True) -> bytes | None:
        """A file's content; what is needed and not there is a mistake."""
        self.seen.add(path)
        if needed and path not in self.files:
            self.report.wrong(path, _("The file is missing."))
        return self.files.get(path)

    def course_sections(self, sheet: CourseSheet) -> tuple[str, ...]:
        cuts = [f"cut-{cut.key}" for cut in sheet.cuts]
        return (TITLE, "summary", "audience", *cuts, *(f"shifts-{plan.key}" for plan in sheet.shifts))

    def terms(self) -> tuple[Term, ...]:
        data = self.file("glossary.csv", needed=False)
        return read_glossary(data, self.report.of("glossary.csv")) if data is not None else ()

    def module(self, key: str) -> Module:
        folder = f"modules/{key}/"
        data = self.file(folder + "module.yaml")
        sessions = read_module(data, key, self.report.of(folder + "module.yaml")) if data is not None else ()
        module = Module(
            key,
            tuple(self.session(folder, found) for found in sessions),
            self.wordings(folder, (TITLE, "objectives"), ("introduction",)),
        )
        if module.sessions and not SHORTEST_MODULE <= module.minutes <= LONGEST_MODULE:
            message = _("The module lasts %d minutes. A module of 45 to 90 minutes fits into a shift.")
            self.report.doubtful(folder + "module.yaml", message % module.minutes, key=key)
        return module

    def session(self, above: str, key: str) -> CourseSession:
        folder = f"{above}{key}/"
        path = folder + "session.yaml"
        data = self.file(path)
        sheet = read_session(data, key, self.provisions, self.report.of(path)) if data is not None else None
        sheet = sheet or SessionSheet(0, (), (), ())
        blocks = tuple(block.key for block in sheet.blocks)
        wordings = self.wordings(folder, (*SESSION_NEEDS, *blocks), SESSION_MAY)
        activities = tuple(self.activities(folder))
        self.activities_fit(path, sheet, activities)
        return CourseSession(key, sheet.minutes, sheet.tiers, sheet.provisions, sheet.blocks, activities, wordings)

    def activities(self, folder: str) -> Iterator[Activity]:
        """The activities of a session are its other YAML files; a name with a language is a translation."""
        names = sorted(path.removeprefix(folder) for path in self.files if _stands_in(path, folder))
        for name in names:
            key, _dot, ending = name.partition(".")
            if ending != "yaml" or key == "session":
                continue
            activity = read_activity(key, self.file(folder + name) or b"", folder + name, self.report)
            if activity is not None:
                yield self.translated(activity, folder)

    def translated(self, activity: Activity, folder: str) -> Activity:
        wordings = []
        for language in self.translations:
            path = f"{folder}{activity.key}.{language}.yaml"
            if (data := self.file(path, needed=False)) is not None:
                wordings.append(read_translation(activity, language, data, path, self.report))
        return Activity(activity.key, activity.kind, activity.content, tuple[ActivityWording, ...](wordings))

    @property
    def translations(self) -> tuple[str, ...]:
        assert self.sheet is not None, "asked once the course is known"
        return tuple(language for language in self.sheet.languages if language != self.sheet.source)

    def wordings(self, folder: str, needed: tuple[str, ...], allowed: tuple[str, ...]) -> tuple[Wording, ...]:
        """The texts of a folder in each language that has a file there; the source must."""
        assert self.sheet is not None, "asked once the course is known"
        found = []
        for language in (self.sheet.source, *self.translations):
            is_source, path = language == self.sheet.source, f"{folder}{language}.md"
            if (data := self.file(path, needed=is_source)) is None:
                continue
            text = read_text(data, path, language, is_source=is_source, report=self.report)
            check_names(text, path, needed=needed, allowed=allowed, report=self.report)
            found.append(text.wording)
        return tuple(found)

    def activities_fit(self, path: str, sheet: SessionSheet, activities: tuple[Activity, ...]) -> None:
        """Every activity belongs to a block, and every block's activity is there."""
        named = {block.activity for block in sheet.blocks if block.activity}
        have = {activity.key for activity in activities}
        for key in sorted(named - have):
            if f"{path.removesuffix('session.yaml')}{key}.yaml" not in self.files:
                self.report.wrong(path, _("There is no file “%s.yaml” for this activity.") % key)
        for key in sorted(have - named):
            self.report.wrong(path, _("The activity “%s” belongs to no block.") % key)

    def whole(self, course: Course) -> None:
        """What only the whole can say: parts that name sessions, tests that name tests, files that nobody asked for."""
        known = {address for address, _session in course.sessions()}
        parts = [*course.cuts, *(part for plan in course.shifts for part in plan.parts)]
        for address in sorted({address for part in parts for address in part.sessions} - known):
            self.report.wrong(COURSE, _("There is no session “%s”.") % address)
        self.shifts_fit(course, known)
        self.tests_fit(course)
        for path in sorted(set(self.files) - self.seen):
            self.report.wrong(path, _("Nothing in the pack asks for this file. Take it away, or name it."))

    def shifts_fit(self, course: Course, known: set[str]) -> None:
        for plan in course.shifts:
            left_out = known - {address for part in plan.parts for address in part.sessions}
            if left_out:
                told = {"plan": plan.key, "sessions": ", ".join(sorted(left_out))}
                self.report.doubtful(COURSE, _("The division “%(plan)s” leaves out %(sessions)s.") % told)

    def tests_fit(self, course: Course) -> None:
        quizzes = {
            activity.key: activity.content
            for _address, session in course.sessions()
            for activity in session.activities
            if activity.kind == Kind.QUIZ
        }
        for key, content in quizzes.items():
            other = content.get("same-as")
            if other and not quizzes.get(other, {}).get("questions"):
                message = _("The quiz “%(key)s” is to ask what “%(other)s” asks, which asks nothing.")
                self.report.wrong(COURSE, message % {"key": key, "other": other})


def _stands_in(path: str, folder: str) -> bool:
    return path.startswith(folder) and "/" not in path.removeprefix(folder)
