"""The public record as JSON, read-only, at /api/v1/: the same rows through the same doors as the pages.

http.py     what every answer has: ETag, CORS, HEAD and OPTIONS, refusals in words
kinds.py    what there is to know of a kind of record: its rows, its id, what is told of it, what moves its stamp
listing.py  pages by cursor, what changed since a moment, tombstones of what was withdrawn
told.py     the building blocks of what is told: links, states, stamps
meetings.py, questions.py, reports.py   the kinds of each room
document.py the OpenAPI document
"""
