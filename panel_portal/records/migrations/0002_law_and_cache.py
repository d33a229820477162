"""The provisions and periods the code relies on, the extension behind dated rows, and the shared cache table."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.core.management import call_command
from django.db import migrations

ACT = "Local Government Act 1972"
PROVISIONS = [
    (
        "s100B(3) LGA 1972",
        ACT,
        "section 100B(3)",
        "https://www.legislation.gov.uk/ukpga/1972/70/section/100B",
    ),
    (
        "s100B(4) LGA 1972",
        ACT,
        "section 100B(4)",
        "https://www.legislation.gov.uk/ukpga/1972/70/section/100B",
    ),
    ("s100D LGA 1972", ACT, "section 100D", "https://www.legislation.gov.uk/ukpga/1972/70/section/100D"),
    ("Sch 12A LGA 1972", ACT, "Schedule 12A", "https://www.legislation.gov.uk/ukpga/1972/70/schedule/12A"),
]


def enter_law(apps, schema_editor):
    Provision = apps.get_model("records", "Provision")
    StatutoryPeriod = apps.get_model("records", "StatutoryPeriod")
    for short_label, act, section, url in PROVISIONS:
        Provision.objects.create(short_label=short_label, act=act, section=section, url=url)
    StatutoryPeriod.objects.create(
        key="agenda-notice",
        name="Agenda and papers open to the public before a meeting",
        number=5,
        unit="clear_working_days",
        provision=Provision.objects.get(short_label="s100B(3) LGA 1972"),
    )


def make_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [
        BtreeGistExtension(),
        migrations.RunPython(enter_law, migrations.RunPython.noop),
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
    ]
