//! The actions of the tools, as the tests need to know them.

use serde_json::{Map, Value};
use zcp::generated::registry;

use crate::examples::TOOLS;

/// The operations that an action of a tool declares.
pub(crate) fn calls_of(tool: &str, action: &str) -> &'static [&'static str] {
    let tool = TOOLS.iter().find(|row| row.name == tool).expect("a tool");
    tool.actions.iter().find(|(name, _)| *name == action).expect("an action").1
}

/// Whether these arguments, an object of JSON, ask for this action of the tool, be it by its default.
pub(crate) fn is_of_action(tool: &str, action: &str, args: &str) -> bool {
    let spec = registry::TOOLS.iter().find(|row| row.spec.name == tool).expect("a tool").spec;
    let args: Map<String, Value> = serde_json::from_str(args).expect("arguments");
    action.is_empty() || spec.action_of(&args) == Some(action)
}
