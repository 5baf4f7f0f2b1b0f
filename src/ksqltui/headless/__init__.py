"""One-shot mode: runs statements and writes their results; never loads a screen."""
