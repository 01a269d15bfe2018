//! Projects and services as import documents.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use crate::domain::scaling::Scaling;
use crate::domain::status::Category;
use crate::sandbox::catalog::ModeRule;
use crate::sandbox::model::service::Service;
use crate::sandbox::wire::service::content;

/// A project with its services.
///
/// Observed: variables stand in a `vault`, those of the project in clear and the sensitive ones of a service as
/// `REDACTED` with their flag (measured 2026-09). Formerly in `envVariables` and `envSecrets`. Derived: the document
/// can be imported again. Guessed: which other fields it has.
pub(crate) fn project(call: &mut Call<'_>) -> Answer {
    let found = call.project(0)?;
    let mut yaml = format!("project:\n  name: {}\n  corePackage: {}\n", quoted(&found.name), found.mode);
    if !found.env.is_empty() {
        let former = call.world.platform.is_former();
        yaml.push_str(if former { "  envVariables:\n" } else { "  vault:\n" });
        for variable in &found.env {
            let content = content(&call.world.data, variable, call.redacts());
            let is_flagged = !former && variable.kind.sensitive(call.world.platform);
            yaml.push_str(&format!("    {}: {}\n", variable.key, item(content, is_flagged)));
        }
    }
    let services = call.world.data.services.iter().filter(|service| service.project == found.id);
    yaml.push_str(&document(call, services));
    Ok(json!({ "yaml": yaml }))
}

/// One service.
pub(crate) fn service(call: &mut Call<'_>) -> Answer {
    let found = call.service(0)?;
    Ok(json!({ "yaml": document(call, std::iter::once(found)) }))
}

fn document<'a>(call: &Call<'_>, services: impl Iterator<Item = &'a Service>) -> String {
    let entries: String = services.filter(|service| !service.is_system()).map(|service| entry(call, service)).collect();
    if entries.is_empty() { "services: []\n".to_owned() } else { format!("services:\n{entries}") }
}

fn entry(call: &Call<'_>, service: &Service) -> String {
    let mut out = format!("  - hostname: {}\n    type: {}\n", service.hostname, service.kind.version_name);
    let family = service.kind.family;
    if call.world.platform.is_former() && matches!(family.mode, ModeRule::Required | ModeRule::SingleOnly) {
        out.push_str(&format!("    mode: {}\n", service.mode.wire()));
    }
    if family.category == Category::ObjectStorage
        && let Some(size) = service.env.iter().find(|variable| variable.key == "quotaGBytes")
    {
        out.push_str(&format!("    objectStorageSize: {}\n", size.content));
    }
    if service.kind.is_runtime() && service.active_version.is_some() {
        out.push_str("    startWithoutCode: true\n");
    }
    let secrets: Vec<_> = service.env.iter().filter(|variable| variable.kind.is_users()).collect();
    if !secrets.is_empty() {
        let former = call.world.platform.is_former();
        out.push_str(if former { "    envSecrets:\n" } else { "    vault:\n" });
        for variable in secrets {
            let is_flagged = !former && variable.kind.sensitive(call.world.platform);
            let content = content(&call.world.data, variable, is_flagged || call.redacts());
            out.push_str(&format!("      {}: {}\n", variable.key, item(content, is_flagged)));
        }
    }
    let storages = service.storages.iter().filter_map(|id| call.world.data.service(id));
    let storages: Vec<&str> = storages.map(|storage| storage.hostname.as_str()).collect();
    // What is not taken back is not given out.
    if !storages.is_empty() && call.world.platform.is_former() {
        out.push_str(&format!("    mount: [{}]\n", storages.join(", ")));
    }
    out.push_str(&scaling(&service.custom_scaling));
    out
}

fn scaling(custom: &Scaling) -> String {
    let lines = |indent: &str, horizontal: bool| -> String {
        let given = custom.given().filter(|(limit, _)| limit.is_horizontal() == horizontal);
        given
            .map(|(limit, value)| format!("{indent}{}: {}\n", limit.key, value.to_string().trim_matches('"')))
            .collect()
    };
    let (vertical, horizontal) = (lines("      ", false), lines("    ", true));
    if vertical.is_empty() { horizontal } else { format!("    verticalAutoscaling:\n{vertical}{horizontal}") }
}

/// An entry of a vault.
fn item(content: &str, is_flagged: bool) -> String {
    let content = quoted(content);
    if is_flagged { format!("{{value: {content}, sensitive: true}}") } else { content }
}

/// A text as YAML: JSON's quoting is YAML's too.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
