"""Reasons to end a session that interrupt it; those of time are in webrtc.deadlines."""

SHUTDOWN = "server_shutdown"
CONNECTION_LOST = "connection_lost"
MOVED = "moved"
"""The session goes on over another connection, here or elsewhere."""

INTERRUPTIONS = (SHUTDOWN, CONNECTION_LOST, MOVED)
"""Reasons that are no wish of the person: whoever takes the session over goes on with it."""
