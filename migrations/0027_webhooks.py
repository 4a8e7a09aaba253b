"""What other systems are told: receivers, their secrets, events, and how far each receiver has been told of each.

An event is written in the transaction of the assessment or evaluation that it tells of, with a delivery for every
receiver that may know; it is never changed. ``number`` counts the events of one kind about one customer: receivers
see it, and a count over all of them would tell each how much the others hear. Secrets are not kept: ``nonce`` and the
installation's secret make them.
"""

STATEMENTS = (
    """
    CREATE TABLE webhook_receivers (
        id {text} NOT NULL PRIMARY KEY,
        name {text} NOT NULL,
        url {text} NOT NULL,
        scope {text} NOT NULL,
        state {text} NOT NULL,
        failures INTEGER NOT NULL,
        resting_until {text},
        lease_owner {text},
        lease_since {text},
        lease_until {text},
        created_at {text} NOT NULL,
        created_by {text} NOT NULL
    ) {compact}
    """,
    """
    CREATE TABLE webhook_secrets (
        id {serial},
        receiver {text} NOT NULL REFERENCES webhook_receivers (id),
        nonce {text} NOT NULL UNIQUE,
        created_at {text} NOT NULL,
        expires_at {text}
    )
    """,
    "CREATE INDEX webhook_secrets_of_receiver ON webhook_secrets (receiver, id)",
    """
    CREATE TABLE webhook_events (
        seq {serial},
        id {text} NOT NULL UNIQUE,
        type {text} NOT NULL,
        customer {text} NOT NULL REFERENCES customers (ref),
        number BIGINT NOT NULL,
        at {text} NOT NULL,
        data {text} NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX webhook_events_of_customer ON webhook_events (customer, type, number)",
    """
    CREATE TABLE webhook_deliveries (
        receiver {text} NOT NULL REFERENCES webhook_receivers (id),
        event BIGINT NOT NULL REFERENCES webhook_events (seq),
        customer {text} NOT NULL,
        at {text} NOT NULL,
        state {text} NOT NULL,
        attempts INTEGER NOT NULL,
        due_at {text} NOT NULL,
        tried_at {text},
        status INTEGER,
        outcome {text},
        PRIMARY KEY (event, receiver)
    ) {compact}
    """,
    # What is done is the most by far: whoever asks for what waits, or was given up, must not read it.
    "CREATE INDEX webhook_deliveries_due ON webhook_deliveries (receiver, due_at, event) WHERE state = 'pending'",
    """
    CREATE INDEX webhook_deliveries_behind ON webhook_deliveries (receiver, customer, event, at)
    WHERE state = 'pending'
    """,
    "CREATE INDEX webhook_deliveries_dead ON webhook_deliveries (receiver, event) WHERE state = 'dead'",
)

# As in 0009_append_only, which says why.
SQLITE = (
    *(
        f"""
        CREATE TRIGGER webhook_events_no_{verb} BEFORE {verb.upper()} ON webhook_events
        BEGIN SELECT RAISE(ABORT, 'append-only: webhook_events'); END
        """
        for verb in ("update", "delete")
    ),
    """
    CREATE TRIGGER webhook_events_no_replace_1 BEFORE INSERT ON webhook_events
    WHEN EXISTS (SELECT 1 FROM webhook_events WHERE seq = NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'exists already: webhook_events'); END
    """,
    """
    CREATE TRIGGER webhook_events_no_replace_2 BEFORE INSERT ON webhook_events
    WHEN EXISTS (SELECT 1 FROM webhook_events WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'exists already: webhook_events'); END
    """,
)

POSTGRESQL = (
    """
    CREATE TRIGGER webhook_events_append_only BEFORE UPDATE OR DELETE ON webhook_events
    FOR EACH ROW EXECUTE FUNCTION append_only()
    """,
    """
    CREATE TRIGGER webhook_events_no_truncate BEFORE TRUNCATE ON webhook_events
    FOR EACH STATEMENT EXECUTE FUNCTION append_only()
    """,
)
