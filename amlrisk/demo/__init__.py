"""An invented portfolio: what the demonstration shows, and an example of the import format. Nobody in it exists."""
