"""What `movies new-provider` writes of a provider that nobody has a contract for, guessed from one of its files."""
