import hashlib
import io
import struct
import tracemalloc
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from panel_portal.records.uploads import (
    CHUNK,
    KINDS,
    MOST_MEMBERS,
    OLE,
    UploadFacts,
    check_upload,
    human_size,
    safe_filename,
)

MB = 1024 * 1024
DOCX_TYPES = b'<Types><Override ContentType="application/vnd...wordprocessingml.document.main+xml"/></Types>'
ODT = b"application/vnd.oasis.opendocument.text"


class Upload(io.BytesIO):
    """What Django's UploadedFile promises, and no more."""

    def __init__(self, name, content, *, declared=None):
        super().__init__(content)
        self.name = name
        self.size = len(content) if declared is None else declared

    def chunks(self, chunk_size=CHUNK):
        self.seek(0)
        while chunk := self.read(chunk_size):
            yield chunk


def zipped(members, *, compression=zipfile.ZIP_DEFLATED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as container:
        for path, content in members.items():
            container.writestr(path, content)
    return made.getvalue()


def office(main="word/document.xml", **more):
    return zipped({"[Content_Types].xml": DOCX_TYPES, main: b"<xml/>", **more})


def open_document(mimetype=ODT, manifest=b"<manifest/>", **more):
    return zipped({"mimetype": mimetype, "META-INF/manifest.xml": manifest, "content.xml": b"<x/>", **more})


def pdf():
    made, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(width=100, height=100)
    writer.write(made)
    return made.getvalue()


GOOD = {
    "minutes.pdf": (pdf(), "PDF"),
    "letter.docx": (office(), "Word document"),
    "letter 2.docx": (office("word/document2.xml"), "Word document"),
    "budget.xlsx": (office("xl/workbook.xml"), "Excel spreadsheet"),
    "slides.pptx": (office("ppt/presentation.xml"), "PowerPoint slides"),
    "letter.odt": (open_document(), "OpenDocument text"),
    "budget.ods": (
        open_document(b"application/vnd.oasis.opendocument.spreadsheet"),
        "OpenDocument spreadsheet",
    ),
    "questions.csv": ("Name,Question\nZoë,£5 “extra”\n".encode(), "CSV file"),
    "excel's own.csv": ("Name,Question\nZoë,£5 “extra”\n".encode("cp1252"), "CSV file"),
    "notes.TXT": (b"Plain.\r\n", "Text file"),
    "chart.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "Image (PNG)"),
    "chair.jpg": (b"\xff\xd8\xff\xe0" + b"\0" * 20, "Image (JPEG)"),
    "chair.JPEG": (b"\xff\xd8\xff\xe1" + b"\0" * 20, "Image (JPEG)"),
}


def refusal(name, content, *, largest=50 * MB, declared=None):
    upload = Upload(name, content, declared=declared)
    with pytest.raises(ValidationError) as error:
        check_upload(upload, largest=largest)
    assert upload.tell() == 0
    return error.value


# What is taken


@pytest.mark.parametrize("name", GOOD)
def test_check_upload_of_good_file_states_the_facts(name):
    content, label = GOOD[name]
    upload = Upload(name, content)
    facts = check_upload(upload, largest=MB)
    extension = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    sha256 = hashlib.sha256(content).hexdigest()
    assert facts == UploadFacts(KINDS[extension].media_type, extension, len(content), sha256, label)
    assert upload.tell() == 0


def test_check_upload_of_a_django_upload_works_as_of_ours():
    content, label = GOOD["letter.docx"]
    assert check_upload(SimpleUploadedFile("letter.docx", content), largest=MB).label == label


def test_check_upload_of_name_with_folders_looks_at_last_part():
    assert check_upload(Upload("C:\\Papers\\v1.2\\minutes.pdf", pdf()), largest=MB).extension == "pdf"


def test_check_upload_of_utf8_character_split_between_chunks_is_text():
    content = b"a" * (CHUNK - 1) + "é".encode()
    assert check_upload(Upload("notes.txt", content), largest=MB).size == CHUNK + 1


def test_check_upload_of_large_file_uses_little_memory():
    content = b"%PDF-1.7\n" + b"x" * 30 * MB
    upload = Upload("scan.pdf", content)
    tracemalloc.start()
    check_upload(upload, largest=50 * MB)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MB


# What is refused, and what the clerk is told


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("minutes.pdf", office(), "minutes.pdf says it is a PDF but its content is not."),
        ("minutes.pdf", b"<html>%PDF-", "minutes.pdf says it is a PDF but its content is not."),
        ("letter.docx", pdf(), "letter.docx says it is a Word document but its content is not."),
        (
            "letter.docx",
            zipped({"a.txt": b"x"}),
            "letter.docx says it is a Word document but its content is not.",
        ),
        ("letter.docx", zipped({"word/document.xml": b"x"}), "letter.docx says it is a Word document but"),
        ("budget.xlsx", office(), "budget.xlsx says it is an Excel spreadsheet but its content is not."),
        ("slides.pptx", office(), "slides.pptx says it is PowerPoint but its content is not."),
        ("budget.ods", open_document(), "budget.ods says it is an OpenDocument spreadsheet but"),
        ("letter.odt", office(), "letter.odt says it is an OpenDocument text but its content is not."),
        ("chart.png", b"\xff\xd8\xff\xe0", "chart.png says it is a PNG image but its content is not."),
        ("chart.jpg", b"GIF89a", "chart.jpg says it is a JPEG image but its content is not."),
        ("rows.csv", b"%PDF-1.4 text", "rows.csv says it is a CSV file but its content is not."),
        (
            "rows.csv",
            "a,b".encode("utf-16"),
            "rows.csv is not plain text that we can read. Save it again as CSV",
        ),
        ("notes.txt", b"\x81\x8d", "notes.txt is not plain text that we can read."),
        ("notes.txt", b"MZ\x90\0", "notes.txt is not plain text that we can read."),
        (
            "letter.doc",
            OLE,
            "letter.doc is in an older Word format. Open it, save it as .docx or PDF, and upload",
        ),
        ("budget.XLS", OLE, "budget.XLS is in an older Excel format. Open it, save it as .xlsx or PDF"),
        (
            "letter.docm",
            office(),
            "letter.docm is in a Word format that can hold macros. Open it, save it as .docx",
        ),
        (
            "letter.docx",
            OLE + b"\0" * 600,
            "letter.docx is locked with a password, or is an older Office file",
        ),
        ("tool.exe", b"MZ", "We cannot take .exe files. We can take PDF, Word (.docx)"),
        ("page.html", b"<p>", "We cannot take .html files."),
        ("minutes", pdf(), "minutes has no ending such as .pdf"),
        (".pdf", pdf(), ".pdf has no ending such as .pdf"),
        ("minutes.pdf.", pdf(), "minutes.pdf. has no ending"),
        ("minutes.pdf", b"", "minutes.pdf is empty. Check the file and upload it again."),
        ("notes.txt", b"", "notes.txt is empty."),
    ],
)
def test_check_upload_of_wrong_file_says_what_is_wrong(name, content, message):
    assert refusal(name, content).messages[0].startswith(message)


def test_check_upload_of_too_large_file_says_both_sizes():
    error = refusal("scan.pdf", b"%PDF-", declared=200 * MB)
    assert error.messages == ["The file is 200 MB. The largest we can take is 50 MB."]


def test_check_upload_of_file_just_too_large_does_not_say_50_is_more_than_50():
    error = refusal("scan.pdf", b"%PDF-", declared=50 * MB + 1)
    assert error.messages == ["The file is a little over 50 MB. The largest we can take is 50 MB."]


def test_check_upload_of_file_larger_than_it_declares_is_refused():
    error = refusal("scan.pdf", b"%PDF-" + b"x" * MB, largest=MB // 2, declared=10)
    assert error.code == "too_large"


@pytest.mark.parametrize("cut", [10, 60, -1, -30])
def test_check_upload_of_half_copied_office_file_says_it_is_damaged(cut):
    assert refusal("letter.docx", office()[:cut]).code == "damaged"


@given(st.integers(0, 400), st.binary(min_size=1, max_size=4))
def test_check_upload_of_corrupted_office_file_never_fails_otherwise(at, noise):
    content = office()
    content = content[:at] + noise + content[at + len(noise) :]
    try:
        check_upload(Upload("letter.docx", content), largest=MB)
    except ValidationError as error:
        assert error.messages[0].startswith("letter.docx ")  # noqa: PT017


@given(st.binary(max_size=200), st.sampled_from(sorted(KINDS)))
def test_check_upload_of_any_bytes_never_fails_otherwise(content, extension):
    try:
        facts = check_upload(Upload(f"x.{extension}", content), largest=MB)
    except ValidationError:
        return
    assert facts.size == len(content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.docx", office(**{"word/vbaProject.bin": b"x"})),
        ("letter.docx", office(**{"word/VBAPROJECT.BIN": b"x"})),
        ("budget.xlsx", office("xl/workbook.xml", **{"xl/macrosheets/sheet1.xml": b"x"})),
        (
            "letter.docx",
            zipped({"[Content_Types].xml": b"x.macroEnabled.main+xml", "word/document.xml": b"x"}),
        ),
        ("letter.odt", open_document(**{"Basic/Standard/Module1.xml": b"x"})),
    ],
)
def test_check_upload_of_office_file_with_macros_says_so(name, content):
    error = refusal(name, content)
    assert error.messages[0].startswith(f"{name} holds macros (small programs), which we cannot take. Save it")


def test_check_upload_of_locked_open_document_says_so():
    content = open_document(manifest=b"<manifest:encryption-data/>")
    assert refusal("letter.odt", content).messages[0].startswith("letter.odt is locked with a password. Open it")


def test_check_upload_of_locked_zip_says_so():
    content = bytearray(office())
    content[content.index(b"PK\x01\x02") + 8] |= 1  # the flag of the first member in the table of contents
    assert refusal("letter.docx", bytes(content)).code == "locked"


def test_check_upload_of_zip_bomb_by_ratio_is_refused():
    error = refusal("letter.docx", office(**{"word/media/image1.bmp": bytes(25 * MB)}))
    assert error.messages[0].startswith("letter.docx would unpack to 25 MB, which is more than we can open")


def test_check_upload_of_zip_bomb_by_total_is_refused():
    content = bytearray(office())
    at = content.index(b"PK\x01\x02") + 24  # where the table of contents states the first member's size
    content[at : at + 4] = struct.pack("<L", 2**31)
    assert refusal("letter.docx", bytes(content)).code == "bomb"


def forbid_reading(monkeypatch):
    """zipfile reads a table of contents as a whole, so some files must never reach it."""

    def refuse(upload):
        raise AssertionError("the table of contents was read")

    monkeypatch.setattr(zipfile, "ZipFile", refuse)


def test_check_upload_of_zip_with_too_many_members_is_refused_before_it_is_read(monkeypatch):
    content = zipped({f"word/{n}": b"" for n in range(MOST_MEMBERS + 1)}, compression=zipfile.ZIP_STORED)
    forbid_reading(monkeypatch)
    assert refusal("letter.docx", content).code == "damaged"


def test_check_upload_of_zip_with_hidden_64_bit_directory_is_refused_before_it_is_read(monkeypatch):
    content = office()
    at = content.rindex(b"PK\x05\x06")
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    forbid_reading(monkeypatch)
    assert refusal("letter.docx", content[:at] + locator + content[at:]).code == "damaged"


@pytest.mark.parametrize("path", ["../evil.txt", "word/../../evil", "/etc/passwd", "a\\..\\b", "C:evil"])
def test_check_upload_of_zip_pointing_outside_is_refused(path):
    assert refusal("letter.docx", office(**{path: b"x"})).code == "unsafe"


# Names and sizes


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1023, "1023 bytes"),
        (1024, "1 KB"),
        (12_345, "12 KB"),
        (MB - 1, "1 MB"),
        (1_258_291, "1.2 MB"),
        (50 * MB, "50 MB"),
        (1024 * MB - 1, "1 GB"),
        (3_000_000 * MB, "2,929.7 GB"),
    ],
)
def test_human_size_is_said_as_people_say_it(size, said):
    assert human_size(size) == said


@pytest.mark.parametrize(
    ("title", "filename"),
    [
        ("Minutes of 24 June 2024.PDF", "minutes-of-24-june-2024.pdf"),
        ("The Panel’s report – café (v1.2).docx", "the-panels-report-cafe-v1-2.docx"),
        ("No. 5", "no-5"),
        ("Report v1.2", "report-v1-2"),
        ("Crème brûlée & £5", "creme-brulee-5"),
        ("会議.pdf", "document.pdf"),
        ("../../etc/passwd", "etc-passwd"),
        ("", "document"),
        (".pdf", "document.pdf"),
        ("word " * 40 + ".pdf", "word-" * 14 + "word.pdf"),
        ("x" * 200 + ".docx", "x" * 75 + ".docx"),
    ],
)
def test_safe_filename_of_title_is_plain_words(title, filename):
    assert safe_filename(title) == filename


@given(st.text(max_size=200))
def test_safe_filename_of_anything_is_short_plain_and_stable(title):
    filename = safe_filename(title)
    assert 1 <= len(filename) <= 80
    assert set(filename) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert not filename.startswith((".", "-"))
    assert safe_filename(filename) == filename
