"""Is a notebook a lesson of this course? Rules, and what to do about each breach.

No notebook is run here, and none is changed.
"""
