"""Stress tests: shocks to a household's course, and what is read off the months that follow (system notes, section 8)."""
