"""Reads raw news pages, tells copies from news, and publishes structured articles exactly once."""

__version__ = "0.1.0"
