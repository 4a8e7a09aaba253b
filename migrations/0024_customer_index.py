"""Who has a decision about a listed entity, and when decisions expire, is found without reading all of them.

``look_backs`` holds what a true match made doubtful: from when on the customer's transactions are to be looked at
again. Appended, never edited, one for a decision.
"""

STATEMENTS = (
    "CREATE INDEX dispositions_of_entity ON dispositions (source, entity, customer)",
    "CREATE INDEX dispositions_expiring ON dispositions (expires_on, customer) WHERE expires_on IS NOT NULL",
    """
    CREATE TABLE look_backs (
        id {serial},
        disposition BIGINT NOT NULL UNIQUE REFERENCES dispositions (id),
        customer {text} NOT NULL REFERENCES customers (ref),
        facts_digest {text} NOT NULL REFERENCES facts (digest),
        begins_on {text} NOT NULL,
        ends_on {text} NOT NULL,
        transactions INTEGER NOT NULL,
        opened_at {text} NOT NULL
    )
    """,
    "CREATE INDEX look_backs_of_customer ON look_backs (customer, id)",
)

SQLITE = (
    *(
        f"""
        CREATE TRIGGER look_backs_no_{verb} BEFORE {verb.upper()} ON look_backs
        BEGIN SELECT RAISE(ABORT, 'append-only: look_backs'); END
        """
        for verb in ("update", "delete")
    ),
    """
    CREATE TRIGGER look_backs_no_replace BEFORE INSERT ON look_backs
    WHEN EXISTS (SELECT 1 FROM look_backs WHERE id = NEW.id OR disposition = NEW.disposition)
    BEGIN SELECT RAISE(ABORT, 'exists already: look_backs'); END
    """,
)

POSTGRESQL = (
    """
    CREATE TRIGGER look_backs_append_only BEFORE UPDATE OR DELETE ON look_backs
    FOR EACH ROW EXECUTE FUNCTION append_only()
    """,
    """
    CREATE TRIGGER look_backs_no_truncate BEFORE TRUNCATE ON look_backs
    FOR EACH STATEMENT EXECUTE FUNCTION append_only()
    """,
)
