"""Machines arrive at a host: copied from another, or made of a package or of images."""
