"""What commands hand over for programs, by area: tables in the language of `aioesx.cli.shapes`."""
