"""What people send about one change of an edition: what it is to say, and why. One form for each kind of change."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.forms.editions import Choices, set_choices
from pulang.foundation.ui.editing import EditForm, version
from pulang.foundation.ui.forms import LineField, TextField


class ChangeForm(EditForm):
    """Last question: what it is to say, and why. ``CONTENT`` are the fields that the operation keeps."""

    CONTENT: ClassVar[tuple[str, ...]] = ()

    reason = TextField(
        label=_("Why"), longest=2000, rows=2, help_text=_("For whoever approves it, and for whoever comes after you.")
    )
    provision = forms.ChoiceField(label=_("Good practice that it serves"), required=False)

    def __init__(self, *args: Any, provisions: Choices, given: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "provision", [("", _("None")), *provisions])
        for name, choices in given.items():
            if name in self.fields:
                set_choices(self, name, choices)
        self.settle(self.CONTENT)

    def settle(self, first: Iterable[str]) -> None:
        """Put the fields in order once they are all there, and note what stood in them."""
        self.order_fields([*first, "reason", "provision"])
        self.speak_plainly()
        self.initial["seen"] = version(self._own(self.initial))

    def content(self) -> dict[str, Any]:
        """What the operation says."""
        return {name: self.cleaned_data[name] for name in self.CONTENT if self.cleaned_data.get(name) not in ("", None)}

    def provision_id(self) -> UUID | None:
        """The key of the good practice that was chosen."""
        chosen = self.cleaned_data["provision"]
        return UUID(chosen) if chosen else None


class PlainForm(ChangeForm):
    """Leaving out: nothing but the reason."""


class TitleForm(ChangeForm):
    """A title."""

    CONTENT: ClassVar[tuple[str, ...]] = ("heading",)
    heading = LineField(label=_("Title"), max_length=200)


class TextForm(ChangeForm):
    """The text of a section."""

    CONTENT: ClassVar[tuple[str, ...]] = ("heading", "text")
    heading = LineField(label=_("Heading"), max_length=200)
    text = TextField(label=_("Text"), longest=20_000, rows=12, help_text=_("CommonMark: * for lists, ** for emphasis."))


class LineOfActivityForm(ChangeForm):
    """A text of an activity."""

    CONTENT: ClassVar[tuple[str, ...]] = ("text",)
    text = TextField(label=_("Text"), longest=6000, rows=8)


class StatusMixin(forms.Form):
    """How a translation came about."""

    status = forms.ChoiceField(
        label=_("How it was translated"),
        choices=[
            ("reviewed", _("By a person, or checked by one")),
            ("machine-assisted", _("By a machine, not checked yet")),
            ("practitioner-approved", _("Approved by a practitioner")),
        ],
    )


class TranslateTitleForm(StatusMixin, TitleForm):
    """The translation of a title."""

    CONTENT: ClassVar[tuple[str, ...]] = ("heading", "status")


class TranslateTextForm(StatusMixin, TextForm):
    """The translation of a section."""

    CONTENT: ClassVar[tuple[str, ...]] = ("heading", "text", "status")


class TranslateLineForm(StatusMixin, LineOfActivityForm):
    """The translation of a text of an activity."""

    CONTENT: ClassVar[tuple[str, ...]] = ("text", "status")


class LawForm(ChangeForm):
    """A note on local law, with its source."""

    CONTENT: ClassVar[tuple[str, ...]] = ("text", "source")
    text = TextField(label=_("What the law says here"), longest=4000, rows=6)
    source = LineField(label=_("Source"), max_length=300, help_text=_("The act, its section and its date."))


class OwnActivityForm(ChangeForm):
    """A small activity of one's own."""

    CONTENT: ClassVar[tuple[str, ...]] = ("kind", "title", "prompt")
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("reflection", _("Reflection")), ("group-task", _("Group task"))]
    )
    title = LineField(label=_("Title"), max_length=200)
    prompt = TextField(label=_("What participants are asked"), longest=6000, rows=6)


class NewActivityForm(OwnActivityForm):
    """The same, and in which block it is done."""

    CONTENT: ClassVar[tuple[str, ...]] = ("block", *OwnActivityForm.CONTENT)
    block = forms.ChoiceField(label=_("In which block"))


class TimedForm(ChangeForm):
    """What has minutes and a method."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=240)
    shortest = forms.IntegerField(
        label=_("Minutes at the shortest"), min_value=1, max_value=240, required=False,
        help_text=_("When the session runs late."),
    )  # fmt: skip
    method = forms.ChoiceField(label=_("Method"))


class NewBlockForm(TimedForm):
    """A block of a session."""

    CONTENT: ClassVar[tuple[str, ...]] = ("after", "title", "text", "minutes", "shortest", "method")
    after = forms.ChoiceField(label=_("After"), required=False)
    title = LineField(label=_("Title"), max_length=200)
    text = TextField(label=_("Notes for the facilitator"), longest=20_000, rows=8)


class OwnSessionForm(TimedForm):
    """A session of one's own, with one block; more blocks are added afterwards."""

    CONTENT: ClassVar[tuple[str, ...]] = (
        "title",
        "objectives",
        "materials",
        "participants",
        "text",
        "minutes",
        "shortest",
        "method",
    )
    title = LineField(label=_("Title"), max_length=200)
    objectives = TextField(
        label=_("Objectives"), longest=4000, rows=4, help_text=_("One line after a hyphen for each.")
    )
    materials = TextField(label=_("Materials"), longest=4000, rows=3, help_text=_("One line after a hyphen for each."))
    participants = TextField(label=_("What participants read and keep"), longest=20_000, rows=8)
    text = TextField(label=_("Notes for the facilitator"), longest=20_000, rows=8)


class NewSessionForm(OwnSessionForm):
    """The same, and after which session it stands; it serves a good practice."""

    CONTENT: ClassVar[tuple[str, ...]] = ("after", *OwnSessionForm.CONTENT)
    after = forms.ChoiceField(label=_("After"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provision"].required = True


class OrderForm(ChangeForm):
    """The place of each module or session."""

    def __init__(self, *args: Any, given: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, given={}, **kwargs)
        self.keys = [str(key) for key, _title in given["order"]]
        for number, (key, title) in enumerate(given["order"], 1):
            self.fields[f"place-{key}"] = forms.IntegerField(
                label=title, min_value=1, max_value=len(self.keys), initial=number
            )
        self.settle(f"place-{key}" for key in self.keys)

    def content(self) -> dict[str, Any]:
        return {"order": sorted(self.keys, key=lambda key: self.cleaned_data[f"place-{key}"])}

    def clean(self) -> dict[str, Any]:
        """Each place once."""
        cleaned = super().clean()
        found = [self.cleaned_data.get(f"place-{key}") for key in self.keys]
        if None not in found and len(set(found)) < len(found):
            raise ValidationError(_("Two of them have the same place. Give each a place of its own."))
        return cleaned


class TermForm(ChangeForm):
    """The own word in each language in which the glossary has one."""

    def __init__(self, *args: Any, given: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, given={}, **kwargs)
        self.words = {str(code): str(word) for code, word in given["words"]}
        names = dict(settings.LANGUAGES)
        for code, word in self.words.items():
            self.fields[f"word-{code}"] = LineField(
                label=_("%(language)s: instead of “%(word)s”") % {"language": names[code], "word": word},
                max_length=200, required=False,
            )  # fmt: skip
        self.settle(f"word-{code}" for code in self.words)

    def content(self) -> dict[str, Any]:
        words = {code: self.cleaned_data[f"word-{code}"].strip() for code in self.words}
        return {"words": {code: word for code, word in words.items() if word}}

    def clean(self) -> dict[str, Any]:
        """At least one word, and none with a sign that would change the text around it."""
        cleaned = super().clean()
        words = [str(self.cleaned_data.get(f"word-{code}", "")) for code in self.words]
        if not any(words):
            raise ValidationError(_("Give your own word in at least one language."))
        if any(sign in word for word in words for sign in "<>[]*_`#|\\\n"):
            raise ValidationError(_("A word has letters, spaces and hyphens only."))
        return cleaned
