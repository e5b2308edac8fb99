"""Every equation that a Belenios election has to satisfy, as statements that an engine evaluates in batches."""
