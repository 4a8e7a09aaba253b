"""What customers are worth to the group: facts archived by digest, and which of them are known now.

Apart from ``facts``, which grading reads: nothing here is within its reach.
"""

STATEMENTS = (
    """
    CREATE TABLE value_facts (
        digest {text} NOT NULL PRIMARY KEY,
        document {bytes} NOT NULL,
        recorded_at {text} NOT NULL
    ) {compact}
    """,
    """
    CREATE TABLE customer_values (
        customer {text} NOT NULL PRIMARY KEY REFERENCES customers (ref),
        digest {text} NOT NULL REFERENCES value_facts (digest),
        updated_at {text} NOT NULL
    ) {compact}
    """,
)

# As in 0009_append_only, which says why.
SQLITE = (
    *(
        f"""
        CREATE TRIGGER value_facts_no_{verb} BEFORE {verb.upper()} ON value_facts
        BEGIN SELECT RAISE(ABORT, 'append-only: value_facts'); END
        """
        for verb in ("update", "delete")
    ),
    """
    CREATE TRIGGER value_facts_no_replace BEFORE INSERT ON value_facts
    WHEN EXISTS (SELECT 1 FROM value_facts WHERE digest = NEW.digest)
    BEGIN SELECT RAISE(IGNORE); END
    """,
)

POSTGRESQL = (
    """
    CREATE TRIGGER value_facts_append_only BEFORE UPDATE OR DELETE ON value_facts
    FOR EACH ROW EXECUTE FUNCTION append_only()
    """,
    """
    CREATE TRIGGER value_facts_no_truncate BEFORE TRUNCATE ON value_facts
    FOR EACH STATEMENT EXECUTE FUNCTION append_only()
    """,
)
