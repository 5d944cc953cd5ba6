"""Links to open government data: registers, names, matching, decisions."""
