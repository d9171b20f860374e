"""The words of courses: for whom, by which method, which activities there are, what a scenario teaches to do."""

import re
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("en", "fr", "ar", "id")
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_KEY = 60
VERSION = re.compile(r"(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})")
LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,59}")
SHORTEST_MODULE, LONGEST_MODULE = 45, 90


class Tier(StrEnum):
    """For whom something is taught."""

    ALL_STAFF = "all-staff"
    RECRUITS = "recruits"
    MANAGERS = "managers"
    SPECIALISTS = "specialists"
    WOMENS_PRISONS = "womens-prisons"


class Method(StrEnum):
    """How a block is taught."""

    PLENARY = "plenary"
    SMALL_GROUP = "small-group"
    ROLE_PLAY = "role-play"
    SCENARIO = "scenario"
    VISIT = "visit"
    CASE_STUDY = "case-study"


class Kind(StrEnum):
    """What participants do."""

    QUIZ = "quiz"
    SCENARIO = "scenario"
    REFLECTION = "reflection"
    GROUP_TASK = "group-task"
    CHECKLIST = "checklist"
    ACTION_PLAN = "action-plan"


class Purpose(StrEnum):
    """What a quiz is for."""

    PRACTICE = "practice"
    PRE_TEST = "pre-test"
    POST_TEST = "post-test"


class Asked(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    MATCH = "match"
    ORDER = "order"
    SHORT_TEXT = "short-text"


class Advice(StrEnum):
    """What a scenario teaches to do in the end."""

    REPORT = "report"
    DO_NOT_REPORT = "do-not-report"
    SUPPORT = "support"
    ASK_FOR_HELP = "ask-for-help"
    DISCUSS = "discuss"


class Status(StrEnum):
    """How a translation came about. The source has none."""

    MACHINE_ASSISTED = "machine-assisted"
    REVIEWED = "reviewed"
    PRACTITIONER_APPROVED = "practitioner-approved"


TIER_WORDS: dict[str, Promise] = {
    Tier.ALL_STAFF: _("All staff"),
    Tier.RECRUITS: _("Recruits"),
    Tier.MANAGERS: _("Managers"),
    Tier.SPECIALISTS: _("Specialists"),
    Tier.WOMENS_PRISONS: _("Staff of women's prisons"),
}
METHOD_WORDS: dict[str, Promise] = {
    Method.PLENARY: _("Plenary"),
    Method.SMALL_GROUP: _("Small groups"),
    Method.ROLE_PLAY: _("Role play"),
    Method.SCENARIO: _("Scenario"),
    Method.VISIT: _("Visit"),
    Method.CASE_STUDY: _("Case study"),
}
KIND_WORDS: dict[str, Promise] = {
    Kind.QUIZ: _("Quiz"),
    Kind.SCENARIO: _("Branching scenario"),
    Kind.REFLECTION: _("Reflection"),
    Kind.GROUP_TASK: _("Group task"),
    Kind.CHECKLIST: _("Observation checklist"),
    Kind.ACTION_PLAN: _("Action plan"),
}
ADVICE_WORDS: dict[str, Promise] = {
    Advice.REPORT: _("Report what was seen"),
    Advice.DO_NOT_REPORT: _("Do not report"),
    Advice.SUPPORT: _("Support first"),
    Advice.ASK_FOR_HELP: _("Ask for help"),
    Advice.DISCUSS: _("Discuss it with others"),
}
