"""Judges a learner's program, stage by stage; it is ended, whatever it does.

What a stage asks for never stands here: see `projects`.
"""
