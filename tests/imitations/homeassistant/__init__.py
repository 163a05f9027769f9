"""The few names of Home Assistant that examples/home_assistant.py is written against.

Home Assistant itself is not installed beside aioesx. Its last releases for Python 3.11 demand exact
versions of what aioesx uses, a cryptography that is below our floor among them: pip finds none that
fits. Newer ones demand a newer Python. What is here does what the integration sees of it, and no
more: who calls what, in which task, and what becomes of the errors.
"""
