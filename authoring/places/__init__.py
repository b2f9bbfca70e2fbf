"""The places where the course runs: a class's JupyterHub, and what other hosts read."""
