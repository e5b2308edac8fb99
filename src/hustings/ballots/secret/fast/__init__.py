"""The fast lane for public data: compiled curve arithmetic and tables, checked against the libraries, never needed."""
