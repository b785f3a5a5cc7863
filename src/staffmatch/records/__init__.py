"""Records: field types, validation errors, columns in place of models, and the bases of what users may add."""
