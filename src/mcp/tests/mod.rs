//! Tests of the server over real streams.
