"""The contract with the server, and the generator that turns it into `aioesx.vim`."""
