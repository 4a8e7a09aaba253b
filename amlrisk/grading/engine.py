"""The version of the code that grades.

Stamped on every assessment. It changes whenever the same facts, pack and hits could give another outcome, so
that a replay that differs can say whether the code moved.
"""

ENGINE = "1"
