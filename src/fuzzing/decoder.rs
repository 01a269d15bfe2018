//! Arguments of a tool: what is taken is taken again as it is, and fits the generated type; what is refused is said briefly.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::domain::decode::decode;
use crate::domain::tool::ToolSpec;
use crate::generated::tools;

/// Bytes of all reasons of one refusal at most.
const MOST_REASONS: usize = 32 * 1024;

/// Each tool, and the check that knows its type of arguments.
type Check = fn(&ToolSpec, Map<String, Value>);

macro_rules! tools {
    ($($tool:ident)+) => { &[$((&tools::$tool::SPEC, check::<tools::$tool::Args>)),+] };
}

/// Every tool.
const TOOLS: &[(&ToolSpec, Check)] = tools::each_tool!(tools);

/// The name of a tool, a line feed, and the arguments in JSON.
///
/// # Panics
/// Where a promise is broken.
pub fn decoder(bytes: &[u8]) {
    let Some((name, json)) = split(bytes) else { return };
    let Ok(arguments) = serde_json::from_slice(json) else { return };
    let (spec, check) = tool(name);
    check(spec, arguments);
}

fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((&bytes[..end], &bytes[end + 1..]))
}

/// The tool of this name. A name that a mutation has made is one of them too, so that what has no seed yet is reached.
fn tool(name: &[u8]) -> (&'static ToolSpec, Check) {
    let named = TOOLS.iter().find(|(spec, _)| spec.name.as_bytes() == name);
    *named.unwrap_or_else(|| &TOOLS[name.iter().map(|byte| usize::from(*byte)).sum::<usize>() % TOOLS.len()])
}

fn check<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(
    spec: &ToolSpec,
    arguments: Map<String, Value>,
) {
    let decoded = match decode(&spec.params, arguments.clone()) {
        Ok(decoded) => decoded,
        Err(faults) => {
            let length: usize = faults.iter().map(|fault| fault.to_string().len()).sum();
            assert!(!faults.is_empty() && length <= MOST_REASONS, "{length} bytes of reasons");
            assert!(spec.decode::<T>(arguments).is_err());
            return;
        }
    };
    assert_eq!(decode(&spec.params, decoded.clone()).as_ref(), Ok(&decoded), "what was taken is taken again as it is");
    let read = |arguments: Map<String, Value>| spec.decode::<T>(arguments).map_err(|failure| failure.to_string());
    let first = read(decoded).expect("what the tables take fits the type");
    let Ok(Value::Object(written)) = serde_json::to_value(&first) else { panic!("arguments are an object") };
    assert_eq!(read(written).as_ref(), Ok(&first), "what was written is read as the same");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tool_is_reached_by_its_name_and_by_mutations() {
        for (spec, _) in TOOLS {
            assert_eq!(tool(spec.name.as_bytes()).0.name, spec.name);
        }
        let reached: std::collections::BTreeSet<&str> = (0..=u8::MAX).map(|byte| tool(&[byte]).0.name).collect();
        assert_eq!(reached.len(), TOOLS.len());
    }
}
