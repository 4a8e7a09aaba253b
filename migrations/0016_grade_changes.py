"""Customers who moved from one grade to another, noted by the database itself as it happens.

So that "this month" reads the few who moved and not every assessment. The notes follow from ``assessments`` and can be
made again from them. Customers are found by branch, and counted by grade, without reading them all; legal persons are
few, and what is not theirs is the natural persons'.
"""

STATEMENTS = (
    """
    CREATE TABLE grade_changes (
        id {serial},
        customer {text} NOT NULL,
        from_grade {text} NOT NULL,
        to_grade {text} NOT NULL,
        changed_at {text} NOT NULL
    )
    """,
    """
    INSERT INTO grade_changes (customer, from_grade, to_grade, changed_at)
    SELECT a.customer, b.grade, a.grade, a.assessed_at FROM assessments a JOIN assessments b ON b.id = a.supersedes
    WHERE a.grade <> b.grade ORDER BY a.seq
    """,
    "CREATE INDEX grade_changes_at ON grade_changes (changed_at, customer, id)",
    "CREATE INDEX customers_of_branch ON customers (branch, ref, kind)",
    "CREATE INDEX customers_legal ON customers (ref) WHERE kind = 'legal'",
    "CREATE INDEX current_of_grade ON current_assessments (grade, decision, customer)",
)

SQLITE = (
    """
    CREATE TRIGGER note_grade_change AFTER UPDATE OF grade ON current_assessments WHEN OLD.grade <> NEW.grade
    BEGIN
        INSERT INTO grade_changes (customer, from_grade, to_grade, changed_at)
        VALUES (NEW.customer, OLD.grade, NEW.grade, NEW.assessed_at);
    END
    """,
)

POSTGRESQL = (
    """
    CREATE FUNCTION note_grade_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO grade_changes (customer, from_grade, to_grade, changed_at)
        VALUES (NEW.customer, OLD.grade, NEW.grade, NEW.assessed_at);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER note_grade_change AFTER UPDATE OF grade ON current_assessments
    FOR EACH ROW WHEN (OLD.grade <> NEW.grade) EXECUTE FUNCTION note_grade_change()
    """,
)
