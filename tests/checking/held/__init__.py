"""Answers that no mistake foresees, wrong and right, one file for each exercise."""
