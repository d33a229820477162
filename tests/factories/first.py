"""The first state of every model: as a clerk enters it, nothing decided, nothing public by itself."""

from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from pypdf import PdfWriter

from meetings import models
from panel_portal.accounts.models import User

LONDON = ZoneInfo("Europe/London")
PASSWORD = "correct horse battery"

__all__ = [
    "LONDON",
    "PASSWORD",
    "ActionFactory",
    "OwnerChangeFactory",
    "ActionEvidenceFactory",
    "AgendaActionFactory",
    "ActionPaperFactory",
    "StandingReportFactory",
    "ActionNoteFactory",
    "AgendaItemFactory",
    "AttendanceFactory",
    "AuthorityFactory",
    "BodyFactory",
    "BodyNameFactory",
    "ContactFactory",
    "CorrectionFactory",
    "DeclarationFactory",
    "ExemptMatterFactory",
    "HostingFactory",
    "InvitationFactory",
    "LimbFactory",
    "MeetingFactory",
    "MemberFactory",
    "MembershipFactory",
    "MinuteFactory",
    "MinutesFactory",
    "OfficeFactory",
    "OfficeHolderFactory",
    "OfficeTitleFactory",
    "PanelRoleFactory",
    "PaperFactory",
    "PaperFileFactory",
    "PublicSummaryFactory",
    "RecordedVoteFactory",
    "ResolutionFactory",
    "StandingItemFactory",
    "StockPhraseFactory",
    "UserFactory",
    "pdf",
    "the_commissioner",
    "the_panel",
]


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@northmere.example")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)


class AuthorityFactory(DjangoModelFactory):
    class Meta:
        model = models.Authority

    name = factory.Sequence(lambda n: f"Northmere Council {n}")
    url = factory.Sequence(lambda n: f"https://council{n}.example/")


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = models.Contact

    name = factory.Sequence(lambda n: f"Clerk {n}")
    position = "Secretary to the Panel"
    email = factory.Sequence(lambda n: f"clerk{n}@council.example")
    phone = "01632 960001"


class BodyNameFactory(DjangoModelFactory):
    class Meta:
        model = models.BodyName

    body = factory.LazyAttribute(lambda self: BodyFactory(named=None))
    name = factory.Sequence(lambda n: f"Working Group {n}")
    short_name = factory.Sequence(lambda n: f"Group {n}")


class BodyFactory(DjangoModelFactory):
    """A body with its name; `named=None` makes one without."""

    class Meta:
        model = models.Body
        skip_postgeneration_save = True

    kind = models.Body.Kind.SUB_COMMITTEE
    slug = factory.Sequence(lambda n: f"group-{n}")
    named = factory.RelatedFactory(BodyNameFactory, factory_related_name="body")


def the_panel() -> models.Body:
    """The one panel of this installation."""
    found = models.Body.objects.filter(kind=models.Body.Kind.PANEL).first()
    return found or BodyFactory(
        kind=models.Body.Kind.PANEL,
        slug="panel",
        named__name="Northmere Police and Crime Panel",
        named__short_name="Police and Crime Panel",
    )


class HostingFactory(DjangoModelFactory):
    class Meta:
        model = models.Hosting

    body = factory.LazyFunction(the_panel)
    authority = factory.SubFactory(AuthorityFactory)


class OfficeTitleFactory(DjangoModelFactory):
    class Meta:
        model = models.OfficeTitle

    office = factory.LazyAttribute(lambda self: OfficeFactory(titled=None, held=None))
    title = "Police and Crime Commissioner"
    short_title = "the Commissioner"


class OfficeHolderFactory(DjangoModelFactory):
    class Meta:
        model = models.OfficeHolder

    office = factory.LazyAttribute(lambda self: OfficeFactory(titled=None, held=None))
    name = factory.Sequence(lambda n: f"Holder {n}")


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = models.Office
        skip_postgeneration_save = True

    kind = models.Office.Kind.OTHER
    slug = factory.Sequence(lambda n: f"office-{n}")
    organisation = "Northmere"
    titled = factory.RelatedFactory(OfficeTitleFactory, factory_related_name="office")
    held = factory.RelatedFactory(OfficeHolderFactory, factory_related_name="office")


def the_commissioner() -> models.Office:
    found = models.Office.objects.filter(kind=models.Office.Kind.COMMISSIONER).first()
    return found or OfficeFactory(kind=models.Office.Kind.COMMISSIONER, slug="commissioner")


class MemberFactory(DjangoModelFactory):
    class Meta:
        model = models.Member

    name = factory.Sequence(lambda n: f"Cllr Person {n}")
    sort_name = factory.Sequence(lambda n: f"Person {n}")
    slug = factory.Sequence(lambda n: f"person-{n}")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = models.Membership

    member = factory.SubFactory(MemberFactory)
    body = factory.LazyFunction(the_panel)
    authority = factory.SubFactory(AuthorityFactory)


class PanelRoleFactory(DjangoModelFactory):
    class Meta:
        model = models.PanelRole

    member = factory.SubFactory(MemberFactory)
    body = factory.LazyFunction(the_panel)
    role = models.PanelRole.Role.CHAIR


class MeetingFactory(DjangoModelFactory):
    """A meeting of the panel, its agenda being prepared: the first on 8 January 2020, then every second Wednesday."""

    class Meta:
        model = models.Meeting

    body = factory.LazyFunction(the_panel)
    starts_at = factory.Sequence(lambda n: datetime(2020, 1, 8, 10, tzinfo=LONDON) + timedelta(days=14 * n))
    place = "County Hall, Northmere"


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = models.Invitation

    meeting = factory.SubFactory(MeetingFactory)
    name = factory.Sequence(lambda n: f"Guest {n}")


class StockPhraseFactory(DjangoModelFactory):
    class Meta:
        model = models.StockPhrase

    name = factory.Sequence(lambda n: f"Phrase {n}")
    text = "The Panel noted the report."


class StandingItemFactory(DjangoModelFactory):
    class Meta:
        model = models.StandingItem

    body = factory.LazyFunction(the_panel)
    order = factory.Sequence(lambda n: n * 10)
    title = factory.Sequence(lambda n: f"Standing matter {n}")


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = models.AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    number = factory.Sequence(lambda n: str(n + 1))
    order = factory.Sequence(lambda n: (n + 1) * 10)
    title = factory.Sequence(lambda n: f"Matter {n + 1}")


class ExemptMatterFactory(DjangoModelFactory):
    class Meta:
        model = models.ExemptMatter

    agenda_item = factory.SubFactory(AgendaItemFactory)
    title = "What it is really about"


class PaperFactory(DjangoModelFactory):
    class Meta:
        model = models.Paper

    agenda_item = factory.SubFactory(AgendaItemFactory)
    title = factory.Sequence(lambda n: f"Report {n}")


def pdf(name: str = "report.pdf", *, title: str = "A report") -> SimpleUploadedFile:
    """A real one-page PDF, as a browser would send it; its title stands in it as plain bytes."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": title})
    content = BytesIO()
    writer.write(content)
    return SimpleUploadedFile(name, content.getvalue(), content_type="application/pdf")


class PaperFileFactory(DjangoModelFactory):
    """`PaperFileFactory(paper=paper, upload=pdf("name.pdf"))`: taken as an upload is."""

    class Meta:
        model = models.PaperFile

    paper = factory.SubFactory(PaperFactory)

    @classmethod
    def _create(cls, model_class, *args, upload=None, **fields):
        document = model_class(*args, **fields)
        document.take(upload or pdf(title=f"The file of {document.paper.title}"))
        document.save()
        return document


class MinutesFactory(DjangoModelFactory):
    class Meta:
        model = models.Minutes

    meeting = factory.SubFactory(MeetingFactory)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = models.Attendance

    minutes = factory.SubFactory(MinutesFactory)
    name = factory.Sequence(lambda n: f"Visitor {n}")


class DeclarationFactory(DjangoModelFactory):
    class Meta:
        model = models.Declaration

    minutes = factory.SubFactory(MinutesFactory)
    member = factory.SubFactory(MemberFactory)
    nature = "Sits on the board of a charity that is named in the report."


class MinuteFactory(DjangoModelFactory):
    """The minute of an item, in the minutes of that item's meeting (begun if nobody has)."""

    class Meta:
        model = models.Minute

    agenda_item = factory.SubFactory(AgendaItemFactory)
    minutes = factory.LazyAttribute(
        lambda self: models.Minutes.objects.get_or_create(meeting=self.agenda_item.meeting)[0]
    )
    number = factory.Sequence(lambda n: str(n + 1))
    text = "<p>The Panel considered the matter.</p>"


class PublicSummaryFactory(DjangoModelFactory):
    class Meta:
        model = models.PublicSummary

    agenda_item = factory.SubFactory(AgendaItemFactory)
    minutes = factory.LazyAttribute(
        lambda self: models.Minutes.objects.get_or_create(meeting=self.agenda_item.meeting)[0]
    )
    text = "<p>A contract was let.</p>"


class ResolutionFactory(DjangoModelFactory):
    class Meta:
        model = models.Resolution

    minute = factory.SubFactory(MinuteFactory)
    stem = "That the Panel:"


class RecordedVoteFactory(DjangoModelFactory):
    class Meta:
        model = models.RecordedVote

    resolution = factory.SubFactory(ResolutionFactory, names_taken=True)
    member = factory.SubFactory(MemberFactory)
    way = models.RecordedVote.Way.FOR


class LimbFactory(DjangoModelFactory):
    class Meta:
        model = models.Limb

    resolution = factory.SubFactory(ResolutionFactory)
    label = "a)"
    text = "<p>That the Commissioner be asked for the figures.</p>"
    kinds = factory.LazyFunction(lambda: [models.Limb.Kind.REQUEST])


class CorrectionFactory(DjangoModelFactory):
    """The row alone; `workflow.correct_minute` makes it together with the change it tells of."""

    class Meta:
        model = models.Correction

    minute = factory.SubFactory(MinuteFactory)
    old_text = "<p>The Panel considered the mater.</p>"
    new_text = "<p>The Panel considered the matter.</p>"
    reason = "A word was misspelt."


class StandingReportFactory(DjangoModelFactory):
    class Meta:
        model = models.StandingReport

    name = factory.Sequence(lambda n: f"Standing report {n}")


class ActionFactory(DjangoModelFactory):
    """A task of the panel's own, owned by nobody yet; give it `origin_item` or `origin_limb` for an origin."""

    class Meta:
        model = models.Action

    text = factory.Sequence(lambda n: f"To send the figures for district {n + 1}")


class OwnerChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.OwnerChange

    action = factory.SubFactory(ActionFactory)
    kind = "transfer"
    reason = "The duty moved to another office."


class ActionEvidenceFactory(DjangoModelFactory):
    class Meta:
        model = models.ActionEvidence

    action = factory.SubFactory(ActionFactory)
    url = "https://northmere.example/figures"


class AgendaActionFactory(DjangoModelFactory):
    class Meta:
        model = models.AgendaAction

    action = factory.SubFactory(ActionFactory)
    agenda_item = factory.SubFactory(AgendaItemFactory)


class ActionPaperFactory(DjangoModelFactory):
    class Meta:
        model = models.ActionPaper

    meeting = factory.SubFactory(MeetingFactory)
    frozen_at = factory.LazyFunction(timezone.now)
    rows = factory.LazyFunction(lambda: [{"action": 0}])
    sha256 = "0" * 64


class ActionNoteFactory(DjangoModelFactory):
    class Meta:
        model = models.ActionNote

    action = factory.SubFactory(ActionFactory)
    author = "The Secretary"
    text = "The figures are promised for May."
