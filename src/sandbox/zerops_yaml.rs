//! What the platform makes of a zerops.yaml: the setup that is meant, or why it is refused.

use serde_json::{Value, json};

use super::catalog;
use super::platform_date::PlatformDate;
use super::wire::error::ApiError;
use super::world::World;
use crate::domain::documents::types::Phase;
use crate::domain::documents::zerops_yaml::{self, Setup, ZeropsYaml};
use crate::domain::documents::{Context, DocumentKind, Finding, Known, Severity, codes, validate};
use crate::domain::ids::ProjectId;
use crate::domain::yaml::{self, Node};

mod values;

/// Setups that extend each other are followed this far.
const MOST_PARENTS: usize = 64;

/// The setup of this name with everything that it takes from others.
///
/// Observed: unknown fields and a setup without `run` are accepted; the codes and reasons of a
/// syntax error and of an unknown base. Guessed: the code of a wrong type; the codes of everything
/// else; that only the setup that is meant is looked at, with those that it extends. Each reason
/// names its path and its line.
pub(crate) fn setup(source: &str, name: &str, platform: PlatformDate) -> Result<Setup, ApiError> {
    let root = yaml::parse(source).map_err(|error| {
        let reason = format!("yaml: line {}: {}", line(source, error.span.start), error.message);
        ApiError::new("yamlValidationInvalidYaml", "Invalid YAML.").reason("reason", reason)
    })?;
    let Some(setups) = root.get("zerops") else {
        let error = ApiError::new("zeropsYamlMissingParameter", "Mandatory parameter is missing.");
        return Err(error.reason("parameter", "zerops"));
    };
    let found = setups.items().iter().find(|entry| entry.get("setup").and_then(Node::text) == Some(name));
    let document = zerops_yaml::read(&root);
    let (Some(found), Some(resolved)) = (found, document.resolved(name)) else {
        let error = ApiError::new("zeropsYamlSetupNotFound", "Setup not found in zerops.yaml.");
        return Err(error.object(json!({ "name": name })));
    };
    values::check(source, found, platform)?;
    check_bases(platform, found)?;
    check_all(platform, source, &document, name)?;
    Ok(effective(resolved, platform))
}

/// A volume of a version names a local storage of the project.
///
/// Derived: an unknown or wrong host is refused. Guessed: the code.
pub(crate) fn check_volume(world: &World, project: &ProjectId, setup: &Setup) -> Result<(), ApiError> {
    let volume = setup.run.as_ref().and_then(|run| run.volume.as_ref());
    let Some(hostname) = volume.and_then(|volume| volume.hostname.as_ref()) else { return Ok(()) };
    let found = world.data.service_named(project, hostname);
    if found.is_some_and(|service| service.kind.family.key == "local-storage") {
        return Ok(());
    }
    let reason = format!("local storage {} not found", hostname.as_str());
    Err(ApiError::new(INVALID.0, INVALID.1).reason("run.volume.hostname", reason))
}

/// What the platform of the time reads of a setup: the rest it drops.
fn effective(mut setup: Setup, platform: PlatformDate) -> Setup {
    if let Some(run) = setup.run.as_mut().filter(|_| platform.is_former()) {
        run.value.volume = None;
    }
    setup
}

/// Everything else that the validator finds.
fn check_all(platform: PlatformDate, source: &str, document: &ZeropsYaml, name: &str) -> Result<(), ApiError> {
    let known = Known { types: catalog::types(platform).clone(), ..Known::default() };
    let context = Context { known, setup: Some(name.to_owned()), ..Context::default() };
    let places = places(document, name);
    let concerned = |finding: &&Finding| {
        let below = |place: &String| {
            finding
                .path
                .strip_prefix(place.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        // Timers have been checked as the platform of the time does it.
        let timer = matches!(finding.code, codes::INVALID_DURATION);
        (finding.severity == Severity::Error || finding.code == codes::MISSING_START)
            && !timer
            && (!finding.path.starts_with("zerops[") || places.iter().any(below))
    };
    let report = validate(DocumentKind::ZeropsYaml, source, &context);
    let items: Vec<Value> = report.findings.iter().filter(concerned).map(item).collect();
    match items.as_slice() {
        [] => Ok(()),
        [one] => {
            let code = codes_of(one["code"].as_str().unwrap_or_default());
            Err(ApiError::new(code.0, code.1).object(Value::Array(items)))
        }
        _ => Err(ApiError::new("errorList", "See metadata").object(Value::Array(items))),
    }
}

const CODES: &[(&str, &str, &str)] = &[
    (codes::MISSING_FIELD, "zeropsYamlMissingParameter", "Mandatory parameter is missing."),
    (codes::MISSING_START, "zeropsYamlStartCommandRequired", "Start command is required."),
];

const INVALID: (&str, &str) = ("zeropsYamlInvalidParameter", "Invalid parameter provided.");

fn item(finding: &Finding) -> Value {
    let known = CODES.iter().find(|(code, ..)| *code == finding.code);
    let (code, message) = known.map_or(INVALID, |(_, code, message)| (*code, *message));
    let mut metadata = serde_json::Map::new();
    metadata.insert(finding.path.clone(), json!([format!("line {}: {}", finding.line, finding.message)]));
    json!({ "code": code, "error": message, "metadata": metadata })
}

fn codes_of(code: &str) -> (&'static str, &'static str) {
    let known = CODES.iter().find(|(_, known, _)| *known == code);
    known.map_or(INVALID, |(_, code, message)| (*code, *message))
}

/// The paths of a setup and of those that it extends.
fn places(document: &ZeropsYaml, name: &str) -> Vec<String> {
    let mut names = vec![name];
    let mut places = Vec::new();
    let mut next = 0;
    while let Some(name) = names.get(next).copied().filter(|_| next < MOST_PARENTS) {
        next += 1;
        let Some(setup) = document.setup(name) else { continue };
        places.push(setup.path.to_string());
        for parent in setup.parents() {
            if !names.contains(&parent) {
                names.push(parent);
            }
        }
    }
    places
}

fn check_bases(platform: PlatformDate, setup: &Node) -> Result<(), ApiError> {
    let types = catalog::types(platform);
    let base = |phase: &str| setup.get(phase).and_then(|phase| phase.get("base"));
    let build = base("build")
        .map_or(&[][..], |base| if base.text().is_some() { std::slice::from_ref(base) } else { base.items() });
    let unknown =
        |phase: Phase, node: &Node| node.text().filter(|name| !types.is_listed_base(phase, name)).map(str::to_owned);
    let mut items = Vec::new();
    let mut add = |metadata: Value| {
        items.push(json!({ "code": INVALID.0, "error": INVALID.1, "metadata": metadata }));
    };
    let wrong: Vec<String> = build
        .iter()
        .filter_map(|node| unknown(Phase::Build, node))
        .map(|name| format!("unknown base {name}"))
        .collect();
    if !wrong.is_empty() {
        add(json!({ "build.base": wrong, "build.os": ["unknown os "] }));
    }
    if let Some(name) = base("run").and_then(|node| unknown(Phase::Run, node)) {
        add(json!({ "run.base": [name], "run.os": [""] }));
    }
    if items.is_empty() { Ok(()) } else { Err(ApiError::new("errorList", "See metadata").object(Value::Array(items))) }
}

fn line(source: &str, at: usize) -> usize {
    source.get(..at).unwrap_or(source).matches('\n').count() + 1
}
