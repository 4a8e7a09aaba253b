"""Numbers as data: the dated policy pack, its strict loader, and what is in force on a date."""
