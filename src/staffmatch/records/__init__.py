"""Records: field types, validation errors, columns in place of models, and base classes for extensions."""
