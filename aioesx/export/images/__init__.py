"""Disks here: qcow2 and raw images, written once, in any order, gone on with after a save."""
