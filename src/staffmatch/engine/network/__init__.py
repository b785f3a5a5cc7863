"""Problems whose rows make a network."""
