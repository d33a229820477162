from django.db import migrations

ACT = "Police Act 1996"


def enter(apps, schema_editor):
    provision, _ = apps.get_model("records", "Provision").objects.get_or_create(
        short_label="s55 Police Act 1996",
        defaults={
            "act": ACT,
            "section": "section 55",
            "url": "https://www.legislation.gov.uk/ukpga/1996/16/section/55",
        },
    )
    apps.get_model("records", "StatutoryPeriod").objects.get_or_create(
        key="inspection-response",
        defaults={
            "name": "Response to an inspection, published with the chief officer's comments",
            "number": 56,
            "unit": "days_beginning_with",
            "provision": provision,
        },
    )


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_inspections_and_the_office"), ("records", "0004_tasktoken")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
