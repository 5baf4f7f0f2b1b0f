"""What the console knows, as values: rows, changes, catalog, errors; does no IO and draws nothing."""
