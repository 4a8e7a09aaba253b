"""Candidates from an immutable index, an aligned comparison with evidence, hits."""
