"""The one inline script of the site: the import map of the rich text editor, allowed by its hash on admin pages."""

import base64
import functools
import hashlib
import re

from csp.constants import SELF
from django_prose_editor.widgets import importmap


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
        response._csp_replace = {"script-src": [SELF, import_map_hash()]}
        return response

    return wrapped
