"""Owns what happens to a row inside one task: filter, project, group, aggregate, join; knows no SQL text."""
