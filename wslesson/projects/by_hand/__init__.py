"""The project *by hand*: a WebSocket echo server in one file. No judge."""
