"""Households on disk: one SQLite file each, read through ``HouseholdFile.reading`` and changed through ``.writing`` alone."""
