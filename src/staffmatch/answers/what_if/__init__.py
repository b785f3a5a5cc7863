"""What another scenario reaches, what one aim costs, what one more is worth, what cannot all hold."""
