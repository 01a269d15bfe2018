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

/// In the order in which they came: the first byte of a seed is the place of its tool.
pub(super) const TOOLS: &[(&ToolSpec, Check)] = tools! {
    zerops_context zerops_delete zerops_deploy zerops_discover zerops_env zerops_events zerops_import zerops_knowledge
    zerops_logs zerops_manage zerops_mount zerops_process zerops_scale zerops_subdomain zerops_validate zerops_verify
    zerops_workflow zerops_browse zerops_versions zerops_preprocess zerops_exec zerops_backup
    zerops_usage zerops_dev_server zerops_recipes zerops_query zerops_status
};

/// The first byte is the tool, the rest the arguments, in JSON.
///
/// # Panics
/// Where a promise is broken.
pub fn decoder(bytes: &[u8]) {
    let Some((tool, json)) = bytes.split_first() else { return };
    let Ok(arguments) = serde_json::from_slice(json) else { return };
    let (spec, check) = TOOLS[usize::from(*tool) % TOOLS.len()];
    check(spec, arguments);
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
