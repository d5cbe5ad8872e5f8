"""Colours of the drawn copies, RGB."""

GROUND = (20, 24, 26)
RAISED = (48, 55, 58)
INK = (236, 238, 235)
SOFT = (167, 176, 173)
ACCENT = (92, 201, 190)
WARNING = (255, 170, 90)
OUTLINE = (0, 0, 0)
