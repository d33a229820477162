"""Pages read as a browser reads them: forms with what stands in their fields, sentences in red, words in order."""

from html.parser import HTMLParser

BLOCKS = {"p", "li", "ul", "ol", "h1", "h2", "h3", "h4", "div", "br", "dd", "dt", "td", "tr", "th", "section"}


class Page(HTMLParser):
    """`Page(response)`: its `forms`, the sentences in red (`errors`), its `links` by their words, its `words`."""

    def __init__(self, response):
        super().__init__(convert_charrefs=True)
        self.html = response.content.decode()
        self.forms, self.errors, self.links = [], [], {}
        self._lines = [""]
        self._form = self._textarea = self._select = self._link = None
        self._error_lists = self._unread = 0
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in {"script", "style"}:
            self._unread += 1
        if tag in BLOCKS:
            self._lines.append("")
        if tag == "a":
            self._link = [attrs.get("href", ""), ""]
        elif tag == "ul" and "errorlist" in attrs.get("class", ""):
            self._error_lists += 1
        elif tag == "li" and self._error_lists:
            self.errors.append("")
        elif tag == "form":
            self._form = {}
            self.forms.append((attrs.get("action", ""), self._form))
        elif self._form is not None:
            self._read_field(tag, attrs)

    def _read_field(self, tag, attrs):
        name, kind = attrs.get("name"), attrs.get("type", "text")
        if tag == "option" and self._select:
            self._unread_option(attrs)
        elif not name or "disabled" in attrs or tag == "button" or kind in {"submit", "file"}:
            return
        elif tag == "textarea":
            self._textarea, self._form[name] = name, ""
        elif tag == "select":
            self._select = name
            self._form[name] = [] if "multiple" in attrs else None
        elif tag == "input" and kind in {"checkbox", "radio"}:
            if "checked" in attrs:
                self._form.setdefault(name, []).append(attrs.get("value", "on"))
        elif tag == "input":
            self._form[name] = attrs.get("value", "")

    def _unread_option(self, attrs):
        value, chosen = attrs.get("value", ""), self._form[self._select]
        if isinstance(chosen, list):
            if "selected" in attrs:
                chosen.append(value)
        elif chosen is None or "selected" in attrs:  # with none selected, the first one is
            self._form[self._select] = value

    def handle_endtag(self, tag):
        if tag in {"script", "style"}:
            self._unread -= 1
        elif tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._textarea:
            self._form[self._textarea] = self._form[self._textarea].removeprefix("\n")
            self._textarea = None
        elif tag == "ul" and self._error_lists:
            self._error_lists -= 1
        elif tag == "a" and self._link:
            address, words = self._link
            self.links[" ".join(words.split())] = address
            self._link = None

    def handle_data(self, data):
        if self._textarea:
            self._form[self._textarea] += data
        elif not self._unread:
            self._lines[-1] += data
            if self._link:
                self._link[1] += data
            if self._error_lists and self.errors:
                self.errors[-1] += data

    @property
    def words(self) -> str:
        """What is read, one line a paragraph."""
        lines = (" ".join(line.split()) for line in self._lines)
        return "\n".join(line for line in lines if line)

    def form_to(self, address: str) -> dict:
        return next(fields for action, fields in self.forms if action == address)


def typed(response) -> dict:
    """What a browser would send if Save were pressed now: every field of the page's largest form, as it stands."""
    fields = dict(max((fields for _, fields in Page(response).forms), key=len))
    fields.pop("csrfmiddlewaretoken", None)
    return fields


def in_order(words: str, parts) -> None:
    """Assert that `parts` stand in `words`, each after the one before."""
    here = 0
    for part in parts:
        part = " ".join(part.split())
        found = words.find(part, here)
        assert found >= 0, f"not there, or not after the part before it: {part}"
        here = found + len(part)


def errors_by_field(response) -> dict[str, list[str]]:
    """The sentences of an answer by the name of the field at which they stand."""
    context = response.context
    if "bench" in context:
        parts = context["bench"].forms
    else:
        parts = [context["adminform"].form, *(inline.formset for inline in context["inline_admin_formsets"])]
    found = {}
    for part in parts:
        for form in getattr(part, "forms", [part]):
            found |= {form.add_prefix(name): list(sentences) for name, sentences in form.errors.items()}
    return found
