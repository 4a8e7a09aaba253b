"""The database schema, one concern a file, in the order of their numbers. A file that has shipped never changes.

Every file holds ``STATEMENTS``; they are written once for both databases, with these words for what differs
(``amlrisk/store/migrations.py`` fills them in): ``{text}``, ``{bytes}``, ``{serial}`` (a counting primary key),
``{real}`` and ``{compact}`` (a table stored in the order of its key). Where words do not suffice,
``SQLITE`` and ``POSTGRESQL`` hold what follows for one of them alone.

Times are ISO 8601 text in UTC to the microsecond, so that they compare as they sort, alike in both.
"""
