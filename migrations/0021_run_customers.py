"""Whom an unfinished run has been through, so that it goes on with the others; forgotten when it ends."""

STATEMENTS = (
    """
    CREATE TABLE run_customers (
        run {text} NOT NULL REFERENCES runs (id),
        customer {text} NOT NULL,
        PRIMARY KEY (run, customer)
    ) {compact}
    """,
)
