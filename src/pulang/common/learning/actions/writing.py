"""Writing a checked course into the tables of one version."""

from dataclasses import replace

from pulang.common.frameworks.models import Provision
from pulang.common.learning.models import (
    Course,
    CourseFlag,
    CourseModule,
    CourseSession,
    CourseVersion,
    SessionProvision,
)
from pulang.common.learning.rules import course as values
from pulang.common.learning.rules.flags import Flag
from pulang.common.learning.rules.packs.reading import Checked
from pulang.common.marking.actions import mark
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock
from pulang.kernel.tlp import Label


def write(
    by: Viewer, course: Course, known: CourseVersion | None, checked: Checked, packed: bytes, digest: str, label: Label
) -> CourseVersion:
    """The version with its modules, sessions, good practices and flags, in the place of the draft ``known``."""
    assert checked.course is not None, "only what is right is written"
    version = known or CourseVersion(course=course, number=checked.course.version, marking=mark(label))
    major, minor, patch = map(int, checked.course.version.split("."))
    version.major, version.minor, version.patch = major, minor, patch
    version.sheet = values.as_data(replace(checked.course, modules=()))
    version.pack, version.digest = packed, digest
    version.made_at, version.made_by_id, version.command = clock.now(), by.user_id, by.command
    version.save()
    version.modules.all().delete()
    _modules(version, checked.course)
    _flags(version, checked.flags)
    return version


def _modules(version: CourseVersion, course: values.Course) -> None:
    modules, sessions, links = [], [], []
    ids = dict(Provision.objects.values_list("key", "id"))
    for place, module in enumerate(course.modules):
        sheet = values.as_data(replace(module, sessions=()))
        row = CourseModule(version=version, key=module.key, position=place, sheet=sheet)
        modules.append(row)
        for number, session in enumerate(module.sessions):
            taught = CourseSession(
                module=row, key=session.key, position=number, minutes=session.minutes, sheet=values.as_data(session)
            )
            sessions.append(taught)
            links += [SessionProvision(session=taught, provision_id=ids[key]) for key in session.provisions]
    CourseModule.objects.bulk_create(modules)
    CourseSession.objects.bulk_create(sessions)
    SessionProvision.objects.bulk_create(links)


def _flags(version: CourseVersion, flags: tuple[Flag, ...]) -> None:
    """The flags of now; what was said of a sentence that is still the same stays."""
    before = {_same(flag): flag for flag in version.flags.all()}
    version.flags.exclude(pk__in=[before[_same(flag)].pk for flag in flags if _same(flag) in before]).delete()
    CourseFlag.objects.bulk_create(
        CourseFlag(version=version, path=flag.path, name=flag.name, language=flag.language, sentence=flag.sentence)
        for flag in flags
        if _same(flag) not in before
    )


def _same(flag: Flag | CourseFlag) -> tuple[str, str, str, str]:
    return flag.path, flag.name, flag.language, flag.sentence
