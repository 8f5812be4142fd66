"""``doctor``: whether every household is whole, in every way that effluent knows, and mending what is safe to mend."""
