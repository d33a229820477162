"""What everybody who tells the story needs: days and moments from words, prose as rich text, a row checked."""

import datetime

from panel_portal.records.periods import LONDON


def as_html(prose: str) -> str:
    """Paragraphs and bullets of the story's prose as HTML; the lines of a paragraph are joined."""
    blocks = []
    for part in prose.strip().split("\n\n"):
        lines = [line.strip() for line in part.strip().splitlines()]
        if not lines or not lines[0]:
            continue
        if not lines[0].startswith("- "):
            blocks.append(f"<p>{' '.join(lines)}</p>")
            continue
        bullets = []
        for line in lines:
            if line.startswith("- "):
                bullets.append(line.removeprefix("- "))
            else:
                bullets[-1] += f" {line}"
        blocks.append(f"<ul>{''.join(f'<li>{bullet}</li>' for bullet in bullets)}</ul>")
    return "".join(blocks)


def check(row) -> None:
    """What a clerk's form would check of the fields; the constraints the database checks itself, for far less."""
    row.full_clean(validate_unique=False, validate_constraints=False)


def as_day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def as_moment(key: str, clock: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{key[:10]}T{clock}").replace(tzinfo=LONDON)
