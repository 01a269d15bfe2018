//! The surface of the tools: what a caller can send. It is compared with the one of the last release,
//! `spec/released.json`: what breaks a caller must be listed in `spec/breaking.yaml` with its reason.
//!
//! Deliberately absent: descriptions, results and error codes. A model reads them anew each time.

pub(crate) mod changelog;
mod compare;
pub(crate) mod of;
pub(crate) mod version;

use std::fmt;

pub(crate) use changelog::{section, splice};
pub(crate) use compare::compare;
pub(crate) use of::of;

/// A difference between two surfaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// Where.
    pub(crate) spot: Spot,
    /// What it means to a caller.
    pub(crate) impact: Impact,
    /// What changed, as a clause without an end.
    pub(crate) text: String,
}

/// What a difference means to a caller of the older surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Impact {
    /// A call that was fine may be refused.
    Breaking,
    /// There is more to call.
    Added,
    /// Every call that was fine is fine, and perhaps others are.
    Compatible,
}

/// A place of the surface, written `tool`, `tool.param`, `tool.param=value`, `tool/action` or
/// `tool/action.param`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    /// The tool.
    pub(crate) tool: String,
    /// The action.
    pub(crate) action: Option<String>,
    /// The parameter.
    pub(crate) param: Option<String>,
    /// Its value.
    pub(crate) value: Option<String>,
}

impl Spot {
    fn tool(name: &str) -> Self {
        Self { tool: name.to_owned(), action: None, param: None, value: None }
    }

    fn action(&self, name: &str) -> Self {
        Self { action: Some(name.to_owned()), ..self.clone() }
    }

    fn param(&self, name: &str) -> Self {
        Self { param: Some(name.to_owned()), ..self.clone() }
    }

    fn value(&self, value: &str) -> Self {
        Self { value: Some(value.to_owned()), ..self.clone() }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tool)?;
        for (mark, part) in [('/', &self.action), ('.', &self.param), ('=', &self.value)] {
            if let Some(part) = part {
                write!(f, "{mark}{part}")?;
            }
        }
        Ok(())
    }
}
