"""Lesson mode without a screen: its steps, its words in each language, and what of it was seen."""
