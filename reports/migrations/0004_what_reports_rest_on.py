from django.db import migrations

PRSRA = "Police Reform and Social Responsibility Act 2011"
PRSRA_AT = "https://www.legislation.gov.uk/ukpga/2011/13"
PROVISIONS = [
    ("s28(3) PRSRA 2011", PRSRA, "section 28(3)", f"{PRSRA_AT}/section/28"),
    ("s28(4)(d) PRSRA 2011", PRSRA, "section 28(4)(d)", f"{PRSRA_AT}/section/28"),
    ("s28(6) PRSRA 2011", PRSRA, "section 28(6)", f"{PRSRA_AT}/section/28"),
    ("s29(3) PRSRA 2011", PRSRA, "section 29(3)", f"{PRSRA_AT}/section/29"),
    ("Sch 1 para 10 PRSRA 2011", PRSRA, "Schedule 1 paragraph 10", f"{PRSRA_AT}/schedule/1"),
    ("Sch 5 para 3 PRSRA 2011", PRSRA, "Schedule 5 paragraph 3", f"{PRSRA_AT}/schedule/5"),
    ("Sch 8 para 4 PRSRA 2011", PRSRA, "Schedule 8 paragraph 4", f"{PRSRA_AT}/schedule/8"),
    (
        "reg 6 SI 2012/2271",
        "Police and Crime Panels (Precepts and Chief Constable Appointments) Regulations 2012",
        "regulation 6",
        "https://www.legislation.gov.uk/uksi/2012/2271/regulation/6",
    ),
    (
        "Sch A2 FRSA 2004",
        "Fire and Rescue Services Act 2004",
        "Schedule A2",
        "https://www.legislation.gov.uk/ukpga/2004/21/schedule/A2",
    ),
]


def enter(apps, schema_editor):
    provisions = apps.get_model("records", "Provision")
    for short_label, act, section, url in PROVISIONS:
        provisions.objects.get_or_create(short_label=short_label, defaults={"act": act, "section": section, "url": url})


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_panel_reports"), ("records", "0004_tasktoken")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
