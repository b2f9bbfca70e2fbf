"""Measure, side by side in one run: CPU time, medians of rounds, ratios to compare.

Run it with `python -m authoring.bench`. Nothing here is a test: times are not facts.
"""
