"""The law's periods as data, and the bank holidays that an administrator adds."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from panel_portal.records import holidays, periods, revision
from panel_portal.records.models import ProclaimedHoliday, StatutoryPeriod

pytestmark = pytest.mark.django_db

A_THURSDAY = date(2024, 6, 20)


@pytest.fixture
def only_the_bundled_table():
    yield
    periods.announce({})
    holidays._read_at = None


def proclaim(day=A_THURSDAY):
    return ProclaimedHoliday.objects.create(day=day, name="Coronation", source="Proclamation of 1 May 2024")


@pytest.mark.parametrize(
    ("key", "starts_on", "day", "provision"),
    [
        ("precept-notice", date(2025, 5, 1), date(2026, 2, 1), "reg 3 SI 2012/2271"),
        ("precept-report", date(2025, 5, 1), date(2026, 2, 8), "reg 4 SI 2012/2271"),
        ("precept-revised", date(2025, 5, 1), date(2026, 2, 15), "reg 5 SI 2012/2271"),
        ("precept-second-report", date(2025, 5, 1), date(2026, 2, 22), "reg 6 SI 2012/2271"),
        ("precept-issue", date(2025, 5, 1), date(2026, 3, 1), "reg 7 SI 2012/2271"),
        ("police-and-crime-plan", date(2024, 5, 2), date(2025, 3, 31), "s5(1) PRSRA 2011"),
        ("senior-appointment", date(2024, 9, 2), date(2024, 9, 22), "Sch 1 para 10 PRSRA 2011"),
        ("chief-constable", date(2024, 9, 2), date(2024, 9, 22), "Sch 8 para 4(6) PRSRA 2011"),
        ("reserve-candidate", date(2024, 9, 2), date(2024, 9, 22), "Part 3 SI 2012/2271"),
        ("call-to-resign", date(2025, 9, 22), date(2025, 11, 2), "Sch 8 para 15(3) PRSRA 2011"),
        ("inspection-comments", date(2022, 9, 22), date(2022, 11, 16), "s55 PA 1996"),
        ("agenda-notice", date(2024, 9, 30), date(2024, 9, 22), "s100B(3) LGA 1972"),
    ],
)
def test_period_of_the_law_comes_to_its_worked_day(key, starts_on, day, provision):
    period = StatutoryPeriod.objects.get(key=key)
    assert period.clock(starts_on).day() == day
    assert period.provision.short_label == provision
    assert period.duty


def test_annual_report_has_no_day_and_says_so():
    period = StatutoryPeriod.objects.get(key="annual-report")
    assert str(period) == "Meeting on the annual report: no day is fixed (s28(4)(a) PRSRA 2011)"
    with pytest.raises(ValueError, match="No day is fixed"):
        period.clock(date(2025, 7, 1))


def test_every_period_passes_its_own_checks():
    for period in StatutoryPeriod.objects.all():
        period.full_clean()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"month": 2, "number": 30}, "day"),
        ({"month": None}, "A fixed day of the year has a month"),
        ({"unit": "weeks_beginning_with", "month": None, "back": True}, "is not counted back"),
        ({"unit": "days_beginning_with", "month": None, "number": 0}, "at least one day"),
    ],
)
def test_period_that_cannot_be_counted_is_refused_in_words(changes, sentence):
    period = StatutoryPeriod.objects.get(key="precept-report")
    for name, value in changes.items():
        setattr(period, name, value)
    with pytest.raises(ValidationError, match=sentence):
        period.full_clean()


def test_fixed_day_is_told_with_its_month():
    assert str(StatutoryPeriod.objects.get(key="precept-report")) == (
        "First report on the precept: 8 February (reg 4 SI 2012/2271)"
    )


# Bank holidays that were added


def test_proclaimed_holiday_counts_once_it_was_read(only_the_bundled_table):
    proclaim()
    assert periods.is_working_day(A_THURSDAY)
    assert holidays.reread()
    assert not periods.is_working_day(A_THURSDAY)
    assert not holidays.reread()


def test_holiday_in_the_bundled_table_keeps_its_name_there(only_the_bundled_table):
    proclaim(date(2024, 12, 25))
    holidays.reread()
    assert periods.bank_holidays()[date(2024, 12, 25)] == "Christmas Day"


def test_request_reads_holidays_where_the_last_reading_is_old(only_the_bundled_table, client, settings):
    settings.HOLIDAYS_REREAD = 60
    proclaim()
    revision.validator()  # what is asked once for each revision
    with CaptureQueriesContext(connection) as first:
        client.get("/cookies/")
    assert not periods.is_working_day(A_THURSDAY)
    with CaptureQueriesContext(connection) as second:
        client.get("/cookies/")
    assert len(first) == len(second) + 1


def test_request_while_the_database_is_away_keeps_what_was_known(only_the_bundled_table, settings, monkeypatch):
    settings.HOLIDAYS_REREAD = 60
    proclaim()
    holidays.reread()
    holidays._read_at = None

    def gone():
        raise OperationalError("the connection is gone")

    monkeypatch.setattr(holidays, "reread", gone)
    holidays.reread_if_old()
    assert not periods.is_working_day(A_THURSDAY)


def test_administrator_who_adds_a_holiday_is_told_what_it_does(
    only_the_bundled_table, administrator, signed_in, django_capture_on_commit_callbacks
):
    sent = {"day": "2024-06-20", "name": "Coronation", "source": "Proclamation"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = signed_in(administrator).post(reverse("admin:records_proclaimedholiday_add"), sent, follow=True)
    assert "counted anew by “manage.py retime”" in answer.content.decode()
    assert not periods.is_working_day(A_THURSDAY)


def test_clerk_sees_added_holidays_and_cannot_add_one(clerk, signed_in):
    proclaim()
    client = signed_in(clerk)
    assert "Coronation" in client.get(reverse("admin:records_proclaimedholiday_changelist")).content.decode()
    assert client.get(reverse("admin:records_proclaimedholiday_add")).status_code == 403
