"""Owns running queries: where they read, when they commit, where their rows go; knows no SQL text."""
