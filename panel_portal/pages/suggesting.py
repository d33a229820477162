"""When nothing was found: a word that may have been meant, and a count for the clerk of what people look for in vain.

Words are learnt from public rows alone. A word may have left the public record since it was learnt, so a suggestion is
made only where a search for it, now, finds something public.
"""

import re
from datetime import timedelta

from django.contrib.postgres.search import SearchVector
from django.db import connection, transaction
from django.db.models import F

from panel_portal.pages.models import FruitlessSearch, KnownWord
from panel_portal.pages.search import has_results, says_nothing
from panel_portal.pages.searched import BRANCHES, KINDS
from panel_portal.records import revision
from panel_portal.records.fulltext import as_words
from panel_portal.records.periods import today

SHORTEST = 4
LIKELY = 30
# How alike two words are, in trigrams, before they are compared letter by letter.
ALIKE = "0.2"
# Different searches that are counted on a day; whoever sends more is not looking for anything.
MOST_A_DAY = 1_000
KEPT_DAYS = 365

TITLES = {"item": "title", "paper": "title", "question": "title", "letter": "title", "inspection": "title"}
TITLES |= {"decision": "title", "member": "name"}


def learn() -> int:
    """Count the words of everything public anew; how many there are. The worker does it once a day."""
    parts, params = [], []
    for branch in BRANCHES:
        columns = [*branch.text, *([TITLES[branch.kind]] if not branch.path and branch.kind in TITLES else [])]
        vector = SearchVector(*(as_words(column) for column in columns), config="simple")
        rows = branch.model.objects.public().order_by().values_list(vector)
        sql, values = rows.query.get_compiler(connection=connection).as_sql()
        parts.append(f"({sql})")
        params += values
    with transaction.atomic(), connection.cursor() as cursor:
        words = cursor.mogrify(" UNION ALL ".join(parts), params)
        before = set(KnownWord.objects.values_list("word", "records"))
        cursor.execute(f"DELETE FROM {KnownWord._meta.db_table}")  # noqa: S608
        cursor.execute(
            f"INSERT INTO {KnownWord._meta.db_table} (word, records) "  # noqa: S608
            "SELECT word, ndoc FROM ts_stat(%s) WHERE word ~ '^[[:alpha:]]{4,40}$' RETURNING word, records",
            [words],
        )
        learnt = set(cursor.fetchall())
        if learnt != before:
            revision.count()  # what is related to what follows from how rare its words are
        return len(learnt)


def suggestion(words: str) -> str:
    """The same search with what is misspelt put right, or "". Raises TooBroad."""
    unknown = {word.lower() for word in re.findall(rf"[^\W\d_]{{{SHORTEST},40}}", words)}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [ALIKE])
        put_right = {word: meant for word in unknown if (meant := _meant(cursor, word))}
    if not put_right:
        return ""
    instead = re.sub(r"[^\W\d_]+", lambda found: put_right.get(found[0].lower(), found[0]), words)
    return instead if not says_nothing(instead) and has_results(instead) else ""


def _meant(cursor, word: str) -> str:
    """The known word that is nearest to one that is not known, or "": the commoner of two that are as near."""
    cursor.execute(
        f"SELECT word, records FROM {KnownWord._meta.db_table} WHERE word %% %s"  # noqa: S608
        " ORDER BY similarity(word, %s) DESC, records DESC LIMIT %s",
        [word, word, LIKELY],
    )
    near = [(slips(word, known), -records, known) for known, records in cursor.fetchall()]
    most = 1 if len(word) < 6 else 2
    distance, _, meant = min(near, default=(0, 0, ""))
    return meant if 0 < distance <= most else ""


def slips(one: str, other: str) -> int:
    """How many slips of the keyboard lie between two words: a letter too many, too few, wrong, or two that changed
    places (the distance of Damerau and Levenshtein, each letter touched once)."""
    before, last = [], list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, its in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


# What is looked for in vain ------------------------------------------------------------------------------------------

# An e-mail address, or five figures and more (a telephone number, a case): about a person, perhaps.
PERSONAL = re.compile(r"\S+@\S+|\d[\d\s()+-]{3,}\d")


def note(words: str) -> bool:
    """Count a search that found nothing, unless it may be about a person; whether it was counted. Nothing is kept of
    who searched, nor the time of the day."""
    plain = " ".join(re.findall(r"[\w'’-]+", words.lower()))[:100].strip()
    if not plain or PERSONAL.search(words):
        return False
    day = today()
    if FruitlessSearch.objects.filter(day=day).count() >= MOST_A_DAY:
        return False
    counted, new = FruitlessSearch.objects.get_or_create(words=plain, day=day)
    if not new:
        FruitlessSearch.objects.filter(pk=counted.pk).update(count=F("count") + 1)
    return True


def forget() -> int:
    """Destroy the counts of more than a year ago; how many."""
    return FruitlessSearch.objects.filter(day__lt=today() - timedelta(days=KEPT_DAYS)).delete()[0]


# What there is -------------------------------------------------------------------------------------------------------

COUNTED_TO = 10_000


def how_many_records() -> list[tuple[str, str]]:
    """Each kind that is searched and how many public records of it there are, "10,000+" where it is more."""
    return revision.kept("how many records", _counted)


def _counted() -> list[tuple[str, str]]:
    parts, params = [], []
    for kind in KINDS.values():
        rows = kind.model.objects.public().order_by().values("pk")[: COUNTED_TO + 1]
        sql, values = rows.query.get_compiler(connection=connection).as_sql()
        parts.append(f"SELECT count(*) FROM ({sql}) AS counted")  # noqa: S608
        params += values
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        counts = [count for (count,) in cursor.fetchall()]
    return [
        (kind.label, f"{COUNTED_TO:,}+" if count > COUNTED_TO else f"{count:,}")
        for kind, count in zip(KINDS.values(), counts, strict=True)
        if count
    ]
