"""From a pasted text to draft records: what the reader found, as a proposal that a clerk checks on one screen."""
