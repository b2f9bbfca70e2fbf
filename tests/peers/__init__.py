"""Other people's WebSockets, which hear the same stories as ours."""
