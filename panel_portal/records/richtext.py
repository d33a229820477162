"""Rich text: one allow-list, applied once, on the way into the database.

`clean` works in two steps. The first reads whatever was typed or pasted (plain text, the editor's HTML,
Word's, a broken page) into blocks (`tagsoup`, `markup`) and writes those out in one canonical form. The second
passes that through nh3, whose answer is what gets stored: safety rests on nh3 alone, good manners on the
reader. The reader comes first because nh3's own parser takes quadratic time on deeply nested markup, and
because dropping a tag after parsing can leave HTML that parses differently the next time; a canonical form
does not.
"""

import html as htmllib
from functools import lru_cache

import nh3
from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.widgets import AdminProseEditorWidget

from panel_portal.records import markup

ALLOWED = {
    **dict.fromkeys(["p", "h3", "h4", "h5", "ul", "li", "blockquote", "br"], frozenset()),
    **dict.fromkeys(["strong", "em", "sub", "sup"], frozenset()),
    **dict.fromkeys(["table", "thead", "tbody", "tr"], frozenset()),
    "a": frozenset({"href"}),
    "ol": frozenset({"start", "type"}),
    "th": frozenset({"scope", "colspan", "rowspan"}),
    "td": frozenset({"colspan", "rowspan"}),
}
SCHEMES = frozenset({"http", "https", "mailto"})
_GATE = nh3.Cleaner(
    tags=set(ALLOWED),
    attributes={tag: set(names) for tag, names in ALLOWED.items()},
    url_schemes=set(SCHEMES),
    link_rel="noopener",
)


def clean(html: str) -> str:
    """The text as it may be stored: only `ALLOWED` tags and attributes, in canonical form.

    Text without a block tag is read as typed text: a blank line separates paragraphs, a single line end is a
    `<br>`, lines that begin with a bullet glyph become a list, and `<` and `&` stay what they are.
    Never raises for a str, takes linear time, and cleaning twice is cleaning once.
    """
    return _GATE.clean(markup.as_html(blocks(html)))


def as_text(html: str) -> str:
    """Plain text for search, e-mail and comparison: a blank line between blocks, "• " before each bullet."""
    return markup.as_text(blocks(html))


def bullets(html: str) -> list[str]:
    """Plain text of each item of the outermost lists, in order, without its bullet or number."""
    return [
        markup.as_text(item, "\n") for block in blocks(html) if isinstance(block, markup.List) for item in block.items
    ]


def without_lists(html: str) -> str:
    """Plain text of everything but the outermost lists."""
    return markup.as_text([block for block in blocks(html) if not isinstance(block, markup.List)])


def render(html: str) -> SafeString:
    """Stored rich text for a template. It was cleaned on its way in, so it is not escaped on its way out."""
    return mark_safe(html)  # noqa: S308


def blocks(html: str) -> list:
    """What a text is made of (`markup`), for whoever writes it in another form."""
    return markup.read(html, allows_address=_allows_address)


@lru_cache(maxsize=1_000)
def _allows_address(href: str) -> bool:
    return "href" in _GATE.clean(f'<a href="{htmllib.escape(href)}"></a>')


# The field

MAX_CHARACTERS = 500_000
# The editor offers what the allow-list keeps, and nothing else.
EDITOR = {
    "extensions": {
        "Bold": True,
        "Italic": True,
        "Subscript": True,
        "Superscript": True,
        "HardBreak": True,
        "Heading": {"levels": [3, 4, 5]},
        "BulletList": True,
        "OrderedList": True,
        "ListItem": True,
        "Blockquote": True,
        "Link": {"enableTarget": False, "protocols": sorted(SCHEMES)},
        "Table": True,
        "TableRow": True,
        "TableHeader": True,
        "TableCell": True,
        "History": True,
    }
}


def _refuse_if_longer(text: str, most: int) -> None:
    if len(text) > most:
        raise ValidationError(
            f"This text is {len(text):,} characters long; the most this field holds is {most:,}. "
            "Put the rest in a paper and attach it.",
            code="max_characters",
        )


def _checked_and_cleaned(text: str, most: int) -> str:
    _refuse_if_longer(text, most)
    cleaned = clean(text)
    _refuse_if_longer(cleaned, most)
    return cleaned


class RichTextArea(AdminProseEditorWidget):
    """The editor in the admin and in the workspaces; without JavaScript it is the textarea it is built on."""

    def __init__(self, attrs=None):
        super().__init__(attrs={"rows": 12, **(attrs or {})}, config=EDITOR, preset="configurable")


class RichTextFormField(forms.CharField):
    """Cleans what was sent before asking whether anything was: an empty paragraph is an empty answer."""

    widget = RichTextArea

    def __init__(self, *, max_characters: int = MAX_CHARACTERS, **kwargs):
        self.max_characters = max_characters
        super().__init__(**kwargs)

    def to_python(self, value):
        return _checked_and_cleaned(super().to_python(value), self.max_characters)


class RichTextField(models.TextField):
    """A text column that cannot be written without being cleaned.

    `max_characters` counts the HTML, tags included; it is a guard against mistakes and abuse, checked where
    models are validated. `create()`, `save()` and `bulk_create()` leave the cleaned text on the instance; a
    bulk update cleans the column only. A database expression (`Value`, `Concat`) has no text to clean, so do
    not write one here.
    """

    def __init__(self, *args, max_characters: int = MAX_CHARACTERS, **kwargs):
        self.max_characters = max_characters
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.max_characters != MAX_CHARACTERS:
            kwargs["max_characters"] = self.max_characters
        return name, path, args, kwargs

    def clean(self, value, model_instance):
        if isinstance(value, str):
            value = _checked_and_cleaned(value, self.max_characters)
        return super().clean(value, model_instance)

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = clean(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        return super().get_db_prep_save(clean(value) if isinstance(value, str) else value, connection)

    def value_from_object(self, obj):
        value = super().value_from_object(obj)
        # A SafeString would reach the textarea unescaped, and escaped text would turn into tags.
        return str.__str__(value) if isinstance(value, str) else value

    def formfield(self, **kwargs):
        # The admin proposes its own textarea for every TextField; another widget was asked for on purpose.
        if kwargs.get("widget", AdminTextareaWidget) is AdminTextareaWidget:
            kwargs["widget"] = RichTextArea
        return super().formfield(**{"form_class": RichTextFormField, "max_characters": self.max_characters, **kwargs})
