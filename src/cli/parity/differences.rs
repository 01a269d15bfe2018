//! What differs, as it is collected and printed.

use serde::Serialize;

/// What was found out.
#[derive(Clone, Debug, Default, Serialize)]
pub(in crate::cli) struct Parity {
    /// What was compared.
    pub(in crate::cli) compared: usize,
    /// What differs.
    pub(in crate::cli) differences: Vec<Difference>,
    /// What could not be compared, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::cli) skipped: Vec<String>,
}

/// Something that is not as this zcp was built for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::cli) struct Difference {
    /// The call or the document.
    pub(in crate::cli) of: String,
    /// What is different, without names, values and tokens.
    pub(in crate::cli) what: String,
}

impl Parity {
    pub(super) fn differ(&mut self, of: &str, what: impl Into<String>) {
        self.differences.push(Difference { of: of.to_owned(), what: what.into() });
    }
}
