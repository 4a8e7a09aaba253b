"""Batch runs: their progress, who works on them and until when, and the customers that failed."""

STATEMENTS = (
    """
    CREATE TABLE runs (
        id {text} NOT NULL PRIMARY KEY,
        kind {text} NOT NULL,
        cause {text} NOT NULL,
        status {text} NOT NULL,
        total INTEGER NOT NULL,
        done INTEGER NOT NULL,
        failed INTEGER NOT NULL,
        versions {text} NOT NULL,
        lease_owner {text} NOT NULL,
        lease_until {text} NOT NULL,
        started_at {text} NOT NULL,
        finished_at {text}
    )
    """,
    # A run that stopped is taken up again, never doubled.
    "CREATE UNIQUE INDEX runs_unfinished ON runs (kind) WHERE finished_at IS NULL",
    "CREATE INDEX runs_by_start ON runs (started_at)",
    """
    CREATE TABLE run_failures (
        run {text} NOT NULL REFERENCES runs (id),
        customer {text} NOT NULL,
        code {text} NOT NULL,
        reason {text} NOT NULL,
        failed_at {text} NOT NULL,
        PRIMARY KEY (run, customer)
    )
    """,
)
