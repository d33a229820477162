"""What may be uploaded: a short list of kinds, each known by its name and by its content together.

Everything reads in chunks, so memory does not grow with the file, and nothing is unpacked. The checks keep
out mistakes (a Word file renamed to .pdf, a half-copied file, a password) and the plain attacks (zip bombs,
macros); they are no virus scanner.
"""

import codecs
import hashlib
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError

CHUNK = 64 * 1024  # bytes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and new ones locked with a password
ZIP = b"PK\x03\x04"
PDF = b"%PDF-"
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
BINARY_STARTS = (OLE, ZIP, PDF, PNG, JPEG)

# Limits on a zip container. A long report full of pictures stays far below each of them.
MOST_MEMBERS = 5_000
MOST_UNPACKED = 500 * 1024 * 1024  # bytes
MOST_RATIO = 200  # unpacked to packed, asked only above RATIO_FROM; plain XML reaches about 20
RATIO_FROM = 20 * 1024 * 1024  # bytes
LARGEST_DIRECTORY = 2 * 1024 * 1024  # bytes of the zip's table of contents, which is read as a whole
LARGEST_PART_READ = 1024 * 1024  # bytes


@dataclass(frozen=True)
class UploadFacts:
    """What was found out about an accepted file."""

    media_type: str
    extension: str  # without the dot; always "jpg" for a JPEG
    size: int  # bytes
    sha256: str  # hex
    label: str


@dataclass(frozen=True)
class Kind:
    extension: str
    media_type: str
    label: str
    spoken: str  # as in "says it is …"
    starts: bytes = b""
    main_part: str = ""  # Office: the folder the document proper lies in
    is_text: bool = False

    @property
    def is_zip(self) -> bool:
        return self.starts == ZIP


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
KINDS = {
    kind.extension: kind
    for kind in [
        Kind("pdf", "application/pdf", "PDF", "a PDF", PDF),
        Kind("docx", f"{_OOXML}wordprocessingml.document", "Word document", "a Word document", ZIP, "word/"),
        Kind("xlsx", f"{_OOXML}spreadsheetml.sheet", "Excel spreadsheet", "an Excel spreadsheet", ZIP, "xl/"),
        Kind("pptx", f"{_OOXML}presentationml.presentation", "PowerPoint slides", "PowerPoint", ZIP, "ppt/"),
        Kind("odt", f"{_ODF}text", "OpenDocument text", "an OpenDocument text", ZIP),
        Kind("ods", f"{_ODF}spreadsheet", "OpenDocument spreadsheet", "an OpenDocument spreadsheet", ZIP),
        Kind("csv", "text/csv", "CSV file", "a CSV file", is_text=True),
        Kind("txt", "text/plain", "Text file", "a text file", is_text=True),
        Kind("png", "image/png", "Image (PNG)", "a PNG image", PNG),
        Kind("jpg", "image/jpeg", "Image (JPEG)", "a JPEG image", JPEG),
    ]
}
ALIASES = {"jpeg": "jpg"}
ENDINGS = {*KINDS, *ALIASES, "ics", "json", "xml", "zip"}  # a dot before anything else belongs to the title
# Kinds we refuse but can say what to do about.
SAVE_AS = {
    **dict.fromkeys(["doc", "dot", "rtf"], ("an older Word format", ".docx")),
    **dict.fromkeys(["xls", "xlt"], ("an older Excel format", ".xlsx")),
    **dict.fromkeys(["ppt", "pps"], ("an older PowerPoint format", ".pptx")),
    **dict.fromkeys(["docm", "dotm"], ("a Word format that can hold macros", ".docx")),
    **dict.fromkeys(["xlsm", "xltm", "xlsb"], ("an Excel format that can hold macros", ".xlsx")),
    **dict.fromkeys(["pptm", "ppsm"], ("a PowerPoint format that can hold macros", ".pptx")),
}
ACCEPTED = (
    "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument (.odt, .ods), CSV, plain text, PNG or JPEG"
)


def check_upload(upload, *, largest: int) -> UploadFacts:
    """Facts about an uploaded file, once its name and its content agree on a kind we take.

    `upload` follows Django's UploadedFile; it is left at its beginning. `largest` is in bytes. Raises
    ValidationError with one sentence or two that a clerk can act on.
    """
    name = PurePosixPath(str(upload.name).replace("\\", "/")).name
    kind = _kind_of(name)
    if upload.size is not None and upload.size > largest:
        raise _too_large(upload.size, largest)
    try:
        head, size, sha256 = _read_through(upload, kind, name, largest)
        if size == 0:
            raise ValidationError(f"{name} is empty. Check the file and upload it again.", code="empty")
        _check_start(head, kind, name)
        if kind.is_zip:
            _check_container(upload, size, kind, name)
    finally:
        upload.seek(0)
    return UploadFacts(kind.media_type, kind.extension, size, sha256, kind.label)


def _kind_of(name: str) -> Kind:
    extension = PurePosixPath(name).suffix.lower().removeprefix(".")
    if not extension:
        raise ValidationError(
            f"{name} has no ending such as .pdf, so we cannot tell what it is. We can take {ACCEPTED}.",
            code="extension",
        )
    if extension in SAVE_AS:
        was, better = SAVE_AS[extension]
        raise ValidationError(
            f"{name} is in {was}. Open it, save it as {better} or PDF, and upload that.", code="extension"
        )
    kind = KINDS.get(ALIASES.get(extension, extension))
    if kind is None:
        raise ValidationError(f"We cannot take .{extension} files. We can take {ACCEPTED}.", code="extension")
    return kind


def _too_large(size: int, largest: int) -> ValidationError:
    said, limit = human_size(size), human_size(largest)
    if said == limit:
        said = f"a little over {limit}"
    return ValidationError(f"The file is {said}. The largest we can take is {limit}.", code="too_large")


def _not_what_it_says(kind: Kind, name: str) -> ValidationError:
    return ValidationError(f"{name} says it is {kind.spoken} but its content is not.", code="mismatch")


def _read_through(upload, kind: Kind, name: str, largest: int) -> tuple[bytes, int, str]:
    """The first bytes, the true size and the SHA-256; the declared size is the sender's word only."""
    upload.seek(0)
    head, size, digest = b"", 0, hashlib.sha256()
    check_text = _text_checker(name) if kind.is_text else None
    for chunk in upload.chunks(CHUNK):
        size += len(chunk)
        if size > largest:
            raise _too_large(max(size, upload.size or 0), largest)
        if len(head) < CHUNK:
            head += chunk[:CHUNK]
        digest.update(chunk)
        if check_text:
            check_text(chunk, False)
    if check_text:
        check_text(b"", True)
    return head, size, digest.hexdigest()


def _text_checker(name: str) -> Callable[[bytes, bool], None]:
    """A function to be fed each chunk; refuses what is neither UTF-8 nor Windows-1252 text."""
    decoders = [codecs.getincrementaldecoder(encoding)() for encoding in ("utf-8", "cp1252")]

    def check(chunk: bytes, final: bool) -> None:
        for decoder in list(decoders):
            try:
                decoder.decode(chunk, final)
            except UnicodeDecodeError:
                decoders.remove(decoder)
        if b"\0" in chunk or not decoders:
            raise ValidationError(
                f"{name} is not plain text that we can read. Save it again as CSV or text in UTF-8.",
                code="not_text",
            )

    return check


def _check_start(head: bytes, kind: Kind, name: str) -> None:
    if kind.is_text:
        if head.startswith(BINARY_STARTS):
            raise _not_what_it_says(kind, name)
        return
    if kind.is_zip and head.startswith(OLE):
        # A password turns a .docx into an OLE container; so does renaming a .doc.
        raise ValidationError(
            f"{name} is locked with a password, or is an older Office file with a new ending. "
            f"Open it, remove any password, save it as .{kind.extension} and upload that.",
            code="locked",
        )
    if not head.startswith(kind.starts):
        raise _not_what_it_says(kind, name)


# Inside a zip container


def _check_container(upload, size: int, kind: Kind, name: str) -> None:
    damaged = ValidationError(
        f"{name} is damaged or was not copied completely. Open it to check, then upload it again.",
        code="damaged",
    )
    if not _directory_is_modest(upload, size):
        raise damaged
    try:
        with zipfile.ZipFile(upload) as container:
            _check_members(container.infolist(), kind, name)
            _check_identity(container, kind, name)
    # What zipfile raises over a broken or ill-meant file is not one family of errors.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, RuntimeError) as error:
        raise damaged from error


def _directory_is_modest(upload, size: int) -> bool:
    """Whether zipfile may read the table of contents, which it does in one go whatever its length."""
    tail_length = min(size, 22 + 65_535 + 20)  # end record, longest comment, locator of a 64-bit directory
    upload.seek(size - tail_length)
    tail = upload.read(tail_length)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22 or b"PK\x06\x07" in tail[max(at - 20, 0) : at]:
        return False
    members, length = struct.unpack_from("<HL", tail, at + 10)
    return members <= MOST_MEMBERS and length <= LARGEST_DIRECTORY


def _check_members(members: list[zipfile.ZipInfo], kind: Kind, name: str) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise _locked(kind, name)
    if any(_leads_outside(member.orig_filename) for member in members):
        raise ValidationError(
            f"{name} holds parts that point outside the file, which no office program writes. We cannot take it.",
            code="unsafe",
        )
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_FROM and unpacked > MOST_RATIO * packed):
        raise ValidationError(
            f"{name} would unpack to {human_size(unpacked)}, which is more than we can open safely. "
            "Save it as PDF and upload that.",
            code="bomb",
        )
    if any(_is_macro(member.filename.lower()) for member in members):
        raise _holds_macros(kind, name)


def _leads_outside(path: str) -> bool:
    return path.startswith(("/", "\\")) or ":" in path or ".." in re.split(r"[/\\]", path) or "\0" in path


def _is_macro(path: str) -> bool:
    return path.endswith("vbaproject.bin") or "/macrosheets/" in path or path.startswith(("basic/", "scripts/"))


def _check_identity(container: zipfile.ZipFile, kind: Kind, name: str) -> None:
    """Any program can write a zip: what is inside says whether it is the kind its name says."""
    names = set(container.namelist())
    if kind.main_part:
        types = _part(container, "[Content_Types].xml") if "[Content_Types].xml" in names else b""
        if b"macroEnabled" in types:
            raise _holds_macros(kind, name)
        if not types or not any(path.startswith(kind.main_part) for path in names):
            raise _not_what_it_says(kind, name)
    else:
        stated = _part(container, "mimetype") if "mimetype" in names else b""
        if stated.strip() != kind.media_type.encode():
            raise _not_what_it_says(kind, name)
        if b"encryption-data" in _part(container, "META-INF/manifest.xml"):
            raise _locked(kind, name)


def _part(container: zipfile.ZipFile, path: str) -> bytes:
    with container.open(path) as part:
        return part.read(LARGEST_PART_READ)


def _locked(kind: Kind, name: str) -> ValidationError:
    return ValidationError(
        f"{name} is locked with a password. Open it, remove the password, save it and upload that.",
        code="locked",
    )


def _holds_macros(kind: Kind, name: str) -> ValidationError:
    return ValidationError(
        f"{name} holds macros (small programs), which we cannot take. "
        f"Save it without them as .{kind.extension} or PDF, and upload that.",
        code="macros",
    )


# Names and sizes


def human_size(size: int) -> str:
    """A number of bytes as people say it: "512 bytes", "12 KB", "1.2 MB". 1 KB is 1,024 bytes."""
    if size < 1024:
        return "1 byte" if size == 1 else f"{size} bytes"
    for power, unit in enumerate(["KB", "MB", "GB"], start=1):
        amount = round(size / 1024**power, 0 if unit == "KB" else 1)
        if amount < 1024 or unit == "GB":
            break
    return f"{amount:,.1f}".removesuffix(".0") + f" {unit}"


def safe_filename(name: str, *, longest: int = 80) -> str:
    """A name for a download: lower-case ASCII words joined by hyphens, at most `longest` characters.

    Made from the title and its ending: "Minutes of 24 June 2024.PDF" is "minutes-of-24-june-2024.pdf".
    "document" if the title has no letter that ASCII can write.
    """
    stem, dot, last = name.strip().rpartition(".")
    ending = dot + last.lower()
    if last.lower() not in ENDINGS or not dot:
        stem, ending = name, ""
    # Accents come apart from their letters and go; so do apostrophes, which would cut "panel's" in two.
    plain = re.sub(r"[\u0300-\u036f'\u2018\u2019]", "", unicodedata.normalize("NFKD", stem)).lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "document"
    room = longest - len(ending)
    if len(words) > room:
        cut = words[: room + 1].rpartition("-")[0]
        words = cut if len(cut) > room // 2 else words[:room]
    return words.strip("-") + ending
