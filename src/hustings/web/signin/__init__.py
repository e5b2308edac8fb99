"""Sign-in: a code by e-mail, for people whom the organisation knows, and for nobody else."""
