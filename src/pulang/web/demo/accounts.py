"""The demonstration's accounts, as data: who they are, and the table that is printed."""

from dataclasses import dataclass

from pulang.web.demo.passwords import PASSWORD


@dataclass(frozen=True)
class DemoAccount:
    """One account: sign-in name, printed name, organisation key, roles, position and language."""

    sign_in_name: str
    name: str
    organisation: str
    roles: tuple[str, ...]
    position: str
    language: str = "en"


FORUM = (
    DemoAccount("ingrid", "Ingrid N.", "nordhav-mfa", ("co-chair",), "Co-chair, Nordhav"),
    DemoAccount("budi", "Budi S.", "sungai-mfa", ("co-chair",), "Co-chair, Sungai", "id"),
    DemoAccount("farah", "Farah L.", "secretariat", ("secretariat",), "Desk officer", "fr"),
    DemoAccount("wanjiru", "Wanjiru K.", "kilima-mfa", ("policy-focal-point",), "Counter-terrorism coordination"),
    DemoAccount("daudi", "Daudi M.", "kilima-mfa", (), "Deputy of the policy focal point"),
    DemoAccount("otieno", "Otieno M.", "kilima-corrections", ("corrections-focal-point",), "International relations"),
    DemoAccount("amina", "Amina J.", "kilima-mto", ("host-coordinator",), "Head of training, Mto Prison"),
    DemoAccount("juma", "Juma P.", "kilima-academy", ("mentor", "trainer"), "Senior trainer"),
    DemoAccount("salma", "Salma R.", "qasr-mfa", ("policy-focal-point",), "International cooperation", "ar"),
    DemoAccount("karim", "Karim B.", "qasr-corrections", ("corrections-focal-point",), "Training and research", "ar"),
    DemoAccount("lena", "Lena T.", "secretariat", ("curriculum-lead",), "Curriculum lead"),
    DemoAccount("helene", "Hélène V.", "civic-institute", ("human-rights-reader",), "Human-rights reader", "fr"),
    DemoAccount("marc", "Marc D.", "civic-institute", ("expert",), "Expert on aftercare", "fr"),
    DemoAccount("nadia", "Nadia O.", "civic-institute", ("observer",), "Observer", "fr"),
    DemoAccount("irene", "Irene W.", "secretariat", ("inspector",), "Inspector"),
    DemoAccount("grace", "Grace A.", "kilima-corrections", ("access-manager",), "Personnel, access manager"),
    DemoAccount("hassan", "Hassan Y.", "kilima", ("access-manager",), "Access manager of Kilima"),
    DemoAccount("admin", "Pat R.", "secretariat", ("system-administrator",), "System administrator"),
)
SERVICE = (
    DemoAccount("zuhura", "Zuhura B.", "kilima-mto", ("governor",), "Governor, Mto Prison"),
    DemoAccount("baraka", "Baraka N.", "kilima-mto", ("security-manager",), "Security manager, Mto Prison"),
    DemoAccount("amina", "Amina J.", "kilima-corrections", ("training-officer",), "Head of training"),
    DemoAccount("rehema", "Rehema L.", "kilima-academy", ("human-rights-reader",), "Human-rights reader"),
    DemoAccount("neema", "Neema T.", "kilima-mto", ("prison-officer",), "Prison officer, Mto Prison"),
    DemoAccount("said", "Said H.", "kilima-ziwa", ("prison-officer",), "Prison officer, Ziwa Prison", "ar"),
    DemoAccount("juma", "Juma P.", "kilima-academy", ("training-officer",), "Senior trainer"),
    DemoAccount("irene", "Irene W.", "kilima-corrections", ("inspector",), "Inspector"),
    DemoAccount("joseph", "Joseph K.", "kilima-corrections", ("data-protection-officer",), "Data protection officer"),
    DemoAccount("grace", "Grace A.", "kilima-corrections", ("access-manager",), "Personnel, access manager"),
    DemoAccount("admin", "Pat R.", "kilima-corrections", ("system-administrator",), "System administrator"),
)
ACCOUNTS = {"forum": FORUM, "service": SERVICE}


def print_table(planes: list[str]) -> None:
    """The accounts of the planes that are served, for whoever tries the demonstration."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Demonstration accounts", title_justify="left")
    for heading in ("Plane", "Role", "Sign-in name", "Password"):
        table.add_column(heading, no_wrap=True)
    for plane in planes:
        for account in ACCOUNTS[plane]:
            roles = ", ".join(role.replace("-", " ") for role in account.roles) or account.position.lower()
            table.add_row(plane, roles, account.sign_in_name, PASSWORD)
        table.add_section()
    Console(width=100).print(table)
