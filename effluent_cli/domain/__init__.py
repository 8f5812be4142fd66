"""Arithmetic: values in, values out. No database, no clock, no file, no printing."""
