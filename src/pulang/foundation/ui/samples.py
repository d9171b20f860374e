"""What the components page shows. Sample texts are content, not interface: they are in their own language."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms

from pulang.foundation.ui.forms import DateField, Form, LineField, TextField
from pulang.foundation.ui.parts import Answer, Cursors, Entry, Link, Stage, State, Task

TODAY = date(2026, 11, 12)
PAGE = Cursors(total=214, previous="c2", next="c3")
LABELS = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")


@dataclass(frozen=True)
class Specimen:
    """One language's set of samples."""

    code: str
    direction: str
    language: str
    words: dict[str, str]
    tasks: list[Task]
    entries: list[Entry]
    stages: list[Stage]
    answers: list[Answer]
    states: list[State]
    rows: list[tuple[str, str, int, str]]
    form: Form
    swatches: list[tuple[str, str]]
    links: list[Link]
    page: Cursors = PAGE
    labels: tuple[str, ...] = LABELS
    today: date = TODAY


def english() -> Specimen:
    """Samples in English."""
    return Specimen(
        code="en",
        direction="ltr",
        language="English",
        words=ENGLISH,
        tasks=[
            Task(
                "90-day check-in: night-shift handover at Mto Prison",
                "#",
                "The team wrote its part; your confirmation is missing. On Friday it goes to the coordinator.",
                TODAY - timedelta(days=2),
                provisions=("Rome 9",),
            ),
            Task(
                "Position on draft guidance: family contact, version 4",
                "#",
                "Silence ends at 17:00 in your capital. Seven positions are in; yours is open.",
                TODAY,
                provisions=("Rome 20",),
                marking="AMBER",
            ),
            Task(
                "Nominate three trainers for the workshop",
                "#",
                "Two of your five nominees have no valid certificate on the day.",
                TODAY + timedelta(days=4),
                provisions=("Rome 6",),
            ),
            Task(
                "Mentoring for the release team",
                "#",
                "Two offers came; the host prison chooses.",
                when="since 12 Nov",
                state=State("2 offers", "waiting"),
            ),
        ],
        entries=[
            Entry(
                "12 Mar · Kilima asked for help",
                "Families visit rarely and leave worried",
                "#",
                "CVE-P request, Mto Prison. Accepted by the co-chairs after 6 days.",
            ),
            Entry(
                "20 May to 18 Aug · follow-up in the prison",
                "Family day with child-friendly room",
                "#",
                "Visits per month 31 → 58 (target 50). Confirmed by the supervisor, reviewed by a mentor.",
                State("target met", "done"),
            ),
            Entry(
                "1 Oct · lesson",
                "Invite families before the assessment, not after",
                "#",
                "Now a proposal on this good practice, with three countries' comments.",
                marking="GREEN",
                shape="open",
            ),
            Entry(
                "2018 · public record, reported, not re-checked",
                "Workshop on family contact",
                text="60 officers took part, says the host's own report.",
                shape="record",
            ),
        ],
        stages=[
            Stage("Draft", "done", "3 Nov"),
            Stage("Endorsed", "done", "5 Nov"),
            Stage("Secretariat", "late", "due 10 Nov"),
            Stage("Co-chairs", "now", "one of two"),
            Stage("Accepted"),
            Stage("Action plan"),
        ],
        answers=[
            Answer("Host", "Mto Prison, Kilima", "#"),
            Answer("What is the problem?", "Families visit rarely and leave worried.", "#"),
            Answer("First step", "", "#"),
        ],
        states=[
            State("waits for the co-chairs", "waiting"),
            State("needs you", "attention"),
            State("overdue", "breach"),
            State("target met", "done"),
            State("withdrawn", "neutral"),
        ],
        rows=[
            ("Mto Prison", "Kilima", 1240, "31 Jan 2027"),
            ("Lakes Remand Centre", "Kilima", 386, "12 Nov 2026"),
            ("Northern Training Facility", "Kilima", 92, "3 Mar 2027"),
        ],
        form=sample_form(
            ENGLISH, {"sample-en-place": "x", "sample-en-day_day": "31", "sample-en-day_month": "2"}, "en"
        ),
        swatches=[("full", "in place"), ("part", "partly"), ("planned", "planned"), ("none", "not reported")],
        links=[Link("Open", "#", True), Link("Answered", "#"), Link("All", "#")],
    )


def arabic() -> Specimen:
    """Samples in Arabic."""
    return Specimen(
        code="ar",
        direction="rtl",
        language="العربية",
        words=ARABIC,
        tasks=[
            Task(
                "تأكيد السكن بزيارة",
                "#",
                "العنوان مسجّل ولم يزره أحد.",
                TODAY - timedelta(days=3),
                provisions=("Rome 22",),
            ),
            Task(
                "الموقف من مشروع الإرشادات: التواصل مع الأسرة، النسخة 4",
                "#",
                "تنتهي المهلة الساعة 17:00. وصلت سبعة مواقف ولم يصل موقفكم.",
                TODAY,
                provisions=("Rome 20",),
                marking="AMBER",
            ),
            Task(
                "لقاء المرشد قبل الإفراج",
                "#",
                "ينتهي عقد الجهة المقدّمة في 31 يناير.",
                TODAY + timedelta(days=4),
                state=State("عقد ينتهي", "breach"),
            ),
            Task(
                "مرافقة فريق الإفراج",
                "#",
                "وصل عرضان، والمؤسسة المضيفة تختار.",
                when="منذ 12 نوفمبر",
                state=State("عرضان", "waiting"),
            ),
        ],
        entries=[
            Entry(
                "12 مارس · طلبت كيليما المساعدة",
                "الأسر تزور قليلًا وتغادر قلقة",
                "#",
                "طلب CVE-P، مؤسسة متو. قبله الرئيسان المشاركان بعد 6 أيام.",
            ),
            Entry(
                "20 مايو إلى 18 أغسطس · متابعة في المؤسسة",
                "يوم للأسرة مع غرفة للأطفال",
                "#",
                "الزيارات في الشهر 31 ← 58 (الهدف 50). أكّدها المشرف وراجعها مرشد.",
                State("تحقق الهدف", "done"),
            ),
            Entry(
                "1 أكتوبر · درس مستفاد",
                "دعوة الأسرة قبل التقييم لا بعده",
                "#",
                "أصبح اقتراحًا على هذه الممارسة الجيدة.",
                marking="GREEN",
                shape="open",
            ),
            Entry(
                "2018 · سجل عام، كما ورد ولم يُتحقق منه",
                "ورشة حول التواصل مع الأسرة",
                text="شارك فيها 60 موظفًا وفق تقرير المضيف.",
                shape="record",
            ),
        ],
        stages=[
            Stage("مسودة", "done", "3 نوفمبر"),
            Stage("مصادقة", "done", "5 نوفمبر"),
            Stage("الأمانة", "late", "كان موعدها 10 نوفمبر"),
            Stage("الرئيسان المشاركان", "now", "واحد من اثنين"),
            Stage("قبول"),
            Stage("خطة العمل"),
        ],
        answers=[
            Answer("المضيف", "مؤسسة متو، كيليما", "#"),
            Answer("ما المشكلة؟", "الأسر تزور قليلًا وتغادر قلقة.", "#"),
            Answer("الخطوة الأولى", "", "#"),
        ],
        states=[
            State("بانتظار الرئيسين", "waiting"),
            State("يحتاج إليك", "attention"),
            State("متأخر", "breach"),
            State("تحقق الهدف", "done"),
            State("مسحوب", "neutral"),
        ],
        rows=[
            ("مؤسسة متو", "كيليما", 1240, "31 يناير 2027"),
            ("مركز البحيرات للحبس الاحتياطي", "كيليما", 386, "12 نوفمبر 2026"),
            ("مركز التدريب الشمالي", "كيليما", 92, "3 مارس 2027"),
        ],
        form=sample_form(
            ARABIC, {"sample-ar-place": "x", "sample-ar-day_day": "31", "sample-ar-day_month": "2"}, "ar"
        ),
        swatches=[("full", "قائم"), ("part", "جزئيًا"), ("planned", "مخطط"), ("none", "لم يُبلَّغ")],
        links=[Link("مفتوحة", "#", True), Link("مُجاب عنها", "#"), Link("الكل", "#")],
    )


def sample_form(words: dict[str, str], data: dict[str, str], code: str) -> Form:
    """A form that was sent half filled in, so that its errors show."""

    class SampleForm(Form):
        place = LineField(label=words["place"], help_text=words["place_hint"], min_length=4)
        problem = TextField(label=words["problem"], no_names_hint=True, longest=2000, rows=4)
        day = DateField(label=words["day"], help_text=words["day_hint"])
        kind = forms.ChoiceField(
            label=words["kind"], widget=forms.RadioSelect, choices=[("a", words["a"]), ("b", words["b"])]
        )
        groups = forms.MultipleChoiceField(
            label=words["groups"],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[
                (words["a"], [("1", words["b"])]),
                (words["kind"], [("2", words["a"]), ("3", words["b"])]),
            ],
        )
        select = forms.ChoiceField(
            label=words["kind"], required=False, choices=[("", "–"), ("a", words["a"])]
        )
        agree = forms.BooleanField(label=words["agree"], required=False)

    return SampleForm(data, prefix=f"sample-{code}")


ENGLISH = {
    "notice": "Endorsed on 5 November. The secretariat has ten working days.",
    "attention": "Two of your five nominees have no valid certificate on the day.",
    "breach": "The answer is overdue by two working days.",
    "done": "Your request was sent.",
    "own_words": "I want to work with my brother in his workshop and see my daughter every week.",
    "own_note": "Recorded on 2 November, in his language, with his mentor present.",
    "empty": "Nothing waits for you",
    "empty_text": "When somebody needs your answer, it stands here with the day it is due.",
    "action": "Write a request",
    "details": "Why do we ask this?",
    "details_text": "Because what nobody has agreed to does not happen.",
    "caption": "Facilities",
    "stacked": "Facilities, stacked on a phone",
    "french": "Associer les familles avant l'évaluation.",
    "name": "Name",
    "country": "Country",
    "places": "Places",
    "until": "Next review",
    "jump": "Jump to a name",
    "primary": "Send",
    "secondary": "Save and leave",
    "danger": "Withdraw",
    "link": "Cancel",
    "place": "Where is it?",
    "place_hint": "The name of the prison or training facility.",
    "problem": "What is the problem?",
    "day": "When is the first step?",
    "day_hint": "For example 27 3 2027.",
    "kind": "What kind of host?",
    "a": "Facility",
    "b": "Training facility",
    "groups": "Who must agree?",
    "agree": "I have read who can read this",
}
ARABIC = {
    "notice": "صودق عليه في 5 نوفمبر. أمام الأمانة عشرة أيام عمل.",
    "attention": "اثنان من مرشحيكم الخمسة بلا شهادة سارية.",
    "breach": "تأخر الرد يومي عمل.",
    "done": "أُرسل طلبكم.",
    "own_words": "أريد أن أعمل مع أخي في الورشة، وأن أرى ابنتي كل أسبوع.",
    "own_note": "سُجّل في 2 نوفمبر، بلغته، بحضور المرشد.",
    "empty": "لا شيء ينتظركم",
    "empty_text": "حين يحتاج أحد إلى ردكم يظهر هنا مع موعده.",
    "action": "كتابة طلب",
    "details": "لماذا نسأل عن هذا؟",
    "details_text": "لأن ما لم يوافق عليه أحد لا يحدث.",
    "caption": "المؤسسات",
    "stacked": "المؤسسات، مكدّسة على الهاتف",
    "french": "Associer les familles avant l'évaluation.",
    "name": "الاسم",
    "country": "البلد",
    "places": "الطاقة",
    "until": "المراجعة القادمة",
    "jump": "الانتقال إلى اسم",
    "primary": "إرسال",
    "secondary": "حفظ ومغادرة",
    "danger": "سحب",
    "link": "إلغاء",
    "place": "أين؟",
    "place_hint": "اسم المؤسسة السجنية أو مركز التدريب.",
    "problem": "ما المشكلة؟",
    "day": "متى الخطوة الأولى؟",
    "day_hint": "مثلًا 27 3 2027.",
    "kind": "ما نوع المضيف؟",
    "a": "مؤسسة سجنية",
    "b": "مركز تدريب",
    "groups": "من يجب أن يوافق؟",
    "agree": "قرأت من يستطيع قراءة هذا",
}
