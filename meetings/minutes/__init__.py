"""Reads minutes as they are pasted: text in, structure out. Pure functions; nothing here knows of a database."""

from meetings.minutes.reader import read
from meetings.minutes.structure import Reading

__all__ = ["Reading", "read"]
