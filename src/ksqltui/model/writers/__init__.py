"""The output formats of one-shot mode and of exports, a module each, behind one protocol; they know no files."""
