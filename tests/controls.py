"""Whether everything on a page into which something is typed or chosen has a name for a screen reader (WCAG 4.1.2).

axe asks this too, of the pages that the browser tests open; this is quick enough for every page there is."""

from html.parser import HTMLParser

NOT_ASKED = {"hidden", "submit", "button", "reset", "image"}


class _Controls(HTMLParser):
    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.labelled, self.found, self._labels_open = set(), [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "label":
            self._labels_open += 1
            self.labelled.add(attributes.get("for"))
        elif tag in {"select", "textarea"} or tag == "input" and attributes.get("type") not in NOT_ASKED:
            named = self._labels_open or attributes.get("aria-label") or attributes.get("aria-labelledby")
            self.found.append((attributes, bool(named)))

    def handle_endtag(self, tag):
        if tag == "label":
            self._labels_open -= 1


def unnamed_controls(html: str) -> list[str]:
    """The names under which the controls are sent that have neither a label nor another name."""
    page = _Controls(html)
    return [
        attributes.get("name", "")
        for attributes, named in page.found
        if not named and attributes.get("id") not in page.labelled - {None}
    ]
