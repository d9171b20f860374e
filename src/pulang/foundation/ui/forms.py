"""Forms that tell what they want, say what is wrong, and never lose what was typed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField as DjangoBoundField
from django.forms.renderers import DjangoTemplates
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from pulang.foundation.ui.wording import full_day

TOO_LONG = ngettext_lazy(
    "This has %(show_value)d character; the most is %(limit_value)d. Shorten it and send it again.",
    "This has %(show_value)d characters; the most is %(limit_value)d. Shorten it and send it again.",
    "show_value",
)
TOO_SHORT = ngettext_lazy(
    "This has %(show_value)d character; write at least %(limit_value)d.",
    "This has %(show_value)d characters; write at least %(limit_value)d.",
    "show_value",
)
DIRECTIONS = {
    **dict.fromkeys(("email", "number", "password", "tel", "url"), "ltr"),
    **dict.fromkeys(("text", "search"), "auto"),
}
OWN_TEMPLATES = {
    "django/forms/widgets/radio.html": "ui/forms/choices.html",
    "django/forms/widgets/checkbox_select.html": "ui/forms/choices.html",
}


class BoundField(DjangoBoundField):
    """A field on a page: what describes it, where its first input is, which way its text runs."""

    @property
    def no_names_hint(self) -> bool:
        """Whether "No names of people in custody." stands beside the field."""
        return bool(getattr(self.field, "no_names_hint", False))

    @property
    def longest(self) -> int | None:
        """The number of characters a long text may have, told beside the field."""
        return self.field.max_length if isinstance(self.field, TextField) else None

    @property
    def first_input(self) -> str:
        """The id an error summary links to; groups of inputs have no id of their own."""
        widget = self.field.widget
        if isinstance(widget, DateWidget):
            return f"{self.auto_id}_day"
        if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    @property
    def aria_describedby(self) -> str | None:
        """Hint, error and the two standing remarks, in the order in which they are printed."""
        if not self.auto_id or self.is_hidden or self.field.widget.attrs.get("aria-describedby"):
            return super().aria_describedby
        parts = {
            "helptext": self.help_text,
            "names": self.no_names_hint,
            "length": self.longest,
            "error": self.errors,
        }
        return " ".join(f"{self.auto_id}_{part}" for part, shown in parts.items() if shown) or None

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add the direction: automatic for what people write, left to right for what machines read."""
        built = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        direction = _direction(widget)
        if direction and "dir" not in widget.attrs:
            built["dir"] = direction
        return built


def _direction(widget: forms.Widget) -> str:
    if isinstance(widget, forms.Textarea):
        return "auto"
    return DIRECTIONS.get(getattr(widget, "input_type", None) or "", "")


class Renderer(DjangoTemplates):
    """Draws every form of the project, allauth's included, with our templates (FORM_RENDERER)."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = BoundField

    def get_template(self, template_name: str) -> Any:
        return super().get_template(OWN_TEMPLATES.get(template_name, template_name))


class Form(forms.Form):
    """The base of our forms. The server checks, in the reader's words; browsers' own bubbles stay off."""

    use_required_attribute = False
    label_suffix = ""
    default_renderer = Renderer()  # one for all, since each keeps the templates that it has read

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.speak_plainly()

    def speak_plainly(self) -> None:
        """Put our words in the place of Django's own messages; call again after adding fields."""
        for field in self.fields.values():
            _speak_plainly(field)


def _speak_plainly(field: forms.Field) -> None:
    """What a form chose for itself stays."""
    stock = {
        code: message
        for cls in reversed(type(field).__mro__)
        if cls.__module__.startswith("django.")
        for code, message in getattr(cls, "default_error_messages", {}).items()
    }
    for code, message in _plain_messages(field).items():
        if field.error_messages.get(code) is stock.get(code):
            field.error_messages[code] = message


def _plain_messages(field: forms.Field) -> dict[str, Any]:
    label = field.label or ""
    choose = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    return {
        "required": format_lazy(
            _("Choose an answer to “{label}”.") if choose else _("“{label}” is empty. Fill it in."),
            label=label,
        ),
        "invalid_choice": format_lazy(_("Choose one of the answers shown to “{label}”."), label=label),
        "max_length": TOO_LONG,
        "min_length": TOO_SHORT,
    }


class LineField(forms.CharField):
    """One line of text."""

    def __init__(self, *, no_names_hint: bool = False, autocomplete: str = "off", **kwargs: Any) -> None:
        self.no_names_hint = no_names_hint
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", autocomplete)


class TextField(forms.CharField):
    """Text of several lines. What is too long comes back whole with its length, not cut by the browser."""

    widget = forms.Textarea

    def __init__(
        self, *, no_names_hint: bool = False, rows: int = 5, longest: int | None = None, **kwargs: Any
    ) -> None:
        self.no_names_hint = no_names_hint
        super().__init__(**kwargs)
        self.max_length = longest
        self.widget.attrs.update(rows=rows)

    def to_python(self, value: Any) -> Any:
        """Line ends as one character, as they are counted."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text

    def validate(self, value: Any) -> None:
        super().validate(value)
        if self.max_length is not None and len(value) > self.max_length:
            counts = {"show_value": len(value), "limit_value": self.max_length}
            raise ValidationError(TOO_LONG, "max_length", counts)


class DateWidget(forms.MultiWidget):
    """Day, month and year as three short inputs; they keep exactly what was typed."""

    template_name = "ui/forms/date.html"
    use_fieldset = True

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        short = {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}
        parts = {"day": 2, "month": 2, "year": 4}
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput({**short, "size": size}) for part, size in parts.items()
        }
        super().__init__(widgets, dict(attrs or {}))

    def decompress(self, value: date | None) -> list[str]:
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        labels = (_("Day"), _("Month"), _("Year"))
        for part, label, kind in zip(context["widget"]["subwidgets"], labels, ("day", "month", "year"), strict=True):
            part["attrs"]["id"] = f"{context['widget']['attrs'].get('id', name)}_{kind}"
            part["label"], part["kind"] = label, kind
        return context


class DateField(forms.Field):
    """A whole date in three parts, optionally not before ``earliest`` nor after ``latest``."""

    widget = DateWidget
    default_error_messages = {
        "required": _("Enter the date with day, month and year, for example 27 3 2027."),
        "missing": _("The date is not complete: enter day, month and year."),
        "year": _("Enter the year with four digits, for example 2027."),
        "unreal": _("There is no such day. Check day, month and year."),
        "early": _("Enter a date that is not before %(limit)s."),
        "late": _("Enter a date that is not after %(limit)s."),
    }

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """The date of three typed parts; digits of any script are understood."""
        if value is None or isinstance(value, date):
            return value
        parts = [str(part or "").strip() for part in value]
        if not any(parts):
            return None
        if not all(parts):
            raise ValidationError(self.error_messages["missing"], "missing")
        return self._whole(parts)

    def _whole(self, parts: list[str]) -> date:
        if len(parts[2]) != 4:
            raise ValidationError(self.error_messages["year"], "year")
        try:
            day, month, year = (int(part) for part in parts)
            return date(year, month, day)
        except ValueError:
            raise ValidationError(self.error_messages["unreal"], "unreal") from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise ValidationError(self.error_messages["early"], "early", {"limit": full_day(self.earliest)})
        if value and self.latest and value > self.latest:
            raise ValidationError(self.error_messages["late"], "late", {"limit": full_day(self.latest)})

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class ReasonForm(Form):
    """Why something is taken back that others rely on."""

    reason = TextField(label=_("Reason"), longest=1000, rows=3, help_text=_("This is kept in the audit."))
