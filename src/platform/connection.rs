//! The lazily made connection to one project.

/// A handle on the platform; cloning it is cheap.
#[derive(Clone, Debug)]
pub struct Connection;
