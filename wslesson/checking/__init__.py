"""Judges answers: what an exercise is, how one is tried, what is said about it.

Nothing here knows any one exercise.
"""
