"""Helpers for integrations."""
