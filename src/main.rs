//! The `zcp` program; see [`zcp::cli`].

fn main() {}
