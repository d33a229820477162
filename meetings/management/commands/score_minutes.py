"""Scores the reader of minutes on a folder of texts and expected structures."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from meetings.minutes import read
from meetings.minutes.scoring import MEASURES, Score, score


class Command(BaseCommand):
    help = (
        "Reads every NN.txt of a folder and compares the reading with NN.expected.json: items, decisions, parts, "
        "actions, questions, and characters lost."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="the folder of NN.txt and NN.expected.json")
        parser.add_argument("--check", action="store_true", help="end with status 1 when a bar is missed")
        parser.add_argument("--details", action="store_true", help="name what was missed and what was read wrongly")

    def handle(self, *, folder: Path, check: bool, details: bool, **options):
        total = Score()
        texts = self._texts(folder)
        for text_file in texts:
            result = self._score(text_file)
            self.stdout.write(f"{text_file.stem}: {_in_one_line(result)}")
            if details:
                self._tell(result)
            total.add(result)
        self.stdout.write("")
        self.stdout.write(f"{len(texts)} texts in {folder}")
        for measure, (words, bar) in MEASURES.items():
            tally = total.tallies[measure]
            asked = f" (asked: {bar:.0%})" if bar is not None else ""
            self.stdout.write(
                f"  {words}: {tally.found} of {tally.expected} found, {tally.share:.1%}{asked}; {tally.false} false"
            )
        self.stdout.write(f"  characters in no piece: {total.lost}; characters in more than one piece: {total.doubled}")
        below = total.missed_bars()
        if below:
            told = f"Not reached: {', '.join(below)}."
            if check:
                raise CommandError(told)
            self.stdout.write(told)
        else:
            self.stdout.write("Every bar is reached.")

    def _texts(self, folder: Path) -> list[Path]:
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        texts = sorted(folder.glob("*.txt"))
        if not texts:
            raise CommandError(f"There is no text (NN.txt) in {folder}.")
        return texts

    def _score(self, text_file: Path) -> Score:
        expected_file = text_file.with_suffix(".expected.json")
        if not expected_file.is_file():
            raise CommandError(f"{text_file.name} has no {expected_file.name} beside it.")
        try:
            # Line ends are part of the text.
            with text_file.open(encoding="utf-8", newline="") as file:
                text = file.read()
            expected = json.loads(expected_file.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            raise CommandError(f"{text_file.stem}: a file is not in UTF-8 ({error.reason}).") from error
        except json.JSONDecodeError as error:
            raise CommandError(f"{expected_file.name} is not valid JSON: line {error.lineno}, {error.msg}.") from error
        try:
            return score(read(text).as_dict(), expected, text)
        except (KeyError, TypeError, AttributeError) as error:
            raise CommandError(f"{expected_file.name} is not in the shape of the examples: {error!r}.") from error

    def _tell(self, result: Score) -> None:
        for measure, (words, _) in MEASURES.items():
            tally = result.tallies[measure]
            for told in tally.missed:
                self.stdout.write(f"    {words}, missed: {told[:200]}")
            for told in tally.wrong:
                self.stdout.write(f"    {words}, false: {told[:200]}")


def _in_one_line(result: Score) -> str:
    told = []
    for measure, (words, _) in MEASURES.items():
        tally = result.tallies[measure]
        if tally.expected or tally.false:
            false = f" and {tally.false} false" if tally.false else ""
            told.append(f"{words} {tally.found}/{tally.expected}{false}")
    if result.lost or result.doubled:
        told.append(f"characters lost {result.lost}, doubled {result.doubled}")
    return "; ".join(told) or "nothing to find, nothing found"
