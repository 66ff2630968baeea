//! What is known about data, kept in SQLite, with search.
