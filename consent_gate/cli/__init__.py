"""The command `reconsent`: one module a group of commands; `main` puts them together."""
