"""Named points in the life of a write."""


def reach(name: str) -> None:
    """Do nothing. Tests start processes in which this is replaced, so that they can die at the point ``name``."""
