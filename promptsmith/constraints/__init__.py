"""Typed limits a prompt states: what is limited, in which unit, between which bounds, where."""
