"""The lessons as files: the learner's copies, what is solved in them, what is newer.

Nothing here knows what a lesson teaches, and nothing a learner wrote is ever lost.
"""
