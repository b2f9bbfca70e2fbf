"""Draw bytes, conversations and measurements: as SVG, and in the same words as text.

Nothing here records, and nothing reads a clock: a picture is the same at every run.
"""
