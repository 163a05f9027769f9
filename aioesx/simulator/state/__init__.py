"""What the simulated host remembers; plain Python, no wire types but references.

Everything here is guarded by one lock, `HostState.lock`: whoever reads or changes
state holds it, be it a request handler, a timer or a test. Nothing in this
package waits for anything while it holds the lock.
"""
