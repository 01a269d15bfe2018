//! The part of an inline zerops.yaml that decides what a deployed service looks like: its ports
//! and its variables.

use super::fields;
use crate::domain::yaml::{self, Data, Node};
use crate::sandbox::catalog::{Category, FAMILIES, Family, TypeInfo};
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

/// The ports of a deploy whose configuration is not known.
pub(crate) fn default_ports(kind: &TypeInfo) -> Vec<Port> {
    if kind.family.web_server { vec![Port::http(80)] } else { Vec::new() }
}

/// Technologies that build and do not run. Derived: from the manual.
const ONLY_BUILD: &[&str] = &["php@8.1", "php@8.3", "php@8.4", "php@8.5", "php@latest"];
/// Families that run and do not build. Derived: from the manual.
const ONLY_RUN: &[&str] = &["docker", "nginx", "php-apache", "php-nginx", "static", "zcp"];

/// What `build.base` may name.
///
/// Derived: every runtime in its versions, also as `latest`.
pub(crate) fn build_bases() -> Vec<String> {
    let families = FAMILIES.iter().filter(|family| !ONLY_RUN.contains(&family.key));
    families.flat_map(bases).chain(ONLY_BUILD.iter().map(|base| (*base).to_owned())).collect()
}

/// What `run.base` may name.
pub(crate) fn run_bases() -> Vec<String> {
    FAMILIES.iter().flat_map(bases).collect()
}

fn bases(family: &'static Family) -> Vec<String> {
    if family.category != Category::User {
        return Vec::new();
    }
    let aliases = family.aliases.iter().map(|alias| (*alias).to_owned());
    let mut bases: Vec<String> = family.versions.iter().cloned().chain(aliases).collect();
    let latest = format!("{}@latest", family.key);
    if !bases.contains(&latest) {
        bases.push(latest);
    }
    bases
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
