//! An import document as a whole.

use std::collections::BTreeSet;

use super::fields::{self, mapping_keys};
use super::service::{self, ServicePart};
use crate::domain::yaml::{self, Data, Node};
use crate::sandbox::platform_date::PlatformDate;
use crate::sandbox::wire::error::ApiError;

/// What an import is made into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A project that exists: the document has no `project`.
    Existing,
    /// A new project: the document has one.
    New,
    /// What a sandbox starts from: either is fine.
    Seed,
}

/// A document that passed every check that rejects the whole.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) project: Option<ProjectPart>,
    /// In the order in which they are made.
    pub(crate) services: Vec<ServicePart>,
}

/// The `project` of a document.
#[derive(Clone, Debug)]
pub(crate) struct ProjectPart {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) mode: String,
    pub(crate) tags: Vec<String>,
    /// Key, content and whether that is sensitive.
    pub(crate) env: Vec<(String, String, bool)>,
}

/// The largest document in bytes. Derived: from the manual.
const MAX_BYTES: usize = 100 * 1024;

/// Whether a document is not too large, as it was sent.
pub(crate) fn check_size(source: &str) -> Result<(), ApiError> {
    if source.len() > MAX_BYTES {
        return Err(ApiError::new("fileSizeLimitExceeded", "File size limit exceeded."));
    }
    Ok(())
}

/// Reads a document after the preprocessor.
///
/// Observed: a fault of the document rejects the whole call before anything is made.
/// Guessed: the first fault is the answer; the codes for what the reference does not list.
/// Derived: services of a higher priority are made earlier.
pub(crate) fn read(source: &str, target: Target, platform: PlatformDate) -> Result<Document, ApiError> {
    let root = yaml::parse(source).map_err(|error| invalid_yaml(source, &error))?;
    check_keys(source, &root)?;
    let Data::Mapping(_) = &root.data else {
        return Err(structure("", &format!("expected a mapping, {} given", root.describe())));
    };
    for key in mapping_keys(&root) {
        if !matches!(key, "project" | "services") {
            return Err(fields::invalid(key, "unknown field"));
        }
    }
    let project = match (root.get("project"), target) {
        (Some(_), Target::Existing) => {
            return Err(ApiError::new("projectImportProjectIncluded", "Project must not be included."));
        }
        (None, Target::New) => {
            return Err(ApiError::new("projectImportProjectMissing", "Project is missing."));
        }
        (Some(node), Target::New | Target::Seed) => Some(project(node, platform)?),
        (None, Target::Existing | Target::Seed) => None,
    };
    let services = match root.get("services") {
        None if target == Target::Existing || (target == Target::Seed && project.is_none()) => {
            return Err(ApiError::new("projectImportMissingService", "No service to import."));
        }
        None => &[],
        Some(node) if node.is_null() => &[],
        Some(node) => match &node.data {
            Data::Sequence(items) => items.as_slice(),
            _ => return Err(structure("services", &format!("expected a list, {} given", node.describe()))),
        },
    };
    let mut read: Vec<ServicePart> =
        services.iter().map(|node| service::read(node, platform)).collect::<Result<_, _>>()?;
    read.sort_by_key(|part| std::cmp::Reverse(part.priority));
    Ok(Document { project, services: read })
}

fn project(node: &Node, platform: PlatformDate) -> Result<ProjectPart, ApiError> {
    // Guessed: before August 2026 these were refused as every other unknown field is here.
    const LATER: &[&str] = &["envSecrets", "vault"];
    const KNOWN: &[&str] = &[
        "name",
        "description",
        "corePackage",
        "tags",
        "envVariables",
        "envSecrets",
        "vault",
        "envIsolation",
        "sshIsolation",
        "sharedIpv4",
        "location",
    ];
    let known: BTreeSet<&str> = KNOWN.iter().copied().collect();
    for key in mapping_keys(node) {
        if !known.contains(key) || (platform.is_former() && LATER.contains(&key)) {
            return Err(fields::invalid(&format!("project.{key}"), "unknown field"));
        }
    }
    let Some(name) = node.get("name").and_then(Node::text) else {
        return Err(fields::missing("project.name"));
    };
    let mode = node.get("corePackage").and_then(Node::text).unwrap_or("LIGHT");
    if !matches!(mode, "LIGHT" | "SERIOUS") {
        return Err(fields::invalid(
            "project.corePackage",
            &format!("Allowed values: [LIGHT, SERIOUS], {mode} given."),
        ));
    }
    let mut env = Vec::new();
    for (field, sensitive) in [("envVariables", false), ("envSecrets", true)] {
        let given = node.get(field).map_or(Ok(Vec::new()), |env| fields::pairs(&format!("project.{field}"), env))?;
        env.extend(given.into_iter().map(|(key, content)| (key, content, sensitive)));
    }
    env.extend(node.get("vault").map_or(Ok(Vec::new()), |vault| fields::vault("project.vault", vault))?);
    Ok(ProjectPart {
        name: name.to_owned(),
        description: node.get("description").and_then(Node::text).map(str::to_owned),
        mode: mode.to_owned(),
        tags: node.get("tags").map_or(Ok(Vec::new()), |tags| fields::texts("project.tags", tags))?,
        env,
    })
}

/// Guessed: the words; a key that stands twice in a mapping is a fault of the YAML.
fn check_keys(source: &str, node: &Node) -> Result<(), ApiError> {
    let mut seen = BTreeSet::new();
    for (key, value) in node.entries() {
        if let Some(name) = key.text()
            && !seen.insert(name)
        {
            return Err(invalid_at(source, key.span.start, &format!("mapping key \"{name}\" already defined")));
        }
        check_keys(source, value)?;
    }
    node.items().iter().try_for_each(|item| check_keys(source, item))
}

fn structure(field: &str, reason: &str) -> ApiError {
    ApiError::new("projectImportInvalidConfigStructure", "Invalid config structure.").reason(field, reason)
}

fn invalid_yaml(source: &str, error: &yaml::SyntaxError) -> ApiError {
    invalid_at(source, error.span.start, &error.message)
}

fn invalid_at(source: &str, offset: usize, message: &str) -> ApiError {
    let before = source.get(..offset).unwrap_or(source);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    ApiError::new("projectImportInvalidYaml", "Invalid YAML.").reason("reason", format!("yaml: line {line}: {message}"))
}
