"""A course as pages and documents read it, the same whether it is a master or a country's edition of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.http import Http404
from django.urls import reverse

from pulang.common.learning.models import CourseVersion, EditionVersion
from pulang.common.learning.queries.courses import ModuleLine, SessionLine, course_of, module_lines, session
from pulang.common.learning.rules import course as values


@dataclass(frozen=True)
class Book:
    """One version, its row, and where its pages are (``where`` names it in addresses and documents)."""

    row: CourseVersion | EditionVersion
    where: Mapping[str, str]
    pages: str = "learning:"
    whole: values.Course | None = field(default=None, repr=False)

    @cached_property
    def course(self) -> values.Course:
        """What it says as a whole; of a master without its modules."""
        if self.whole is not None:
            return self.whole
        assert isinstance(self.row, CourseVersion), "an edition comes with its course"
        return course_of(self.row)

    @property
    def number(self) -> str:
        return str(self.row.number)

    @property
    def is_edition(self) -> bool:
        return self.whole is not None

    @cached_property
    def modules(self) -> list[ModuleLine]:
        """The modules with their sessions."""
        if isinstance(self.row, CourseVersion):
            return module_lines(self.row)
        return [
            ModuleLine(module.key, module, tuple(_line(module.key, found) for found in module.sessions))
            for module in self.course.modules
        ]

    def session(self, module: str, key: str) -> SessionLine:
        """One session, or ``Http404``."""
        if isinstance(self.row, CourseVersion):
            return session(self.row, module, key)
        found = next((one for one in dict(self.course.sessions()).items() if one[0] == f"{module}/{key}"), None)
        if found is None:
            raise Http404
        return _line(module, found[1])

    def url(self, page: str, **more: object) -> str:
        """The address of one of its pages."""
        return reverse(f"{self.pages}{page}", kwargs={**self.where, **more})


def of_version(row: CourseVersion) -> Book:
    """A version of a master that the viewer was let to."""
    return Book(row, {"course": row.course.key, "number": row.number})


def of_edition(row: EditionVersion, course: values.Course) -> Book:
    """A version of an edition that the viewer was let to, with the course that it is."""
    return Book(row, {"edition": row.edition.key, "number": str(row.number)}, "learning:edition-", course)


def _line(module: str, taught: values.CourseSession) -> SessionLine:
    return SessionLine(module, taught.key, taught.minutes, taught)
