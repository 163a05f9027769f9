"""What a host's OVF manager knows: descriptors read into specs, machines written as descriptors.

What a descriptor says, and how it is spelled, is `aioesx.ovf`'s; here is what a host makes of it.
"""
