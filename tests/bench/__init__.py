"""Measurements, not tests: ``python -m tests.bench`` prints what each kind of command costs beside bare Python."""
