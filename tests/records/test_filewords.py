"""The words read out of files: whose, when, and that no file breaks the reading."""

from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile

from meetings.models import PaperFile, PaperFileWords
from panel_portal.pages.search import Asked, search
from panel_portal.records import filewords
from panel_portal.records.filetext import Words
from panel_portal.records.filewords import keep, read, read_new
from panel_portal.records.publication import publish, withdraw
from tests import factories

pytestmark = pytest.mark.django_db


def paper_saying(words: str):
    return factories.published_paper(upload=factories.pdf("a.pdf", title=words))


def found(words: str) -> list[int]:
    return [hit.page for hit in search(Asked(words)).hits if hit.kind == "paper"]


def test_public_file_is_read_once_and_found_by_its_words():
    paper = paper_saying("Estates and marinas")
    assert found("marina") == []
    assert read_new(PaperFile) == 1
    assert found("marina") == [paper.pk]
    assert read_new(PaperFile) == 0


def test_file_that_is_not_public_is_not_read_until_it_is():
    paper = factories.PaperFactory(agenda_item=factories.published_meeting().agenda_items.get())
    factories.PaperFileFactory(paper=paper, upload=factories.pdf("a.pdf", title="Marinas"))
    assert read_new(PaperFile) == 0
    publish(paper, by=factories.a_clerk())
    assert read_new(PaperFile) == 1


def test_words_of_a_withdrawn_paper_are_gone_at_once():
    paper = paper_saying("Marinas")
    read_new(PaperFile)
    withdraw(paper, by=factories.a_clerk(), note="By mistake.")
    assert PaperFileWords.objects.count() == 1
    assert found("marina") == []


def test_words_of_a_file_that_was_replaced_are_gone_at_once_and_those_of_the_new_one_are_read():
    paper = paper_saying("Marinas")
    read_new(PaperFile)
    document = paper.files.get()
    document.take(factories.pdf("b.pdf", title="Harbours"))
    document.save()
    assert found("marina") == []
    assert read_new(PaperFile) == 1
    assert (found("marina"), found("harbour")) == ([], [paper.pk])
    document.save()  # the same file
    assert found("harbour") == [paper.pk]


def test_reading_again_puts_the_words_in_place_of_the_old():
    document = paper_saying("Marinas").files.get()
    keep(document, Words("Harbours", True))
    assert read(document)
    assert "Marinas" in PaperFileWords.objects.get().words


@pytest.mark.parametrize(
    ("text", "whole", "outcome"),
    [
        ("All of it", True, "whole"),
        ("", True, "whole"),
        ("", False, "nothing"),
        (" \n", False, "nothing"),
        ("Some", False, "part"),
        ("NUL \0 and half a character \ud800", True, "whole"),
        ("a" * (filewords.LONGEST + 1), True, "part"),
    ],
)
def test_what_came_of_the_reading_is_kept(text, whole, outcome):
    document = paper_saying("Marinas").files.get()
    keep(document, Words(text, whole))
    kept = PaperFileWords.objects.get()
    assert kept.outcome == outcome
    assert len(kept.words) <= filewords.LONGEST


def test_file_with_more_different_words_than_fit_is_kept_as_far_as_they_do():
    document = paper_saying("Marinas").files.get()
    letters = "abcdefghijklmnopqrst"
    many = " ".join(f"{a}{b}{c}{d}x" for a in letters for b in letters for c in letters for d in letters)
    keep(document, Words(many, True))
    kept = PaperFileWords.objects.get()
    assert kept.outcome == "part"
    assert found("aaaax") == [document.paper_id]
    assert 0 < len(kept.words) < len(many)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7 and then nothing of the kind"),
        ("a.pdf", b""),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.csv", "Grüße".encode("utf-16")),
        ("a.csv", b"\xff\xfe\x00"),
        ("a.png", b"\x89PNG"),
    ],
)
def test_broken_empty_or_foreign_file_is_kept_as_unread_or_read_but_breaks_nothing(monkeypatch, name, content):
    document = paper_saying("Marinas").files.get()
    broken = SimpleNamespace(extension=name[1:], file=ContentFile(content, name=name))
    real = filewords.words_of
    monkeypatch.setattr(filewords, "words_of", lambda _: real(broken))
    assert read(document)
    assert PaperFileWords.objects.count() == 1


def test_library_that_fails_in_a_way_of_its_own_is_told_as_unread(monkeypatch):
    def fail(document):
        raise ZeroDivisionError

    document = paper_saying("Marinas").files.get()
    monkeypatch.setattr(filewords, "words_of", fail)
    assert read(document)
    assert PaperFileWords.objects.get().outcome == "nothing"


def test_file_that_is_not_there_is_tried_again(monkeypatch):
    def fail(document):
        raise FileNotFoundError

    document = paper_saying("Marinas").files.get()
    monkeypatch.setattr(filewords, "words_of", fail)
    assert not read(document)
    assert not PaperFileWords.objects.exists()


def test_page_says_of_a_paper_that_its_words_cannot_be_searched(client):
    document = paper_saying("Marinas").files.get()
    address = document.paper.get_absolute_url()
    assert "cannot be searched" not in client.get(address).content.decode()
    keep(document, Words("", False))
    assert "its words cannot be searched" in client.get(address).content.decode()
