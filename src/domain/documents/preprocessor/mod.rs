//! Expressions of the import preprocessor, `<@function(<argument>)|modifier>`: what they are made
//! of, a parser and checks.
//!
//! Deliberately absent: what they expand to. Whoever expands them walks the same tree.

mod check;
mod functions;
mod notes;
mod parser;
mod resolved;
mod scan;
mod tree;
mod zones;

pub(crate) use check::{check, check_each};
pub use functions::{ArgumentKind, FUNCTIONS, Function, MODIFIERS};
pub(crate) use notes::notes;
pub use parser::parse;
pub(crate) use resolved::{Resolved, resolved};
pub use scan::{Scan, Text, is_dynamic, is_switched_on, may_be_switched_on, scan, scan_all};
pub use tree::{Argument, Expression, Literal, Name, Part, SyntaxFault};
pub(crate) use zones::unknown_zones;
