"""The one way a record changes state.

A verb is a function decorated with `@verb`. The decorator is the row of the transition table: from which states, to
which, who may, whether a note is wanted. The function's body holds what else must happen in the same transaction.
"""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from panel_portal.records.history import because, tell_refusal


class IllegalMove(ValidationError):
    """The record is not in a state in which this can be done. A wrong state is not a missing right."""


@dataclass(frozen=True)
class Verb:
    """What the admin, the tests and the documentation need to know of a verb."""

    path: str
    label: str
    state_field: str
    from_: frozenset
    to: object
    permission: str
    note_required: bool
    note_label: str
    removes: bool
    form: Callable | None
    call: Callable = field(compare=False, repr=False)
    hindrance: Callable | None = field(default=None, compare=False, repr=False)

    @property
    def short_name(self) -> str:
        """The word in the address of its page."""
        return self.path.rpartition(".")[2]

    def may(self, user) -> bool:
        """Whether this user has the right at all, whatever the state."""
        return user.has_perm(self.permission)

    def possible(self, record) -> bool:
        """Whether the record, as loaded, is in a state from which this verb leads on."""
        return getattr(record, self.state_field) in self.from_ and not (self.hindrance and self.hindrance(record))


ALL_VERBS: list[Verb] = []

# In the place of `to`: the verb says or changes something, and the record stays in the state it is in.
STAYS = None


def verb(
    state_field: str,
    *,
    from_: Iterable,
    to,
    label: str,
    permission: str,
    stamp: str | None = None,
    clears: Iterable[str] = (),
    note_required: bool = False,
    note_label: str = "Why",
    removes: bool = False,
    form: Callable | None = None,
    hindrance: Callable | None = None,
):
    """Make a verb of a function `f(record, *, by, note="", **details)`.

    state_field  the field that this verb moves; `from_` and `to` are its values (STAYS: it is left as it is)
    stamp        a datetime field set to now; `clears` names fields emptied (a reopened record has no closing date)
    form         a callable `form(record) -> forms.Form class` that asks a clerk for the details
    hindrance    a callable `hindrance(record) -> str`: a sentence saying what else stands in the way, or ""
    removes      whether something leaves the public record, so that the admin asks first

    Calling it locks the row, reads the state from the database and refuses with IllegalMove (a ValidationError) when
    the state is wrong (the history keeps who tried), with PermissionDenied when the right is missing, with
    ValidationError when a note is missing.
    The body runs on the locked row before it is saved, and may set fields, refuse, or call other verbs. A function
    that it returns is called after the save, in the same transaction: for what has to see the new state.
    """
    sources = frozenset(from_)

    def decorate(body):
        @functools.wraps(body)
        def move(record, *, by, note="", **details):
            try:
                with transaction.atomic(), because(by=by, verb=label, note=note):
                    locked = type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
                    if not by.has_perm(permission):
                        raise PermissionDenied(f"{by} may not: {label}")
                    if getattr(locked, state_field) not in sources:
                        raise IllegalMove(_refusal(locked, state_field, label), code="illegal_move")
                    if hindrance and (sentence := hindrance(locked)):
                        raise IllegalMove(sentence, code="illegal_move")
                    if note_required and not note.strip():
                        raise ValidationError({"note": f"Say why. “{label}” needs a note."}, code="note_required")
                    if to is not STAYS:
                        setattr(locked, state_field, to)
                    for name in clears:
                        setattr(locked, name, locked._meta.get_field(name).get_default())
                    if stamp:
                        setattr(locked, stamp, timezone.now())
                    afterwards = body(locked, by=by, note=note, **details)
                    _save(locked)
                    if afterwards:
                        afterwards()
            except IllegalMove as refusal:
                tell_refusal(record, by=by, verb=label, sentence=" ".join(refusal.messages))
                raise
            record.refresh_from_db()
            return record

        move.verb = Verb(
            path=f"{body.__module__}.{body.__name__}",
            label=label,
            state_field=state_field,
            from_=sources,
            to=to,
            permission=permission,
            note_required=note_required,
            note_label=note_label,
            removes=removes,
            form=form,
            call=move,
            hindrance=hindrance,
        )
        ALL_VERBS.append(move.verb)
        return move

    return decorate


def _save(record) -> None:
    """Save, and where a constraint stops it say so in the constraint's own sentence. (Asking every constraint first
    would cost each verb a query for each of them.)"""
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        record.validate_constraints()
        raise


def _refusal(record, state_field, label) -> str:
    meta = record._meta
    word = str(meta.get_field(state_field).verbose_name)
    value = getattr(record, state_field)
    if isinstance(value, bool):
        stands = f"this {meta.verbose_name} is already {'' if value else 'no longer '}“{word}”"
    else:
        state = getattr(record, f"get_{state_field}_display")()
        stands = f"the {word} of this {meta.verbose_name} is already “{state}”"
    return (
        f"“{label}” cannot be done now: {stands}. "
        "Nothing was changed. Somebody else, or a second click, may have been quicker."
    )
