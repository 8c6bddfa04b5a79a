"""Where words and numbers meet: findings, topic rows, convergence, what we make of it together."""
