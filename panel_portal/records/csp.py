"""What the rich text editor needs inline, allowed by hash on admin pages only: its import map and its base styles."""

import base64
import functools
import hashlib
import re

from csp.constants import SELF
from django_prose_editor.widgets import importmap

# The styles that ProseMirror puts into a style element of its own (django-prose-editor's editor.js). After an upgrade
# the browser tests, which fail on any CSP message in the console, say the new hash.
EDITOR_STYLE_HASH = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"


@functools.cache
def import_map_hash() -> str:
    """'sha256-…' of exactly what stands between the script tags."""
    inside = re.search(r"<script[^>]*>(.*)</script>", str(importmap), re.DOTALL).group(1)
    return f"'sha256-{base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()}'"


def allow_editor_import_map(view):
    """Wrap an admin view so that its response may carry the editor."""

    @functools.wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response._csp_replace = {
            "script-src": [SELF, import_map_hash()],
            "style-src": [SELF, EDITOR_STYLE_HASH],
        }
        return response

    return wrapped
