//! import.yaml as a whole.

use std::collections::HashSet;

use super::super::codes;
use super::super::context::{Context, Target};
use super::super::import_yaml::ImportYaml;
use super::super::path::Path;
use super::super::preprocessor::is_dynamic;
use super::super::read::record::Record as _;
use super::super::read::sink::Sink;
use super::super::report::Finding;
use super::super::words::quoted;
use super::check::Check;
use super::scope::{self, Vaults};
use super::{priority, project, service};

/// The platform takes documents of this many bytes.
const MOST_BYTES: usize = 100 * 1024;

/// Checks a document.
pub(crate) fn check(sink: &Sink, context: &Context, document: &ImportYaml, bytes: usize) {
    if bytes > MOST_BYTES {
        let message = format!("the document has {bytes} bytes; the platform takes {MOST_BYTES}");
        let finding = Finding::error(codes::TOO_LARGE, &Path::root(), &(0..0), message);
        sink.push(finding.fix("import the services in several documents"));
    }
    target(sink, context.target, document);
    let services = scope::of_import(document, context);
    let check = Check { sink, context, services: &services, vaults: &Vaults::default() };
    if let Some(given) = &document.project {
        project::check(&check, given);
    }
    let mut seen = HashSet::new();
    for given in document.services() {
        if let Some(hostname) = given.hostname.as_ref().filter(|hostname| !is_dynamic(hostname))
            && !seen.insert(hostname.as_str())
        {
            let message = format!("another service is named {}", quoted(hostname));
            let finding = Finding::error(codes::DUPLICATE_NAME, &hostname.path, &hostname.span, message);
            sink.push(finding.fix("rename one of them"));
        }
        service::check(&check, document, given);
    }
    priority::check(&check, document);
}

fn target(sink: &Sink, target: Target, document: &ImportYaml) {
    let none = document.services.is_none() && !document.is_unread("services");
    let project = document.is_unread("project");
    match (&document.project, target) {
        (Some(project), Target::Services) => {
            let message = "services are imported into a project that exists: the document cannot have `project`";
            let finding = Finding::error(codes::PROJECT_INCLUDED, &project.path, &project.key, message);
            sink.push(finding.fix("remove `project`; its variables are set with `zerops_env`"));
        }
        (None, Target::Project) if !project => missing(sink, "project", "a new project needs a `project`"),
        (None, Target::Services) if none => {
            missing(sink, "services", "there is no service to import");
        }
        (None, Target::Any) if none && !project => {
            missing(sink, "services", "there is neither a service nor a project to import");
        }
        _ => {}
    }
}

fn missing(sink: &Sink, field: &str, message: &str) {
    let finding = Finding::error(codes::MISSING_FIELD, &Path::root().key(field), &(0..0), message);
    sink.push(finding.fix(format!("add `{field}`")));
}
