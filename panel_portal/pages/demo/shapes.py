"""The words the invented record is written in: plain structures, read by build.py.

Prose is written with blank lines between paragraphs and "- " before a bullet. People, offices and bodies are named
by their address word ("tolland", "commissioner", "northmere-panel"), meetings by their day ("2025-06-23-2" is the
second of that day), actions by a word of their own.
"""

from dataclasses import dataclass

NEXT = "next"  # due at the next ordinary meeting
NO_DATE = ""


@dataclass(frozen=True)
class Person:
    slug: str
    name: str
    council: str  # empty for an independent member
    party: str = ""
    kind: str = "councillor"
    from_on: str = "2024-05-22"
    until_on: str = ""

    @property
    def sort_name(self) -> str:
        title, first, last = self.name.split(" ", 2)
        return f"{last}, {first}"


@dataclass(frozen=True)
class Officer:
    """An office with its titles and holders, each (words, short words or nothing, from, until)."""

    slug: str
    kind: str
    organisation: str
    titles: tuple[tuple[str, str, str, str], ...]
    holders: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Gathering:
    """A body with its names (name, short name, from, until)."""

    slug: str
    kind: str
    names: tuple[tuple[str, str, str, str], ...]
    purpose: str = ""
    parent: str = ""
    url: str = ""
    standing: tuple[tuple[str, str], ...] = ()  # (title, kind)


@dataclass(frozen=True)
class Exempt:
    """Why something is kept private, and what the public is told instead."""

    public_title: str
    paragraphs: tuple[int, ...]
    reason: str
    summary: str = ""


@dataclass(frozen=True)
class Paper:
    title: str
    kind: str = "report"
    author: str = ""
    dated: str = ""
    text: str = ""  # what the file says
    form: str = "pdf"  # or docx, csv
    url: str = ""  # instead of a file
    exempt: Exempt | None = None
    supersedes: str = ""  # the title of the paper it replaces; it then comes out after the agenda
    withdrawn: str = ""  # the reason, where it was taken back later


@dataclass(frozen=True)
class Ask:
    """What a decision or a discussion asks of somebody. `keys` names the actions it raises, in order."""

    keys: tuple[str, ...]
    owner: str = "commissioner"
    due: str = NEXT  # or NO_DATE, or a day
    report: str = ""  # the standing report in which it is asked for
    before: str = ""  # what must not happen before it is done; `due` is then the day of that
    text: str = ""  # for a promise made in discussion; a decision speaks for itself
    exempt: Exempt | None = None


@dataclass(frozen=True)
class Limb:
    text: str
    kinds: tuple[str, ...]
    label: str = ""
    carried: bool = True
    asks: Ask | None = None


@dataclass(frozen=True)
class Resolution:
    limbs: tuple[Limb, ...]
    stem: str = ""
    mover: str = ""
    seconder: str = ""
    vote: tuple[int, int, int] | None = None  # for, against, abstained
    unanimous: bool = False
    veto_of: str = ""
    names: tuple[tuple[str, str], ...] = ()  # (for, against or abstained; who, each by a word), where they were called


def resolved(text: str, *kinds: str, asks: Ask | None = None, **resolution) -> Resolution:
    """A decision of one part."""
    return Resolution((Limb(text, kinds, asks=asks),), **resolution)


@dataclass(frozen=True)
class Item:
    title: str
    kind: str = "substantive"
    report_of: str = ""
    purpose: str = ""
    minute: str = ""
    papers: tuple[Paper, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    promises: tuple[Ask, ...] = ()
    standing: str = ""  # the standing report it is
    recording: str = ""
    urgent: str = ""  # the special circumstances
    supplementary: bool = False  # it was added after the agenda was out
    sensitive: bool = False
    exempt: Exempt | None = None


@dataclass(frozen=True)
class Roll:
    """Who was there, besides every sitting member who is not named here."""

    apologies: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    substitutes: tuple[tuple[str, str], ...] = ()  # (who came, for whom)
    late: tuple[tuple[str, str], ...] = ()  # (who, the title of the item they arrived at)
    left: tuple[tuple[str, str], ...] = ()
    officers: tuple[str, ...] = ("commissioner", "chief-executive")
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Interest:
    member: str
    item: str  # its title
    kind: str
    nature: str
    effect: str = ""


@dataclass(frozen=True)
class Guest:
    """Somebody asked to come, and the decision that asked for it: (meeting, item title, label of the limb)."""

    who: str  # a body, an office, or a name
    part: str = "take_part"
    asked_for: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Meeting:
    key: str
    items: tuple[Item, ...]
    body: str = "northmere-panel"
    kind: str = "ordinary"
    starts: str = "10:00"
    ends: str = "12:30"
    place: str = "Council Chamber, County Hall, Aldergate"
    directions: str = ""
    remote_link: str = ""
    recording: str = ""
    purpose: str = ""
    called_by: tuple[str, str, str] | None = None
    guests: tuple[Guest, ...] = ()
    sensitive: bool = False
    roll: Roll = Roll()
    interests: tuple[Interest, ...] = ()
    outcome: str = "held"  # held, cancelled, postponed, adjourned, inquorate, agenda (out), date (public), draft
    outcome_reason: str = ""
    later: str = ""  # the meeting it was postponed or adjourned to
    minutes: str = ""  # the meeting that approved them; "published" as draft; "writing"; empty for none
    corrections: str = ""  # what was put right when they were approved
    signed: bool = True  # by whoever chaired that meeting, on its day; False while they wait for a signature
    pasted: str = ""  # what the clerk pasted and has not checked yet
    first_minute: int = 0  # where the numbering of the municipal year stands; 0: it goes on


@dataclass(frozen=True)
class Correction:
    """A change to minutes that are approved already: in the minute of an item, some words for others."""

    meeting: str
    item: str  # its title
    said: str
    reads: str
    reason: str
    agreed_at: str = ""


# What became of an action, in order ------------------------------------------------------------------


@dataclass(frozen=True)
class Note:
    written_on: str
    author: str
    text: str


@dataclass(frozen=True)
class Progress:
    """The owner says how far it is."""

    said_on: str
    note: str
    promised: str = ""


@dataclass(frozen=True)
class Report:
    """The owner says it is done."""

    note: str
    url: str = ""
    on: str = ""  # the day; without it ten days before the meeting that looked at it


@dataclass(frozen=True)
class Chase:
    """A reminder, as of the day on which the demo is made."""

    note: str


@dataclass(frozen=True)
class Transfer:
    note: str
    to: str


@dataclass(frozen=True)
class AcceptPart:
    """What is left is an action of its own, known by the same word with "-rest" after it."""

    meeting: str
    note: str
    left: str


@dataclass(frozen=True)
class Supersede:
    meeting: str
    note: str
    by: str


@dataclass(frozen=True)
class Merge:
    meeting: str
    note: str
    into: str


@dataclass(frozen=True)
class HandOver:
    """Somebody else is asked for the same, in an action known by the same word with "-rest" after it."""

    meeting: str
    note: str
    to: str


@dataclass(frozen=True)
class Accept:
    meeting: str
    note: str


@dataclass(frozen=True)
class Reject:
    meeting: str
    note: str


@dataclass(frozen=True)
class Drop:
    meeting: str
    note: str


@dataclass(frozen=True)
class Reopen:
    note: str
