"""The invented record: who is who in Northmere, and the meetings of two years in order. Nothing here is real."""

from panel_portal.pages.demo.outcomes import CORRECTIONS, LIVES, OWN_TASKS
from panel_portal.pages.demo.shapes import Gathering, Officer, Person
from panel_portal.pages.demo.spring_2025 import SPRING_2025
from panel_portal.pages.demo.winter_2025 import WINTER_2025
from panel_portal.pages.demo.year_2024 import MEETINGS_2024
from panel_portal.pages.demo.year_2025 import MEETINGS_2025
from panel_portal.pages.demo.year_2026 import MEETINGS_2026

__all__ = [
    "BODIES",
    "CONTACT",
    "COUNCILS",
    "CORRECTIONS",
    "HOSTS",
    "LIVES",
    "MEETINGS",
    "MEMBERS",
    "OFFICES",
    "OWN_TASKS",
    "PANEL",
    "PHRASES",
    "ROLES",
    "TASK_GROUP",
    "TASK_GROUP_TERMS",
    "chair_on",
    "municipal_year",
    "sitting",
]

PANEL = "northmere-panel"
TASK_GROUP = "budget-and-precept-task-group"

# One press away while minutes are being written.
PHRASES = (
    ("Declarations: none", "No member declared an interest."),
    ("Questions answered", "The Commissioner answered members' questions."),
    ("Written answer to follow", "The Commissioner will send members the answer in writing."),
    ("Chair's thanks", "The Chair thanked those who had come to speak."),
)

COUNTY = "Northmere County Council"
ALDERGATE = "Aldergate City Council"
SALTHOLME = "Saltholme Borough Council"
THORNWICK = "Thornwick District Council"
BRACKENSHAW = "Brackenshaw District Council"
PELLMOUTH = "Pellmouth Borough Council"
EASTMARSH = "Eastmarsh District Council"
CRANBY = "Cranby Forest District Council"
OVERSETT = "Oversett Borough Council"
COUNCILS = (COUNTY, ALDERGATE, SALTHOLME, THORNWICK, BRACKENSHAW, PELLMOUTH, EASTMARSH, CRANBY, OVERSETT)

# The city council served the panel until the county council took over with the new name.
HOSTS = ((ALDERGATE, "2012-11-22", "2025-03-31"), (COUNTY, "2025-04-01", ""))

CONTACT = {
    "name": "Rachel Ingleby",
    "position": "Secretary to the Panel",
    "email": "panel@northmere.example",
    "phone": "01632 960 142",  # a number kept free for invented people
}

BODIES = (
    Gathering(
        PANEL,
        "panel",
        (
            ("Northmere Police and Crime Panel", "Police and Crime Panel", "2012-11-22", "2025-03-31"),
            ("Northmere Police, Fire and Crime Panel", "Police, Fire and Crime Panel", "2025-04-01", ""),
        ),
        purpose="The Panel asks questions of the Police, Fire and Crime Commissioner on behalf of everybody who lives "
        "in Northmere, and says in public what it makes of the answers.",
        standing=(
            ("Apologies for absence and substitutes", "apologies"),
            ("Declarations of interest", "declarations"),
            ("Minutes of the last meeting", "last_minutes"),
            ("Actions and matters arising", "actions"),
            ("Decisions published since the last meeting", "decisions"),
            ("Work programme", "work_programme"),
            ("Date of the next meeting", "next_meeting"),
        ),
    ),
    Gathering(
        TASK_GROUP,
        "sub_committee",
        (("Budget and Precept Task Group", "Budget and Precept Task Group", "2018-06-18", ""),),
        purpose="Five members of the Panel who read the Commissioner's budget papers line by line before the Panel "
        "considers the precept. The group advises; only the Panel decides.",
        parent=PANEL,
        standing=(
            ("Apologies for absence and substitutes", "apologies"),
            ("Declarations of interest", "declarations"),
            ("Minutes of the last meeting", "last_minutes"),
        ),
    ),
    Gathering(
        "public-performance-meeting",
        "commissioner_meeting",
        (("Commissioner's Public Performance Meeting", "Public Performance Meeting", "2021-09-01", ""),),
        purpose="The Commissioner holds this meeting, not the Panel. It is where the Chief Constable, and since 2025 "
        "the Chief Fire Officer, answer in public for how the two services are doing.",
        url="https://commissioner.northmere.example/performance-meetings",
    ),
    Gathering(
        "safer-places-scrutiny-committee",
        "other",
        (("Safer Places Scrutiny Committee", "Safer Places Scrutiny Committee", "2019-05-20", ""),),
        purpose="A committee of Northmere County Council that looks at community safety in the county.",
        url="https://www.northmere.example/committees/safer-places",
    ),
    Gathering(
        "crime-prevention-board",
        "other",
        (("Northmere Crime Prevention Board", "Crime Prevention Board", "2014-04-01", "2025-03-31"),),
        purpose="A board of councils and police that was wound up in March 2025.",
    ),
)

OFFICES = (
    Officer(
        "commissioner",
        "commissioner",
        "Office of the Police, Fire and Crime Commissioner for Northmere",
        (
            ("Police and Crime Commissioner", "the Commissioner", "2012-11-22", "2025-03-31"),
            ("Police, Fire and Crime Commissioner", "the Commissioner", "2025-04-01", ""),
        ),
        (("Miriam Colbeck", "2024-05-09", ""),),
    ),
    Officer(
        "chief-executive",
        "chief_executive",
        "Office of the Police, Fire and Crime Commissioner for Northmere",
        (("Chief Executive of the Commissioner's office", "the Chief Executive", "2012-11-22", ""),),
        (("Simon Hartnell", "2022-03-01", ""),),
    ),
    Officer(
        "chief-finance-officer",
        "chief_finance_officer",
        "Office of the Police, Fire and Crime Commissioner for Northmere",
        (("Chief Finance Officer to the Commissioner", "the Chief Finance Officer", "2012-11-22", ""),),
        (("Bethan Lloyd-Carr", "2023-09-04", ""),),
    ),
    Officer(
        "chief-constable",
        "chief_constable",
        "Northmere Police",
        (("Chief Constable", "the Chief Constable", "1967-04-01", ""),),
        (("Alan Merriden", "2020-02-10", "2025-12-31"), ("Joanna Varley", "2026-01-05", "")),
    ),
    Officer(
        "chief-fire-officer",
        "chief_fire_officer",
        "Northmere Fire and Rescue Service",
        (("Chief Fire Officer", "the Chief Fire Officer", "1974-04-01", ""),),
        (("Ian Pocklington", "2021-07-12", ""),),
    ),
)

MEMBERS = (
    Person("tolland", "Cllr Margaret Tolland", COUNTY, "Conservative"),
    Person("lathbury", "Cllr Owen Lathbury", COUNTY, "Labour"),
    Person("sahota", "Cllr Devinder Sahota", ALDERGATE, "Labour"),
    Person("pryce", "Cllr Hannah Pryce", SALTHOLME, "Liberal Democrat"),
    Person("wetherby", "Cllr Colin Wetherby", THORNWICK, "Conservative", until_on="2025-05-20"),
    Person("nwosu", "Cllr Amara Nwosu", THORNWICK, "Green", from_on="2025-05-21"),
    Person("fairclough", "Cllr Jean Fairclough", BRACKENSHAW, "Independent"),
    Person("wilk", "Cllr Tomasz Wilk", PELLMOUTH, "Labour"),
    Person("garroway", "Cllr Sheila Garroway", EASTMARSH, "Conservative"),
    Person("imrie", "Cllr Peter Imrie", CRANBY, "Liberal Democrat"),
    Person("standish", "Cllr Lucy Standish", OVERSETT, "Conservative"),
    Person("danjuma", "Cllr Ibrahim Danjuma", ALDERGATE, "Labour", kind="additional", from_on="2025-06-23"),
    Person("qureshi", "Dr Farah Qureshi", "", kind="independent", from_on="2023-07-01"),
    Person("speight", "Mr Gordon Speight", "", kind="independent", from_on="2021-07-01"),
    Person("brough", "Cllr Ellen Brough", SALTHOLME, "Liberal Democrat", kind="substitute"),
    Person("harkness", "Cllr Neil Harkness", COUNTY, "Conservative", kind="substitute"),
)

TASK_GROUP_TERMS = (
    (TASK_GROUP, "lathbury", "councillor", "2024-06-24", ""),
    (TASK_GROUP, "pryce", "councillor", "2024-06-24", ""),
    (TASK_GROUP, "garroway", "councillor", "2024-06-24", ""),
    (TASK_GROUP, "imrie", "councillor", "2024-06-24", ""),
    (TASK_GROUP, "speight", "independent", "2024-06-24", ""),
)

ROLES = (
    (PANEL, "tolland", "chair", "2024-06-24", "2026-06-21"),
    (PANEL, "sahota", "vice_chair", "2024-06-24", "2026-06-21"),
    (PANEL, "sahota", "chair", "2026-06-22", ""),
    (PANEL, "pryce", "vice_chair", "2026-06-22", ""),
    (TASK_GROUP, "lathbury", "chair", "2024-06-24", ""),
)

MEETINGS = MEETINGS_2024 + SPRING_2025 + MEETINGS_2025 + WINTER_2025 + MEETINGS_2026


def municipal_year(key: str) -> str:
    """The two figures that follow a minute number: "25" for May 2025 to April 2026."""
    year, month = int(key[:4]), int(key[5:7])
    return f"{(year if month >= 5 else year - 1) % 100:02d}"


def sitting(body: str, day: str) -> list[str]:
    """Who sits on a body on a day, in the order of the list of members; substitutes come only when called."""
    if body == PANEL:
        terms = [(told.slug, told.kind, told.from_on, told.until_on) for told in MEMBERS]
    else:
        terms = [
            (slug, kind, from_on, until_on) for of, slug, kind, from_on, until_on in TASK_GROUP_TERMS if of == body
        ]
    return [
        slug
        for slug, kind, from_on, until_on in terms
        if kind != "substitute" and from_on <= day and (not until_on or day <= until_on)
    ]


def chair_on(body: str, day: str) -> str:
    """Who chaired a body on a day, as under a signature."""
    for of, slug, role, from_on, until_on in ROLES:
        if of == body and role == "chair" and from_on <= day and (not until_on or day <= until_on):
            return f"{next(told.name for told in MEMBERS if told.slug == slug)}, Chair"
    raise LookupError(f"{body} had no chair on {day}")
