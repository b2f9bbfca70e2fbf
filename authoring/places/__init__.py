"""The places where the course runs: a class's JupyterHub, a fresh installation.

Nothing here touches `.venv`: each place has an environment of its own.
"""
