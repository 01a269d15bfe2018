//! All tools in the order of their names.
//! Source: spec/tools/*.yaml. Written by build.rs (src/codegen/registry.rs); edit the spec.

use crate::ops::tool::Tool;

/// All tools.
pub static TOOLS: &[Tool] = &[];
