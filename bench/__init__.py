"""Speed, memory and accuracy, measured by anyone: ``make bench LISTS=… NAMES=…``."""
