"""Decisions end, and what left a list is remembered.

``delistings``: a listed entity that a new version in force did not hold any more, and the last decision made until
then: that one and all before it do not hold when the entity is listed again. By the order of decisions, not by their
times: a clock that was ahead must not carry a decision over a delisting.

Decisions made so far say neither when they end nor, field by field, what they were about. They do not hold any more,
and their customers are due at once.
"""

STATEMENTS = (
    "ALTER TABLE dispositions ADD COLUMN expires_on {text}",
    """
    CREATE TABLE delistings (
        id {serial},
        source {text} NOT NULL,
        entity {text} NOT NULL,
        removed_at {text} NOT NULL,
        content_sha256 {text} NOT NULL,
        last_disposition BIGINT NOT NULL
    )
    """,
    "CREATE INDEX delistings_of_entity ON delistings (source, entity, last_disposition)",
    """
    UPDATE current_assessments SET next_review_on = substr(assessed_at, 1, 10)
    WHERE customer IN (SELECT customer FROM dispositions)
    """,
)

SQLITE = (
    *(
        f"""
        CREATE TRIGGER delistings_no_{verb} BEFORE {verb.upper()} ON delistings
        BEGIN SELECT RAISE(ABORT, 'append-only: delistings'); END
        """
        for verb in ("update", "delete")
    ),
    """
    CREATE TRIGGER delistings_no_replace_1 BEFORE INSERT ON delistings
    WHEN EXISTS (SELECT 1 FROM delistings WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'exists already: delistings'); END
    """,
)

POSTGRESQL = (
    """
    CREATE TRIGGER delistings_append_only BEFORE UPDATE OR DELETE ON delistings
    FOR EACH ROW EXECUTE FUNCTION append_only()
    """,
    """
    CREATE TRIGGER delistings_no_truncate BEFORE TRUNCATE ON delistings
    FOR EACH STATEMENT EXECUTE FUNCTION append_only()
    """,
)
