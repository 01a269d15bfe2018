//! The project as a document: gathered from the platform and the notebook, written without a value.

use serde_json::Value;

use super::adopt;
use super::gather::{Focus, gather};
use super::open;
use super::provision::scaffolded;
use crate::domain::documents::types::Types;
use crate::domain::failure::Fail;
use crate::domain::scaling::Scaling;
use crate::domain::service_type::TypeName;
use crate::domain::status::Category;
use crate::generated::tools::zerops_workflow::{Error, ExportArgs};
use crate::generated::types::{FileView, Layout, WorkflowResult};
use crate::ops::context::Context;
use crate::ops::support::types_and_schemas::Live;
use crate::ops::support::{notebook, scaling, service_facts};
use crate::platform::session::Session as Platform;
use crate::platform::wire::Service;
use crate::suggest;
use crate::workflow::envelope::{Envelope, Push, Unit};
use crate::workflow::export::{Entry, Variable, blanks, import_yaml};
use crate::workflow::plan::scaffold::PROD;
use crate::workflow::source::{self, Role, Source};

/// What the document is called.
const PATH: &str = "import.yaml";
/// The variable that has the GB of a bucket.
const QUOTA: &str = "quotaGBytes";
/// Only what everybody may clone is named as the source of a build.
const PUBLIC: &str = "https://";

/// Writes the document.
pub(super) async fn export(cx: &Context, args: ExportArgs) -> Result<WorkflowResult, Fail<Error>> {
    let platform = cx.connection().session().await?;
    let envelope = gather(cx, &platform, Focus::All).await?;
    let live = platform.services().await?;
    let types = Live::known(cx).await.types;
    let named = adopt::runtimes(&live, &args.scope)?;
    let is_wanted = |service: &&Service| {
        !service.is_machinery()
            && !service_facts::is_workspace(service)
            && !cx.is_own(service)
            && (named.is_empty() || !service_facts::is_runtime(service) || named.contains(&service.name))
    };
    let mut entries = Vec::new();
    for service in live.iter().filter(is_wanted) {
        entries.push(entry(&platform, &envelope, &types, service).await?);
    }
    let (mut services, mut files): (Vec<String>, Vec<FileView>) = (Vec::new(), Vec::new());
    let managed = entries.iter().filter(|entry| !entry.category.is_runtime());
    let managed: Vec<(String, String)> =
        managed.map(|entry| (entry.hostname.clone(), entry.type_name.clone())).collect();
    for (name, unit) in &envelope.units {
        if entries.iter().any(|entry| entry.hostname == *name) {
            let (lines, file) = code(&envelope, name, unit, &managed, &types);
            services.extend(lines);
            files.extend(file);
        }
    }
    // Several of one name cannot be written side by side.
    if files.len() > 1 {
        for file in &mut files {
            file.path = file.of.as_ref().map(|unit| format!("{unit}/zerops.yaml"));
        }
    }
    let reading = notebook::read(cx, &platform).await;
    let blank = blanks(&entries);
    let mut notes = open::notes(&reading);
    let buckets = entries.iter().filter(|entry| entry.category == Category::ObjectStorage);
    let buckets: Vec<&str> = buckets.map(|entry| entry.hostname.as_str()).collect();
    if !buckets.is_empty() {
        notes.push(format!(
            "The platform does not tell who may read {}: `private` stands there, so set `objectStoragePolicy` to what it is, as the Zerops GUI shows it.",
            buckets.join(", ")
        ));
    }
    let text = import_yaml(&entries);
    files.insert(0, FileView { path: Some(PATH.to_owned()), of: None, text: Some(text), note: None });
    Ok(WorkflowResult {
        title: Some("The project as an import.yaml, without a value of a variable".to_owned()),
        services,
        state: if blank.is_empty() { blank } else { [vec!["REPLACE_ME is to be filled in by a human".to_owned()], blank].concat() },
        files,
        note: Some(
            "Nothing was written: write `files` first. Not part of it: data, domains, public access and variables of the project. Import it into an empty project, deploy what starts without code, verify."
                .to_owned(),
        ),
        notes,
        next: vec![suggest::validate(PATH)],
        ..WorkflowResult::default()
    })
}

async fn entry(
    platform: &Platform,
    envelope: &Envelope,
    types: &Types,
    service: &Service,
) -> Result<Entry, Fail<Error>> {
    let category = service.kind().of_import().unwrap_or(Category::Standard);
    let unit = envelope.units.get(&service.name);
    let is_dev = unit.is_some_and(|unit| unit.is_dev || unit.stage.is_some());
    let variables = platform.service_variables(service).await?;
    let bucket = variables.iter().find(|entry| entry.key == QUOTA && entry.is_of_the_platform());
    let bucket = bucket.map(|entry| entry.content.clone()).filter(|size| size.parse::<u32>().is_ok());
    let own = variables.iter().filter(|entry| category.is_runtime() && entry.may_be_removed());
    let mut own: Vec<Variable> =
        own.map(|entry| Variable::of(&entry.key, &entry.content, entry.sensitive || entry.is_hidden())).collect();
    own.sort_by(|a, b| a.name.cmp(&b.name));
    let name = TypeName::parse(service.type_name());
    let profiles = types.family(&name).map(|family| family.limits(name.variant).profiles);
    let first = profiles.and_then(|profiles| profiles.first().map(|profile| (*profile).to_owned()));
    let limits = scaling::own(service);
    let is_runtime = category.is_runtime();
    Ok(Entry {
        hostname: service.name.clone(),
        type_name: service.type_name().to_owned(),
        category,
        is_dev: is_runtime && is_dev,
        bucket,
        // A platform that tells no profile still wants one of a family that has them.
        profile: service.autoscaling_profile_id.clone().filter(|_| first.is_some()).or(first),
        containers: if is_runtime { written(&limits, true) } else { Vec::new() },
        limits: written(&limits, false),
        code: envelope.units.iter().find_map(|(name, unit)| cloned(name, unit, &service.name)),
        variables: own,
    })
}

/// Where everybody may clone the code of a service from, with its setup.
fn cloned(name: &str, unit: &Unit, service: &str) -> Option<(String, String)> {
    let Push::Configured { url } = &unit.push else { return None };
    let is_it = unit.built(name) == service && url.starts_with(PUBLIC);
    is_it.then(|| (url.clone(), PROD.to_owned()))
}

/// The limits of a container or of their number, as a document has them.
fn written(limits: &Scaling, horizontal: bool) -> Vec<(&'static str, String)> {
    let all = limits.given().filter(|(limit, _)| limit.is_horizontal() == horizontal);
    all.map(|(limit, value)| (limit.key, text(&value))).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        // 4 and not 4.0.
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string()),
        other => other.to_string(),
    }
}

/// How the services of a unit get their code, and the zerops.yaml that they need where none is found.
fn code(
    envelope: &Envelope,
    name: &str,
    unit: &Unit,
    managed: &[(String, String)],
    types: &Types,
) -> (Vec<String>, Option<FileView>) {
    let first = if unit.is_dev || unit.stage.is_some() { Role::Dev } else { Role::Single };
    let halves = std::iter::once((name, first)).chain(unit.stage.as_deref().map(|stage| (stage, Role::Stage)));
    let mut is_missing = false;
    let lines = halves.map(|(service, role)| match source::of(envelope, name, service, role) {
        Source::Folder { file, setup, .. } => format!("{service}: setup `{setup}` of {file}"),
        Source::Service { hostname, setup } => {
            let setup = setup.unwrap_or_else(|| role.setups()[0].to_owned());
            format!("{service}: setup `{setup}` of zerops.yaml in `{hostname}`")
        }
        Source::Unclear { setups, .. } => format!("{service}: which setup is for it is not clear: {setups}"),
        Source::Nowhere => {
            is_missing = true;
            format!("{service}: no zerops.yaml is here; one to begin with is among the files")
        }
    });
    let lines: Vec<String> = lines.collect();
    let file = is_missing.then(|| begin(envelope, name, unit, managed, types)).flatten();
    (lines, file)
}

/// The zerops.yaml that a unit begins with.
pub(super) fn begin(
    envelope: &Envelope,
    name: &str,
    unit: &Unit,
    managed: &[(String, String)],
    types: &Types,
) -> Option<FileView> {
    let layout = match (unit.stage.is_some(), unit.is_dev) {
        (true, _) => Layout::Standard,
        (false, true) => Layout::Dev,
        (false, false) => Layout::Simple,
    };
    let type_name = envelope.services.get(name)?.type_name.as_str();
    scaffolded(name, type_name, layout, managed, types)
}
