"""Value tiers: every evaluation with what it was made from, which of them counts, and what people record beside them.

An evaluation keeps its inputs and its outcome, not its explanation: that is made again from them, and must give
``sha256``. A customer who is evaluated again with the same result has one row; ``current_tiers`` says up to which day
it was found to hold. A form sent twice counts once, by its key.
"""

STATEMENTS = (
    """
    CREATE TABLE tier_evaluations (
        seq {serial},
        id {text} NOT NULL UNIQUE,
        customer {text} NOT NULL REFERENCES customers (ref),
        evaluated_at {text} NOT NULL,
        evaluated_on {text} NOT NULL,
        cause {text} NOT NULL,
        value_digest {text} NOT NULL REFERENCES value_facts (digest),
        policy_digest {text} NOT NULL REFERENCES packs (digest),
        birth_on {text},
        held {text} NOT NULL,
        standing {text} NOT NULL,
        membership {text},
        vip_status {text},
        base {text} NOT NULL,
        base_or_above INTEGER NOT NULL,
        scheme {text},
        effective {text} NOT NULL,
        effective_or_above INTEGER NOT NULL,
        suspended INTEGER NOT NULL,
        sha256 {text} NOT NULL
    )
    """,
    "CREATE INDEX tier_evaluations_of_customer ON tier_evaluations (customer, seq)",
    """
    CREATE TABLE current_tiers (
        customer {text} NOT NULL PRIMARY KEY REFERENCES customers (ref),
        evaluation {text} NOT NULL REFERENCES tier_evaluations (id),
        evaluated_on {text} NOT NULL,
        first_on {text} NOT NULL,
        base {text} NOT NULL,
        effective {text} NOT NULL,
        suspended INTEGER NOT NULL
    ) {compact}
    """,
    # All that is counted and filtered by: a cell of the distribution is a stretch of the index.
    "CREATE INDEX current_tiers_by_tier ON current_tiers (base, effective, customer, suspended)",
    """
    CREATE TABLE membership_entries (
        id {serial},
        customer {text} NOT NULL REFERENCES customers (ref),
        change {text} NOT NULL,
        happened_on {text} NOT NULL,
        tier {text} NOT NULL,
        effective_on {text},
        expires_on {text},
        actor {text} NOT NULL,
        recorded_at {text} NOT NULL,
        form {text} NOT NULL
    )
    """,
    "CREATE INDEX membership_entries_of_customer ON membership_entries (customer, id)",
    "CREATE INDEX membership_entries_ending ON membership_entries (expires_on, customer, id)",
    "CREATE UNIQUE INDEX membership_entries_of_form ON membership_entries (form) WHERE form <> ''",
    """
    CREATE TABLE entitlement_uses (
        id {serial},
        customer {text} NOT NULL REFERENCES customers (ref),
        entitlement {text} NOT NULL,
        used_on {text} NOT NULL,
        actor {text} NOT NULL,
        recorded_at {text} NOT NULL,
        form {text} NOT NULL
    )
    """,
    "CREATE INDEX entitlement_uses_of_customer ON entitlement_uses (customer, id)",
    "CREATE UNIQUE INDEX entitlement_uses_of_form ON entitlement_uses (form) WHERE form <> ''",
    """
    CREATE TABLE due_diligence (
        id {serial},
        customer {text} NOT NULL REFERENCES customers (ref),
        funds {text} NOT NULL,
        wealth {text} NOT NULL,
        purpose {text} NOT NULL,
        conclusion {text} NOT NULL,
        author {text} NOT NULL,
        recorded_at {text} NOT NULL,
        form {text} NOT NULL
    )
    """,
    "CREATE INDEX due_diligence_of_customer ON due_diligence (customer, recorded_at)",
    "CREATE UNIQUE INDEX due_diligence_of_form ON due_diligence (form) WHERE form <> ''",
    # Since when a customer has had their grade.
    "CREATE INDEX grade_changes_of_customer ON grade_changes (customer, changed_at)",
)

_BY_FORM = "(form <> '' AND form = NEW.form)"
_KEYS = {
    "tier_evaluations": ("seq = NEW.seq", "id = NEW.id"),
    "membership_entries": ("id = NEW.id", _BY_FORM),
    "entitlement_uses": ("id = NEW.id", _BY_FORM),
    "due_diligence": ("id = NEW.id", _BY_FORM),
}

# As in 0009_append_only, which says why.
SQLITE = (
    *(
        f"""
        CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table}
        BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END
        """
        for table in _KEYS
        for verb in ("update", "delete")
    ),
    *(
        f"""
        CREATE TRIGGER {table}_no_replace_{n} BEFORE INSERT ON {table}
        WHEN EXISTS (SELECT 1 FROM {table} WHERE {key})
        BEGIN SELECT RAISE(ABORT, 'exists already: {table}'); END
        """
        for table, keys in _KEYS.items()
        for n, key in enumerate(keys, 1)
    ),
)

POSTGRESQL = (
    *(
        f"""
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION append_only()
        """
        for table in _KEYS
    ),
    *(
        f"""
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION append_only()
        """
        for table in _KEYS
    ),
)
