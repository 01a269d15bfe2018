//! Expressions of the import preprocessor, `<@function(<argument>)|modifier>`: what they are made
//! of, a parser and checks.
//!
//! Deliberately absent: what they expand to. Whoever expands them walks the same tree.

mod check;
mod functions;
mod parser;
mod tree;

pub(crate) use check::{check, check_each};
pub use functions::{ArgumentKind, FUNCTIONS, Function, MODIFIERS};
pub use parser::{Scan, is_dynamic, is_switched_on, may_be_switched_on, parse, scan, scan_value};
pub use tree::{Argument, Expression, Literal, Name, Part, SyntaxFault};
