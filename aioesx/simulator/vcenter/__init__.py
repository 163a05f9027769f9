"""A vCenter over simulated hosts: names and places for what they hold, and what only it can do.

It keeps no second copy of anything. A host below it stays a host of its own, with its own
names, sessions and clients; the vCenter reads from it, has it do what is asked, and
translates the references on the way (`naming`). Its own are datacenters, folders, clusters
(`tree`), and what needs two hosts: migration, relocation, clones.
"""

from __future__ import annotations

from aioesx.simulator.vcenter.state import VCenter

__all__ = ["VCenter"]
