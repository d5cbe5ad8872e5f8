"""Breaks what the server stands on, under load, and tells what happened and what was lost."""
