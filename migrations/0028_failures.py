"""Which assessment of a customer counted when a run failed to grade them: after another one the failure is over."""

STATEMENTS = (
    "ALTER TABLE run_failures ADD COLUMN counted {text}",
    """
    UPDATE run_failures SET counted = (
        SELECT c.assessment FROM current_assessments c
        WHERE c.customer = run_failures.customer AND c.assessed_at < run_failures.failed_at)
    """,
)
