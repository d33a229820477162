"""The words inside a file the portal keeps: for whoever searches them, or looks for a name that must go."""

import html
import re
import zipfile
from typing import NamedTuple

from pypdf import PdfReader
from pypdf.errors import PyPdfError

# Of one part of an Office file; what is longer was never typed by anybody.
LONGEST_PART = 50_000_000
_OFFICE = {".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"}
_PLAIN = {".txt", ".csv"}


class Words(NamedTuple):
    """`text`: what was read. `whole`: False where there is more than could be (a picture, a scan, a broken file)."""

    text: str
    whole: bool


def words_of(document) -> Words:
    """The words of a `Document`: its own title and author, then its pages or cells one after the other."""
    extension = document.extension.lower()
    with document.file.open("rb") as file:
        if extension == ".pdf":
            return _of_pdf(file)
        if extension in _OFFICE:
            return _of_office(file)
        if extension in _PLAIN:
            return Words(file.read().decode("utf-8", errors="replace"), True)
    return Words("", False)


def _of_pdf(file) -> Words:
    try:
        reader = PdfReader(file)
        labels = "\n".join(str(value) for value in (reader.metadata or {}).values())
        pages = "\n".join(page.extract_text() for page in reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):
        return Words("", False)
    return Words(f"{labels}\n{pages}", bool(pages.strip()))


def _of_office(file) -> Words:
    try:
        with zipfile.ZipFile(file) as parts:
            texts = [
                parts.read(part).decode("utf-8", errors="replace")
                for part in parts.infolist()
                if part.filename.endswith(".xml") and part.file_size <= LONGEST_PART
            ]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return Words("", False)
    # A word may be cut into runs, so a tag inside a paragraph leaves nothing behind.
    broken = (re.sub(r"</(?:w:p|a:p|text:p|text:h|si|row|w:tc)>", "\n", text) for text in texts)
    return Words(html.unescape("\n".join(re.sub(r"<[^>]*>", "", text) for text in broken)), True)
