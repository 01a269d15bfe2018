//! Who makes a call, and what they may use.

use std::sync::Arc;

use super::offer::Grant;

/// Who makes a call. The default is whoever started this process.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caller {
    name: Arc<str>,
    grant: Arc<Grant>,
}

impl Caller {
    /// A caller of this name.
    #[must_use]
    pub fn new(name: &str, grant: Grant) -> Self {
        Self { name: name.into(), grant: Arc::new(grant) }
    }

    /// What the caller is called; empty for whoever started this process.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the caller may use.
    #[must_use]
    pub fn grant(&self) -> &Grant {
        &self.grant
    }
}
