"""Problems whose rows form a network."""
