"""Whose tier does not count at present, because it could not be evaluated; gone when it can be again.

Beside ``current_tiers``: a customer stands in one of them. ``evaluation`` is the last that counted, ``held`` what the
gate has left of its tier since, ``code`` why it could not be evaluated.
"""

STATEMENTS = (
    """
    CREATE TABLE withdrawn_tiers (
        customer {text} NOT NULL PRIMARY KEY REFERENCES customers (ref),
        evaluation {text} REFERENCES tier_evaluations (id),
        held {text} NOT NULL,
        withdrawn_at {text} NOT NULL,
        cause {text} NOT NULL,
        code {text} NOT NULL
    ) {compact}
    """,
)
