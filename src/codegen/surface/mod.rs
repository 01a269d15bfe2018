//! The surface of the tools: what a caller can send. It is compared with the one of the last release,
//! `spec/released.json`: what breaks a caller must be listed in `spec/breaking.yaml` with its reason.
//!
//! Deliberately absent: descriptions, results and error codes. A model reads them anew each time.

pub mod changelog;
mod compare;
pub mod of;
pub mod version;

use std::fmt;

pub use changelog::section;
pub use compare::compare;
pub use of::of;

/// A difference between two surfaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where.
    pub spot: Spot,
    /// What it means to a caller.
    pub impact: Impact,
    /// What changed, as a clause without an end.
    pub text: String,
}

/// What a difference means to a caller of the older surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Impact {
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
pub struct Spot {
    /// The tool.
    pub tool: String,
    /// The action.
    pub action: Option<String>,
    /// The parameter.
    pub param: Option<String>,
    /// Its value.
    pub value: Option<String>,
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
