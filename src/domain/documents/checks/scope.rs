//! What a reference in a value can refer to.

use std::collections::HashSet;

use super::super::context::Context;
use super::super::families;
use super::super::import_yaml::{ImportYaml, Service};

/// A service that can be referred to.
#[derive(Debug)]
pub(crate) struct Referable {
    pub(crate) hostname: String,
    /// The part of its type before the version, when it is known.
    pub(crate) family: Option<String>,
    /// Variables that the document gives it.
    pub(crate) variables: HashSet<String>,
}

/// Every service, or none when it is not known which there are.
pub(crate) type Services = Option<Vec<Referable>>;

/// The services of the project alone.
pub(crate) fn of_project(context: &Context) -> Services {
    let services = context.known.services.as_ref()?;
    let referable = services.iter().map(|service| Referable {
        hostname: service.hostname.clone(),
        family: service.type_name.as_deref().map(|name| families::family(name).to_owned()),
        variables: HashSet::new(),
    });
    Some(referable.collect())
}

/// The services of a document and of the project that it is imported into. Those of a new project
/// are all in the document.
pub(crate) fn of_import(document: &ImportYaml, context: &Context) -> Services {
    let mut services = match of_project(context) {
        None if document.project.is_none() => return None,
        services => services.unwrap_or_default(),
    };
    services.extend(document.services().iter().filter_map(|service| referable(service)));
    Some(services)
}

fn referable(service: &Service) -> Option<Referable> {
    Some(Referable {
        hostname: service.name()?.to_owned(),
        family: service.kind.as_ref().map(|kind| families::family(kind.as_str()).to_owned()),
        variables: own_variables(service).map(str::to_owned).collect(),
    })
}

/// The names of the variables that a document gives a service.
pub(crate) fn own_variables(service: &Service) -> impl Iterator<Item = &str> {
    let secrets = service.env_secrets.iter().flat_map(|secrets| secrets.iter()).map(|entry| entry.name.as_str());
    let lines = service.dot_env_secrets.iter().flat_map(|text| text.0.lines());
    let lines = lines.filter_map(|line| line.split_once('=')).map(|(name, _)| name.trim());
    let setups = service.zerops_yaml.iter().flat_map(|yaml| yaml.setups());
    let run = setups.filter_map(|setup| setup.run.as_ref()).filter_map(|run| run.env_variables.as_ref());
    secrets.chain(lines).chain(run.flat_map(|variables| variables.iter()).map(|entry| entry.name.as_str()))
}
