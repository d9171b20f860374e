"""The roles of both planes, as data that a policy officer can read. Other roles come with their work."""

from django.utils.translation import gettext_lazy as _

from pulang.foundation.policy.roles import Reach, Role
from pulang.kernel.tlp import Label

FORUM, SERVICE = "forum", "service"

FORUM_ROLES = (
    Role(
        "co-chair",
        FORUM,
        _("Co-chair"),
        _("Leads the working group with the other co-chair. Clears every answer that the working group gives."),
        Reach.INSTALLATION,
        deputisable=True,
    ),
    Role(
        "secretariat",
        FORUM,
        _("Secretariat"),
        _("Runs the working group's daily work. Reads endorsed requests and drafts the answers."),
        Reach.INSTALLATION,
        deputisable=True,
    ),
    Role(
        "policy-focal-point",
        FORUM,
        _("Policy focal point"),
        _(
            "Foreign ministry or counter-terrorism coordinator. Alone speaks for the country: endorses or returns "
            "requests and releases what other members may read."
        ),
        Reach.COUNTRY,
        deputisable=True,
    ),
    Role(
        "corrections-focal-point",
        FORUM,
        _("Corrections focal point"),
        _("The corrections service's link to the working group. Nominates people and drafts requests."),
        Reach.COUNTRY,
        deputisable=True,
    ),
    Role(
        "host-coordinator",
        FORUM,
        _("Host coordinator"),
        _("Coordinates an engagement at its host. Records action plans, results and lessons there."),
        Reach.SUBTREE,
        deputisable=True,
    ),
    Role(
        "mentor",
        FORUM,
        _("Mentor"),
        _("Accompanies action plans to which they were assigned. Reads these plans and no others."),
        Reach.SUBTREE,
    ),
    Role(
        "curriculum-lead",
        FORUM,
        _("Curriculum lead"),
        _("Answers for the courses and for the framework documents they rest on."),
        Reach.INSTALLATION,
    ),
    Role(
        "human-rights-reader",
        FORUM,
        _("Human-rights reader"),
        _("Reads drafts of courses for human rights. No version is released without this signature."),
        Reach.INSTALLATION,
    ),
    Role("trainer", FORUM, _("Trainer"), _("Delivers courses."), Reach.SUBTREE),
    Role("expert", FORUM, _("Expert"), _("Advises the working group on a subject."), Reach.SUBTREE),
    Role(
        "observer",
        FORUM,
        _("Observer"),
        _("Follows the working group's public and member work."),
        Reach.SUBTREE,
    ),
    Role(
        "inspector",
        FORUM,
        _("Inspector"),
        _("Reads the audit: who did what and when. Reads no content."),
        Reach.INSTALLATION,
    ),
    Role(
        "access-manager",
        FORUM,
        _("Access manager"),
        _("Decides who holds which role in the organisation and below it, and ends it."),
        Reach.SUBTREE,
    ),
    Role(
        "system-administrator",
        FORUM,
        _("System administrator"),
        _("Makes accounts and organisations and keeps the installation running. Reads no content."),
        Reach.INSTALLATION,
    ),
)

SERVICE_ROLES = (
    Role(
        "governor",
        SERVICE,
        _("Governor"),
        _("Answers for a facility. Reads its register entry and its officers' action plans."),
        Reach.SUBTREE,
        deputisable=True,
    ),
    Role(
        "security-manager",
        SERVICE,
        _("Security manager"),
        _("Answers for the security of a facility. Reads its register entry."),
        Reach.SUBTREE,
        deputisable=True,
    ),
    Role(
        "training-officer",
        SERVICE,
        _("Training officer"),
        _("Keeps the register of facilities and staff strength, and follows action plans after training."),
        Reach.SUBTREE,
        deputisable=True,
    ),
    Role(
        "human-rights-reader",
        SERVICE,
        _("Human-rights reader"),
        _("Reads drafts of courses for human rights. No version is released without this signature."),
        Reach.INSTALLATION,
    ),
    Role(
        "prison-officer",
        SERVICE,
        _("Prison officer"),
        _("Works with people in custody every day. Writes own action plans."),
        Reach.SUBTREE,
    ),
    Role(
        "inspector",
        SERVICE,
        _("Inspector"),
        _("Reads the audit: who did what and when. Reads no content."),
        Reach.INSTALLATION,
    ),
    Role(
        "data-protection-officer",
        SERVICE,
        _("Data protection officer"),
        _("Watches over the lawful use of personal data. Reads the audit and what each kind of record declares."),
        Reach.INSTALLATION,
    ),
    Role(
        "access-manager",
        SERVICE,
        _("Access manager"),
        _("Decides who holds which role in the organisation and below it, and ends it."),
        Reach.SUBTREE,
    ),
    Role(
        "system-administrator",
        SERVICE,
        _("System administrator"),
        _("Makes accounts and organisations and keeps the installation running. Reads no content."),
        Reach.INSTALLATION,
    ),
)

ROLES = {FORUM: FORUM_ROLES, SERVICE: SERVICE_ROLES}

REACH_WORDS = {
    Reach.INSTALLATION: _("the whole installation"),
    Reach.COUNTRY: _("the whole country of the organisation at which it is held"),
    Reach.SUBTREE: _("the organisation at which it is held, and everything below it"),
}

LABEL_WORDS = {
    Label.RED: _("Only the people it names. You read it where it names you."),
    Label.AMBER_STRICT: _("Only the organisations it names and what is below them, and people it names."),
    Label.AMBER: _("The organisations and offices it names, who share it only with those who need it for the work."),
    Label.GREEN: _("Everybody who holds a role here, and their services. Not the public."),
    Label.CLEAR: _("Anybody."),
}
