"""Settings of every test."""

from hypothesis import settings

# A deadline per example measures the machine, not the code: tests of speed compare times in one process instead.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
