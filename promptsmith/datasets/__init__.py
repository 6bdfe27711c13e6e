"""Prompts written for this project: samples for the demo and the tests."""
