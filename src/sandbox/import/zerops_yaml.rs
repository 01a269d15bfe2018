//! The part of an inline zerops.yaml that decides what a deployed service looks like: its ports
//! and its variables.

use super::fields;
use crate::domain::yaml::{self, Data, Node};
use crate::sandbox::catalog::TypeInfo;
use crate::sandbox::model::service::Port;
use crate::sandbox::wire::error::ApiError;
use serde_json::json;

/// Ports and variables.
type Run = (Vec<Port>, Vec<(String, String)>);

/// The ports that a service opens once the setup is deployed, and the variables it runs with.
///
/// Derived: a setup that is not there fails with `zeropsYamlSetupNotFound`; web servers listen on
/// port 80 without saying so; `httpSupport` is false unless given.
pub(crate) fn run(at: &str, node: &Node, setup: &str, kind: &TypeInfo) -> Result<Run, ApiError> {
    let parsed;
    let root = match node.text() {
        Some(text) => {
            parsed = yaml::parse(text).map_err(|error| fields::invalid(at, &error.message))?;
            &parsed
        }
        None => node,
    };
    let Some(Data::Sequence(setups)) = root.get("zerops").map(|list| &list.data) else {
        return Err(fields::invalid(at, "expected a mapping with a list `zerops`"));
    };
    let found = setups.iter().find(|entry| entry.get("setup").and_then(Node::text) == Some(setup));
    let Some(found) = found else {
        return Err(ApiError::new("zeropsYamlSetupNotFound", "Setup not found in zerops.yaml.")
            .object(json!({ "name": setup })));
    };
    let run = found.get("run");
    let env = match run.and_then(|run| run.get("envVariables")) {
        Some(env) => fields::pairs(&format!("{at}.run.envVariables"), env)?,
        None => Vec::new(),
    };
    let Some(ports) = run.and_then(|run| run.get("ports")) else {
        return Ok((default_ports(kind), env));
    };
    let at = format!("{at}.run.ports");
    let Data::Sequence(ports) = &ports.data else {
        return Err(fields::invalid(&at, "expected a list"));
    };
    Ok((ports.iter().map(|node| port(&at, node)).collect::<Result<_, _>>()?, env))
}

/// An inline zerops.yaml as a document of its own.
pub(crate) fn source(node: &Node) -> String {
    node.text().map_or_else(|| flow(node), str::to_owned)
}

fn flow(node: &Node) -> String {
    let quoted = |text: &str| json!(text).to_string();
    match &node.data {
        Data::Scalar { text, .. } if node.describe() == "a string" => quoted(text),
        Data::Scalar { .. } if node.is_null() => "null".to_owned(),
        Data::Scalar { text, .. } => text.clone(),
        Data::Sequence(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Data::Mapping(entries) => {
            let entry =
                |(key, value): &(Node, Node)| format!("{}: {}", quoted(key.text().unwrap_or_default()), flow(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

/// The ports of a deploy whose configuration is not known.
pub(crate) fn default_ports(kind: &TypeInfo) -> Vec<Port> {
    if kind.family.traits.web_server.is_some() { vec![Port::http(80)] } else { Vec::new() }
}

fn port(at: &str, node: &Node) -> Result<Port, ApiError> {
    let number = node.get("port").ok_or_else(|| fields::missing(&format!("{at}.port")))?;
    let number = fields::integer(&format!("{at}.port"), number)?;
    let number = u16::try_from(number).ok().filter(|number| (10..=65435).contains(number));
    let Some(number) = number else {
        return Err(fields::invalid(&format!("{at}.port"), "must be between 10 and 65435"));
    };
    let udp = node.get("protocol").and_then(Node::text).is_some_and(|text| text.eq_ignore_ascii_case("udp"));
    let http = match node.get("httpSupport") {
        Some(value) => fields::boolean(&format!("{at}.httpSupport"), value)?,
        None => false,
    };
    let scheme = match (udp, http) {
        (true, _) => "udp",
        (false, true) => "http",
        (false, false) => "tcp",
    };
    Ok(Port {
        number,
        protocol: if udp { "udp" } else { "tcp" },
        scheme,
        description: node.get("description").and_then(Node::text).unwrap_or_default().to_owned(),
        http: http && !udp,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inline_mapping_is_a_document_of_its_own() {
        let node = yaml::parse("zerops:\n  - setup: app\n    run: {start: 'a: \"b\"', ports: [{port: 80}], base: ~}\n");
        let text = source(&node.expect("YAML"));
        assert_eq!(
            text,
            r#"{"zerops": [{"setup": "app", "run": {"start": "a: \"b\"", "ports": [{"port": 80}], "base": null}}]}"#
        );
        assert!(yaml::parse(&text).is_ok());
    }
}
