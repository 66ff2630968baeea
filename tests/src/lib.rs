//! What the whole product promises, as tests.
