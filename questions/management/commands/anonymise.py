from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from questions.anonymising import anonymise
from questions.models import Question


class Command(BaseCommand):
    help = "Take the name of whoever asked a question out of the whole record, its history included."

    def add_arguments(self, parser):
        parser.add_argument("reference", help="of the question, as Q2026/017")
        parser.add_argument("--by", required=True, help="e-mail address of the clerk who does it")
        parser.add_argument("--reason", required=True, help="why: it stays in the history")
        parser.add_argument("--instead", default="A member of the public", help="what stands in the name's place")

    def handle(self, *, reference, by, reason, instead, **options):
        question = Question.objects.filter(reference=reference).first()
        if question is None:
            raise CommandError(f"There is no question {reference}.")
        user = get_user_model().objects.filter(email__iexact=by).first()
        if user is None or not user.has_perm("questions.handle_question"):
            raise CommandError(f"{by} is no clerk of this panel.")
        try:
            done = anonymise(question, by=user, note=reason, instead=instead)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        for kind, number in sorted(done.changed.items()):
            self.stdout.write(f"{kind}: {number} changed")
        for sentence in done.look_at:
            self.stdout.write(sentence)
