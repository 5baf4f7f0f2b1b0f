"""What ksqltui says, in which language: English is written where it is said, other languages have a catalog here."""
