"""The output formats of one-shot mode, one module each, behind one protocol; they write and know no server."""
