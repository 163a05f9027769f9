"""What is done about each change or event, beside whoever watches: a webhook, a program.

`told` says what of it goes out, `reaction` holds what waits and drops what is too much, `webhook`
posts it, `program` runs something.
"""
