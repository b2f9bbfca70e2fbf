"""Ways to run notebooks, as a class, a hub and CI do. All compare the outputs.

None writes them: that is left to `outputs`.
"""
