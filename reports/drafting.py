"""A report or letter begun from the minutes: the statutory paragraph that fits, and what the panel decided."""

from dataclasses import dataclass
from html import escape

from django.core.exceptions import ValidationError

from meetings.models import AgendaItem, Body, Limb, Office, PanelRole
from meetings.models.bodies import holding
from panel_portal.records.models import Provision
from panel_portal.records.periods import in_words, today
from reports.models import ConsideredItem, PanelReport

Kind = PanelReport.Kind


@dataclass(frozen=True)
class Basis:
    """`provision` is the short label of a Provision; `paragraph` says in the letter under what the panel writes."""

    provision: str
    paragraph: str


BASES = {
    Kind.PLAN: Basis(
        "s28(3) PRSRA 2011",
        "The Panel has reviewed the draft police and crime plan, as section 28(3) of the Police Reform and Social "
        "Responsibility Act 2011 asks of it, and makes this report.",
    ),
    Kind.ANNUAL_REPORT: Basis(
        "s28(4)(d) PRSRA 2011",
        "The Panel has put questions on the annual report in public and reviewed it. Under section 28(4)(d) of the "
        "Police Reform and Social Responsibility Act 2011 it makes this report and these recommendations.",
    ),
    Kind.PRECEPT_FIRST: Basis(
        "Sch 5 para 3 PRSRA 2011",
        "The Panel has reviewed the precept that is proposed and makes this report under paragraph 3 of Schedule 5 to "
        "the Police Reform and Social Responsibility Act 2011.",
    ),
    Kind.PRECEPT_SECOND: Basis(
        "reg 6 SI 2012/2271",
        "The Panel has reviewed the revised precept and makes this second report under regulation 6 of the Police and "
        "Crime Panels (Precepts and Chief Constable Appointments) Regulations 2012.",
    ),
    Kind.SENIOR_APPOINTMENT: Basis(
        "Sch 1 para 10 PRSRA 2011",
        "The Panel has held a confirmation hearing in public and reports on the proposed appointment under paragraph "
        "10 of Schedule 1 to the Police Reform and Social Responsibility Act 2011.",
    ),
    Kind.CHIEF_CONSTABLE: Basis(
        "Sch 8 para 4 PRSRA 2011",
        "The Panel has held a confirmation hearing in public and reports on the proposed appointment of a Chief "
        "Constable under paragraph 4 of Schedule 8 to the Police Reform and Social Responsibility Act 2011.",
    ),
    Kind.DECISIONS: Basis(
        "s28(6) PRSRA 2011",
        "The Panel has looked at decisions made and actions taken in the discharge of the Commissioner’s functions, "
        "and reports under section 28(6) of the Police Reform and Social Responsibility Act 2011.",
    ),
    Kind.FIRE_PLAN: Basis(
        "Sch A2 FRSA 2004",
        "The Panel has reviewed the draft fire and rescue plan and reports under Schedule A2 to the Fire and Rescue "
        "Services Act 2004.",
    ),
    Kind.FIRE_STATEMENT: Basis(
        "Sch A2 FRSA 2004",
        "The Panel has reviewed the fire and rescue statement and reports under Schedule A2 to the Fire and Rescue "
        "Services Act 2004.",
    ),
}


def draft(kind: str, title: str, items: list[AgendaItem]) -> PanelReport:
    """Begin a report from agenda items of one panel: who writes to whom, under what provision, and what was decided, in
    order of time. The clerk writes the rest. Raises ValidationError where the panel or the Commissioner's office is not
    entered."""
    items = sorted(items, key=lambda item: (item.meeting.starts_at, item.order, item.pk))
    body = items[0].meeting.body if items else Body.objects.filter(kind="panel").order_by("pk").first()
    commissioner = Office.objects.filter(kind=Office.Kind.COMMISSIONER).order_by("pk").first()
    if body is None or commissioner is None:
        raise ValidationError("Enter the panel and the Commissioner's office first, then write to them.")
    basis = BASES.get(kind)
    report = PanelReport(
        kind=kind,
        title=title,
        from_body=body,
        addressee=commissioner,
        provision=Provision.objects.filter(short_label=basis.provision).first() if basis else None,
        text=_text(basis, items, commissioner),
        reply_basis=PanelReport.ReplyBasis.UNDATED,
        **_signatory(body),
    )
    report.full_clean(validate_unique=False, validate_constraints=False)
    report.save()
    for item in items:
        ConsideredItem.objects.create(report=report, agenda_item=item)
    return report


def _signatory(body) -> dict[str, str]:
    chairs = PanelRole.objects.filter(holding(today()), body=body, role=PanelRole.Role.CHAIR)
    chair = chairs.select_related("member").first()
    return {"signatory": str(chair.member), "signatory_office": "Chair of the Panel"} if chair else {}


def _text(basis, items, commissioner) -> str:
    holder = commissioner.holder_on(today())
    blocks = [f"<p>Dear {escape(holder.name if holder else commissioner.title_on(today()))}</p>"]
    if basis:
        blocks.append(f"<p>{escape(basis.paragraph)}</p>")
    for item in items:
        where = f"item {item.number}, {item.title}" if item.number else item.title
        blocks.append(f"<p>On {in_words(item.meeting.day)} ({escape(where)}) the Panel resolved:</p>")
        blocks.append(_decisions(item) or "<p></p>")
    blocks.append("<p>Yours sincerely</p>")
    return "".join(blocks)


def _decisions(item) -> str:
    """The carried limbs of an item as a list. What is exempt is left to the clerk's own words."""
    limbs = Limb.objects.public().carried().filter(resolution__minute__agenda_item=item)
    decided = [limb.text for limb in limbs.order_by("resolution", "order", "pk")]
    return f"<ul>{''.join(f'<li>{one}</li>' for one in decided)}</ul>" if decided else ""
