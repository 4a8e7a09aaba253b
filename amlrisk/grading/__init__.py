"""Factors, direct grades, score, floor, assessment, review date: pure functions over declared tables."""
