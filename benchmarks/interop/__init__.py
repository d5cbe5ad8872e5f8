"""Publishers that others wrote join a real server: which of them get labels, and how."""
