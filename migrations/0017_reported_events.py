"""What compliance reported of a customer: facts that stay, whatever a later delivery of the customer's data says."""

STATEMENTS = (
    """
    CREATE TABLE reported_events (
        id {serial},
        customer {text} NOT NULL REFERENCES customers (ref),
        kind {text} NOT NULL,
        happened_on {text} NOT NULL,
        author {text} NOT NULL,
        reported_at {text} NOT NULL
    )
    """,
    "CREATE INDEX reported_events_of_customer ON reported_events (customer, id)",
)

# As in 0009_append_only, which says why.
SQLITE = (
    *(
        f"""
        CREATE TRIGGER reported_events_no_{verb} BEFORE {verb.upper()} ON reported_events
        BEGIN SELECT RAISE(ABORT, 'append-only: reported_events'); END
        """
        for verb in ("update", "delete")
    ),
    """
    CREATE TRIGGER reported_events_no_replace_1 BEFORE INSERT ON reported_events
    WHEN EXISTS (SELECT 1 FROM reported_events WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'exists already: reported_events'); END
    """,
)

POSTGRESQL = (
    """
    CREATE TRIGGER reported_events_append_only BEFORE UPDATE OR DELETE ON reported_events
    FOR EACH ROW EXECUTE FUNCTION append_only()
    """,
    """
    CREATE TRIGGER reported_events_no_truncate BEFORE TRUNCATE ON reported_events
    FOR EACH STATEMENT EXECUTE FUNCTION append_only()
    """,
)
