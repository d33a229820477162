"""What the Commissioner of Northmere decided, as the clerk copied it from her website. Nothing here is real."""

SITE = "https://commissioner.northmere.example/decisions"

# (number, title, day of the decision, day of publication, police or fire)
DECISIONS = (
    ("NCP-D-202526-004", "Lease of a shop in Saltholme for a police desk", "2025-07-02", "2025-07-04", "Police"),
    ("NCP-D-202526-006", "Closing of the custody suite at Pellmouth", "2025-08-29", "2025-09-01", "Police"),
    ("NCF-D-202526-003", "Two fire engines for the northern stations", "2025-09-09", "2025-09-11", "Fire"),
    ("NCP-D-202526-009", "Grants to five groups that help victims of burglary", "2025-09-25", "2025-09-26", "Police"),
    ("NCF-D-202526-005", "A trial of crews of three on on-call engines", "2025-10-30", "2025-11-03", "Fire"),
    ("NCP-D-202526-012", "One fuel contract for both services", "2025-11-20", "2025-11-21", "Both"),
    ("NCP-D-202526-014", "Sale of the former police house at Thornwick", "2026-01-14", "2026-01-16", "Police"),
    ("NCP-D-202526-017", "Police precept and council tax for 2026/27", "2026-02-20", "2026-02-20", "Police"),
    ("NCF-D-202526-009", "Fire precept for 2026/27", "2026-02-20", "2026-02-20", "Fire"),
    # Nothing between the meetings of 16 March and 22 June: the item says so.
    ("NCF-D-202627-002", "The new roof of Brackenshaw fire station", "2026-07-06", "2026-07-08", "Fire"),
    ("NCP-D-202627-003", "A drone for each of the three police areas", "2026-09-02", "2026-09-04", "Police"),
    (
        "NCP-D-202627-005",
        "Twelve more places of safety on the coast: first stage",
        "2026-10-19",
        "2026-10-21",
        "Police",
    ),
    ("NCF-D-202627-004", "Work clothing that can be washed at the station", "2026-11-02", "2026-11-04", "Fire"),
)

# The notice came into the register only after the meeting before which it had been published.
FOUND_LATER = (
    ("NCP-D-202627-004", "Extension of the towing contract by one year", "2026-09-08", "2026-09-10", "Police"),
)

# Entered, and left for the clerk to publish.
DRAFTS = (("NCP-D-202627-006", "Counselling for staff of the control room", "2026-11-12", "2026-11-13", "Police"),)

# Under which items the panel took them up: number, meeting, title of the item.
TAKEN_UP = (
    ("NCP-D-202526-006", "2025-09-15", "Urgent: closure of the custody suite at Pellmouth"),
    ("NCF-D-202526-005", "2026-06-22", "Crews of three: what the trial found"),
    ("NCP-D-202627-003", "2026-09-21", "A contract for drones"),
)
