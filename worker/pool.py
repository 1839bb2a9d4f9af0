"""Killable child processes (interface sketch, being implemented)."""
