"""What the projects are: a contract in stages, a skeleton, a reference. No judge."""
