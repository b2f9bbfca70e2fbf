"""Judges answers: what an exercise is, how one is tried, what to say of it.

Nothing here knows any one exercise.
"""
