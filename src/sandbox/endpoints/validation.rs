//! The validation of a zerops.yaml before it is deployed.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use crate::domain::documents::bases::Bases;
use crate::domain::yaml::{self, Node};
use crate::sandbox::wire::error::ApiError;

/// Fields of a port and a probe that are numbers or flags, below `run`.
const NUMBERS: &[&str] = &["port"];
const FLAGS: &[&str] = &["httpSupport"];

/// Validates a document for one setup.
///
/// Observed: unknown fields and a setup without `run` are accepted; the codes and reasons of a
/// syntax error and of an unknown base. Derived: an empty `operation` is accepted.
/// Guessed: the code of a wrong type, and that only the fields of ports are looked at for it; the
/// setup is `zeropsYamlSetup`, and the name of the service without it.
pub(crate) fn zerops_yaml(call: &mut Call<'_>) -> Answer {
    for name in ["serviceStackName", "serviceStackTypeId", "serviceStackTypeVersionName", "operation"] {
        call.required_text(name)?;
    }
    let source = call.required_text("zeropsYaml")?;
    let root = yaml::parse(source).map_err(|error| {
        let reason = format!("yaml: line {}: {}", line(source, error.span.start), error.message);
        ApiError::new("yamlValidationInvalidYaml", "Invalid YAML.").reason("reason", reason)
    })?;
    let name = match &call.body["zeropsYamlSetup"] {
        Value::Null => call.required_text("serviceStackName")?,
        _ => call.required_text("zeropsYamlSetup")?,
    };
    let Some(setups) = root.get("zerops") else {
        let error = ApiError::new("zeropsYamlMissingParameter", "Mandatory parameter is missing.");
        return Err(error.reason("parameter", "zerops"));
    };
    let setup = setups.items().iter().find(|entry| entry.get("setup").and_then(Node::text) == Some(name));
    let Some(setup) = setup else {
        let error = ApiError::new("zeropsYamlSetupNotFound", "Setup not found in zerops.yaml.");
        return Err(error.object(json!({ "name": name })));
    };
    check_types(source, setup)?;
    check_bases(setup)?;
    Ok(json!({ "success": true }))
}

fn check_bases(setup: &Node) -> Result<(), ApiError> {
    let known = Bases::built_in();
    let base = |phase: &str| setup.get(phase).and_then(|phase| phase.get("base"));
    let build = base("build")
        .map_or(&[][..], |base| if base.text().is_some() { std::slice::from_ref(base) } else { base.items() });
    let unknown = |bases: &[String], node: &Node| {
        node.text().filter(|name| !bases.iter().any(|base| base == name)).map(str::to_owned)
    };
    let mut items = Vec::new();
    let mut add = |metadata: Value| {
        items.push(json!({
            "code": "zeropsYamlInvalidParameter",
            "error": "Invalid parameter provided.",
            "metadata": metadata,
        }));
    };
    let wrong: Vec<String> = build
        .iter()
        .filter_map(|node| unknown(&known.build, node))
        .map(|name| format!("unknown base {name}"))
        .collect();
    if !wrong.is_empty() {
        add(json!({ "build.base": wrong, "build.os": ["unknown os "] }));
    }
    if let Some(name) = base("run").and_then(|node| unknown(&known.run, node)) {
        add(json!({ "run.base": [name], "run.os": [""] }));
    }
    if items.is_empty() { Ok(()) } else { Err(ApiError::new("errorList", "See metadata").object(Value::Array(items))) }
}

fn check_types(source: &str, setup: &Node) -> Result<(), ApiError> {
    let ports = setup.get("run").and_then(|run| run.get("ports")).map_or(&[][..], Node::items);
    for (key, value) in ports.iter().flat_map(Node::entries) {
        let (Some(key), Some(text)) = (key.text(), value.text()) else { continue };
        let wanted = match key {
            key if NUMBERS.contains(&key) && text.parse::<i64>().is_err() => "int",
            key if FLAGS.contains(&key) && !matches!(text, "true" | "false") => "bool",
            _ => continue,
        };
        let reason =
            format!("yaml: line {}: cannot unmarshal !!str {text} into {wanted}", line(source, value.span.start));
        let meta = json!([{
            "code": "yamlValidationInvalidYaml",
            "error": "Invalid YAML.",
            "metadata": { "content": [source], "reason": [reason] },
        }]);
        return Err(ApiError::new("yamlValidationInvalidYaml", "Invalid YAML.").object(meta));
    }
    Ok(())
}

fn line(source: &str, at: usize) -> usize {
    source.get(..at).unwrap_or(source).matches('\n').count() + 1
}
