"""What the commands of `dev.py` run inside the project's environment."""
