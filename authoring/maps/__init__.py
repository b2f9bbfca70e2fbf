"""Which cell teaches what: writes the pages in docs/maps/ that say so.

What a cell teaches is not decided here: its metadata and the tables say it.
"""
