"""A report or letter as it is printed: the panel's name, to whom, the words, and who signed."""

from panel_portal.records.periods import in_words
from panel_portal.records.printed import Bullets, Facts, Heading, Paragraph, Printed, Prose
from panel_portal.records.publication import Audience, visible_rows
from reports.models import PanelReport


def report_printed(report: PanelReport, audience: Audience) -> Printed:
    considered = [
        f"{in_words(meeting.day)}: {row.agenda_item}"
        for row in visible_rows(report.considered, audience)
        if (meeting := row.agenda_item.meeting)
    ]
    asked = [request.text for request in visible_rows(report.requests, audience)]
    facts = [
        ("From", (report.panel_then,)),
        ("To", tuple(filter(None, [report.holder_then, report.addressee_then]))),
        ("Date", (in_words(report.issued_on),)),
        ("Reference", (report.reference,)),
    ]
    if report.provision:
        facts.append(("Legal basis", (str(report.provision),)))
    return Printed(
        title=report.title,
        caption=f"{report.panel_then}: {report.get_kind_display().lower()}",
        mark="",
        filename=f"{report.reference.replace('/', '-')}",
        dated=report.issued_on,
        blocks=(
            Facts(tuple(facts)),
            Prose(report.text),
            Paragraph(", ".join(filter(None, [report.signatory, report.signatory_office]))),
            *([Heading("What the panel asks for"), Bullets(tuple(asked))] if asked else []),
            *([Paragraph(_reply(report), "strong")] if report.reply_basis != PanelReport.ReplyBasis.NONE else []),
            *([Heading("Items of the minutes it rests on"), Bullets(tuple(considered))] if considered else []),
        ),
    )


def _reply(report) -> str:
    if report.reply_due_on:
        return f"A reply is asked for by {in_words(report.reply_due_on)}."
    return "A reply is asked for."
