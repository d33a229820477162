"""Reads minutes as they are pasted: text in, structure out. Pure functions; nothing here knows of a database."""
