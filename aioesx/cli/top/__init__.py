"""``aioesx top``: hosts and their domains, live.

What is read stands in `reading`, how a host is kept in touch with in `source`, what is shown of it
in `model` (no I/O), the screen in `app` and `dialogs` (textual), and the table for scripts in
`once`.
"""
