"""Files: described from what they contain, kept under a name nobody typed, given out through one door."""

import hashlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from meetings.models import PaperFile
from tests import factories

pytestmark = pytest.mark.django_db

NAME = "Cllr Smith's SECRET draft (v3).PDF"


def test_upload_is_described_by_what_it_contains():
    upload = factories.pdf(NAME)
    content = upload.read()
    upload.seek(0)
    document = factories.PaperFileFactory(upload=upload)
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert (document.size, document.media_type, document.type_label) == (len(content), "application/pdf", "PDF")
    assert document.original_name == NAME


def test_file_is_kept_under_its_digest_and_no_typed_name_reaches_the_disk(settings):
    document = factories.PaperFileFactory(upload=factories.pdf(NAME))
    assert document.file.name == f"{document.sha256[:2]}/{document.sha256}.pdf"
    on_disk = [str(path) for path in Path(settings.MEDIA_ROOT).rglob("*")]
    assert on_disk
    assert "secret" not in " ".join(on_disk).lower()


def test_name_that_leads_outside_is_only_a_name(settings):
    document = PaperFile(paper=factories.PaperFactory())
    upload = factories.pdf()
    upload._name = "../../../etc/cron.d/evil.pdf"
    document.take(upload)
    document.save()
    assert document.original_name == "evil.pdf"
    assert Path(document.file.path).is_relative_to(settings.MEDIA_ROOT)


def test_same_content_twice_is_kept_for_both_papers():
    first, second = (factories.PaperFileFactory(upload=factories.pdf(title="The same")) for _ in range(2))
    assert first.sha256 == second.sha256
    assert first.file.open().read() == second.file.open().read()


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("report.pdf", b"<html><script>alert(1)</script>"),
        SimpleUploadedFile("report.exe", b"MZ"),
        SimpleUploadedFile("report", b"%PDF-1.4"),
    ],
    ids=["mislabelled", "forbidden", "without ending"],
)
def test_upload_that_is_not_what_it_says_is_refused_and_nothing_is_kept(upload, settings):
    with pytest.raises(ValidationError):
        factories.PaperFileFactory(upload=upload)
    assert not PaperFile.objects.exists()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.*"))


def test_upload_above_the_limit_is_refused(settings):
    settings.LARGEST_UPLOAD = 100
    with pytest.raises(ValidationError):
        factories.PaperFileFactory()


def test_file_has_no_address_of_its_own(settings):
    document = factories.published_paper().files.get()
    assert settings.MEDIA_URL in ("", "/")
    for address in (f"/{document.file.name}", f"/media/{document.file.name}", f"/documents/{document.file.name}"):
        assert Client().get(address).status_code == 404


def test_download_is_named_after_the_public_title_and_never_after_the_upload():
    paper = factories.published_paper(title="Budget 2026/27: précis", upload=factories.pdf(NAME))
    document = paper.files.get()
    response = Client().get(document.get_absolute_url())
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{document.filename}"'
    assert b"".join(response.streaming_content) == document.file.open().read()
    assert "secret" not in str(response.headers).lower()


def test_download_with_a_stale_name_leads_to_the_present_one():
    document = factories.published_paper().files.get()
    response = Client().get(f"/papers/{document.paper_id}/an-older-name.pdf")
    assert response.status_code == 301
    assert response["Location"] == document.get_absolute_url()


def test_download_of_what_a_browser_should_not_open_is_saved_instead():
    upload = SimpleUploadedFile("figures.csv", b"district,crimes\nNorth,4\n")
    document = factories.published_paper(title="Figures", upload=upload).files.get()
    response = Client().get(document.get_absolute_url())
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("change", "status"),
    [(lambda paper: paper, 200), (factories.exempt, 404), (factories.withdrawn, 410)],
    ids=["public", "exempt", "withdrawn"],
)
def test_download_of_a_paper_answers_as_the_rule_says(change, status):
    paper = factories.published_paper()
    address = paper.files.get().get_absolute_url()
    change(paper)
    paper.refresh_from_db()
    assert Client().get(paper.files.get().get_absolute_url()).status_code == status
    assert Client().get(address).status_code in {status, 301}


def test_download_of_a_draft_is_not_found():
    document = factories.PaperFileFactory(paper__agenda_item=factories.published_meeting().agenda_items.first())
    assert Client().get(document.get_absolute_url()).status_code == 404
