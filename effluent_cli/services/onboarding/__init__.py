"""Onboarding: the questions of every step declared once, and everything that asks, reads, checks and records the answers."""
