"""Lets `python -m ksqltui` do what the `ksqltui` command does; knows only the command line's entry point."""

import sys

from ksqltui.cli import main

if __name__ == "__main__":
    sys.exit(main())
