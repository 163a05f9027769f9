"""Devices of a configuration spec, checked as ESX checks them and written into VMX settings.

The reverse of `aioesx.simulator.properties.devices`. `plan` goes through ``deviceChange``; what a
kind of device needs is in a module of its own, and `kinds` says what a running machine takes.
"""

from aioesx.simulator.methods.hardware.plan import plan

__all__ = ["plan"]
