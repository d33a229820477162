from django.db import migrations, models

PRSRA = "Police Reform and Social Responsibility Act 2011"
PRSRA_AT = "https://www.legislation.gov.uk/ukpga/2011/13"
SI = "Police and Crime Panels (Precepts and Chief Constable Appointments) Regulations 2012"
SI_AT = "https://www.legislation.gov.uk/uksi/2012/2271"
PROVISIONS = [
    ("s5(1) PRSRA 2011", PRSRA, "section 5(1)", f"{PRSRA_AT}/section/5"),
    ("s28(4)(a) PRSRA 2011", PRSRA, "section 28(4)(a)", f"{PRSRA_AT}/section/28"),
    ("Sch 1 para 10 PRSRA 2011", PRSRA, "Schedule 1 paragraph 10", f"{PRSRA_AT}/schedule/1"),
    ("Sch 5 para 4(4) PRSRA 2011", PRSRA, "Schedule 5 paragraph 4(4)", f"{PRSRA_AT}/schedule/5"),
    ("Sch 8 para 4(6) PRSRA 2011", PRSRA, "Schedule 8 paragraph 4(6)", f"{PRSRA_AT}/schedule/8"),
    ("Sch 8 para 5 PRSRA 2011", PRSRA, "Schedule 8 paragraph 5", f"{PRSRA_AT}/schedule/8"),
    ("Sch 8 para 15(3) PRSRA 2011", PRSRA, "Schedule 8 paragraph 15(3)", f"{PRSRA_AT}/schedule/8"),
    ("reg 3 SI 2012/2271", SI, "regulation 3", f"{SI_AT}/regulation/3"),
    ("reg 4 SI 2012/2271", SI, "regulation 4", f"{SI_AT}/regulation/4"),
    ("reg 5 SI 2012/2271", SI, "regulation 5", f"{SI_AT}/regulation/5"),
    ("reg 6 SI 2012/2271", SI, "regulation 6", f"{SI_AT}/regulation/6"),
    ("reg 7 SI 2012/2271", SI, "regulation 7", f"{SI_AT}/regulation/7"),
    ("Part 3 SI 2012/2271", SI, "Part 3", f"{SI_AT}/part/3"),
    ("s55 PA 1996", "Police Act 1996", "section 55", "https://www.legislation.gov.uk/ukpga/1996/16/section/55"),
]
# Key, name, what has to be done, number, unit, month, counted from, provision.
PERIODS = [
    (
        "precept-notice",
        "Proposed precept told to the panel",
        "The Commissioner tells the panel what precept is proposed for the coming financial year.",
        (1, "fixed_day", 2, ""),
        "reg 3 SI 2012/2271",
    ),
    (
        "precept-report",
        "First report on the precept",
        "The panel reviews the proposed precept and reports on it. Only in this report can it veto the precept; "
        "without a veto by this day the proposed precept may be issued.",
        (8, "fixed_day", 2, ""),
        "reg 4 SI 2012/2271",
    ),
    (
        "precept-revised",
        "Revised precept after a veto",
        "Only after a veto: the Commissioner answers the panel with a revised precept.",
        (15, "fixed_day", 2, ""),
        "reg 5 SI 2012/2271",
    ),
    (
        "precept-second-report",
        "Second report on the precept",
        "Only after a veto: the panel reviews the revised precept and reports again. It may reject it, and cannot veto "
        "it.",
        (22, "fixed_day", 2, ""),
        "reg 6 SI 2012/2271",
    ),
    (
        "precept-issue",
        "Precept issued",
        "The Commissioner answers the panel's last report, publishes the answer and issues the precept.",
        (1, "fixed_day", 3, ""),
        "reg 7 SI 2012/2271",
    ),
    (
        "police-and-crime-plan",
        "Police and crime plan after an election",
        "Only in the financial year of an ordinary election: the Commissioner issues a police and crime plan, after "
        "the panel has reviewed the draft.",
        (31, "fixed_day", 3, "the day of the election"),
        "s5(1) PRSRA 2011",
    ),
    (
        "annual-report",
        "Meeting on the annual report",
        "The panel holds a public meeting on the Commissioner's annual report as soon as practicable after it comes.",
        (0, "no_day", None, "the day on which the annual report came"),
        "s28(4)(a) PRSRA 2011",
    ),
    (
        "senior-appointment",
        "Report on a proposed senior appointment",
        "The panel holds a confirmation hearing in public with the candidate, and reports.",
        (3, "weeks_beginning_with", None, "the day on which notice of the proposed appointment came"),
        "Sch 1 para 10 PRSRA 2011",
    ),
    (
        "chief-constable",
        "Report on a proposed Chief Constable",
        "The panel holds a confirmation hearing in public with the candidate, and reports. It can veto the appointment.",
        (3, "weeks_beginning_with", None, "the day on which notice of the proposed appointment came"),
        "Sch 8 para 4(6) PRSRA 2011",
    ),
    (
        "reserve-candidate",
        "Report on the next candidate after a veto",
        "The panel reviews the Commissioner's next candidate for Chief Constable, and reports. It cannot veto again.",
        (3, "weeks_beginning_with", None, "the day on which notice of the next candidate came"),
        "Part 3 SI 2012/2271",
    ),
    (
        "call-to-resign",
        "Recommendation on a call for the Chief Constable to resign",
        "The panel recommends whether the Commissioner should call for the Chief Constable to resign or retire.",
        (6, "weeks_beginning_with", None, "the day on which the panel was told"),
        "Sch 8 para 15(3) PRSRA 2011",
    ),
    (
        "inspection-comments",
        "Commissioner's comments on an inspection report",
        "The Commissioner publishes comments on the inspectorate's report, with those of the chief officer.",
        (56, "days_beginning_with", None, "the day on which the report was published"),
        "s55 PA 1996",
    ),
]
# Sch 8 para 4(9), and the same three weeks for the posts of Sch 1.
HELD_UP_BY_AN_ELECTION = {"senior-appointment", "chief-constable"}


def enter(apps, schema_editor):
    Provision, StatutoryPeriod = apps.get_model("records", "Provision"), apps.get_model("records", "StatutoryPeriod")
    for short_label, act, section, url in PROVISIONS:
        # Some may be there: an administrator entered them, or another room's migration did.
        Provision.objects.get_or_create(short_label=short_label, defaults={"act": act, "section": section, "url": url})
    for key, name, duty, (number, unit, month, counted_from), provision in PERIODS:
        StatutoryPeriod.objects.create(
            key=key,
            name=name,
            duty=duty,
            number=number,
            unit=unit,
            month=month,
            counted_from=counted_from,
            election_left_out=key in HELD_UP_BY_AN_ELECTION,
            provision=Provision.objects.get(short_label=provision),
        )
    StatutoryPeriod.objects.filter(key="agenda-notice").update(
        back=True,
        counted_from="the day of the meeting",
        duty="The agenda and its papers are open to the public before the meeting.",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0006_one_task_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProclaimedHoliday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                (
                    "name",
                    models.CharField(help_text="As it is told where days are counted: “Coronation”.", max_length=120),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="Where it is announced: the proclamation, or its address.", max_length=300
                    ),
                ),
            ],
            options={
                "verbose_name": "bank holiday added by hand",
                "verbose_name_plural": "bank holidays added by hand",
                "ordering": ("day",),
            },
        ),
        migrations.AddField(
            model_name="statutoryperiod",
            name="back",
            field=models.BooleanField(
                default=False, help_text="As notice before a meeting.", verbose_name="counted back"
            ),
        ),
        migrations.AddField(
            model_name="statutoryperiod",
            name="counted_from",
            field=models.CharField(
                blank=True,
                help_text="As in “the day on which the report is published”.",
                max_length=120,
                verbose_name="what it is counted from",
            ),
        ),
        migrations.AddField(
            model_name="statutoryperiod",
            name="duty",
            field=models.TextField(
                blank=True,
                help_text="One or two sentences, for the public.",
                max_length=500,
                verbose_name="what has to be done",
            ),
        ),
        migrations.AddField(
            model_name="statutoryperiod",
            name="month",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[
                    (1, "January"),
                    (2, "February"),
                    (3, "March"),
                    (4, "April"),
                    (5, "May"),
                    (6, "June"),
                    (7, "July"),
                    (8, "August"),
                    (9, "September"),
                    (10, "October"),
                    (11, "November"),
                    (12, "December"),
                ],
                help_text="Only for a fixed day of the year.",
                null=True,
                verbose_name="month of the year",
            ),
        ),
        migrations.AlterField(
            model_name="statutoryperiod",
            name="number",
            field=models.PositiveSmallIntegerField(help_text="For a fixed day of the year: the day of the month."),
        ),
        migrations.AlterField(
            model_name="statutoryperiod",
            name="unit",
            field=models.CharField(
                choices=[
                    ("days", "days"),
                    ("clear_days", "clear days"),
                    ("working_days", "working days"),
                    ("clear_working_days", "clear working days"),
                    ("days_beginning_with", "days beginning with the day"),
                    ("weeks_beginning_with", "weeks beginning with the day"),
                    ("months_beginning_with", "months beginning with the day"),
                    ("fixed_day", "a fixed day of the year"),
                    ("no_day", "no day is fixed"),
                ],
                max_length=24,
            ),
        ),
        migrations.AddConstraint(
            model_name="statutoryperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit", "fixed_day"), ("month__isnull", True), _connector="XOR"),
                name="a_fixed_day_has_its_month",
                violation_error_message="A fixed day of the year has a month, and no other period has one.",
            ),
        ),
        migrations.AddField(
            model_name="statutoryperiod",
            name="election_left_out",
            field=models.BooleanField(
                default=False,
                help_text="The days from an ordinary election until the Commissioner is in office are left out of the count.",
                verbose_name="stands still after an election",
            ),
        ),
        migrations.RunPython(enter, migrations.RunPython.noop),
    ]
