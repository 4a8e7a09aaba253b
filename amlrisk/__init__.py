"""amlrisk: AML customer risk grading and sanctions screening for insurers."""

__version__ = "0.1.0"
