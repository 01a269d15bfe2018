//! What a reference in a value can refer to.

use std::collections::HashSet;

use super::super::context::Context;
use super::super::import_yaml::{ImportYaml, Project, Service};
use super::super::values::{Variable, Variables};
use crate::domain::service_type;

/// A service that can be referred to.
#[derive(Debug)]
pub(crate) struct Referable {
    pub(crate) hostname: String,
    /// The part of its type before the version, when it is known.
    pub(crate) family: Option<String>,
    /// Whether the document makes it, so that it has no other variables than these and those of its type.
    pub(crate) is_new: bool,
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
        family: service.type_name.as_deref().map(|name| service_type::family(name).to_owned()),
        is_new: false,
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
        family: service.kind.as_ref().map(|kind| service_type::family(kind.as_str()).to_owned()),
        is_new: service.replaces.is_none(),
        variables: own_variables(service).map(str::to_owned).collect(),
    })
}

/// The names in a text that is read as a `.env` file.
pub(crate) fn names_of_lines(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines.filter_map(|line| line.split_once('=')).map(|(name, _)| name.trim().trim_start_matches("export ").trim())
}

/// The names of the variables that a document gives a service.
pub(crate) fn own_variables(service: &Service) -> impl Iterator<Item = &str> {
    let stored = of_service(service).flat_map(|all| all.iter()).map(|entry| entry.name.as_str());
    let texts = service.dot_env_secrets.iter().chain(&service.dot_env_variables);
    let lines = texts.flat_map(|text| names_of_lines(&text.0));
    let setups = service.zerops_yaml.iter().flat_map(|yaml| yaml.setups());
    let run = setups.filter_map(|setup| setup.run.as_ref()).filter_map(|run| run.env_variables.as_ref());
    stored.chain(lines).chain(run.flat_map(|variables| variables.iter()).map(|entry| entry.name.as_str()))
}

/// The variables of a new project, in every form that they can have.
pub(crate) fn of_new_project(project: &Project) -> impl Iterator<Item = &Variables> {
    let vault = project.vault.iter().map(|vault| &vault.value.0);
    vault.chain([&project.env_variables, &project.env_secrets].into_iter().flatten().map(|all| &all.value))
}

/// The variables of a service that the platform stores one by one, likewise.
pub(crate) fn of_service(service: &Service) -> impl Iterator<Item = &Variables> {
    let vault = service.vault.iter().map(|vault| &vault.value.0);
    vault.chain([&service.env_variables, &service.env_secrets].into_iter().flatten().map(|all| &all.value))
}

/// What the vaults hold that a configuration inside the document can refer to; nothing where it
/// stands alone.
#[derive(Debug, Default)]
pub(crate) struct Vaults {
    /// Names of the service's own.
    pub(crate) own: HashSet<String>,
    /// Names of the project's.
    pub(crate) project: HashSet<String>,
    /// Names of those that are sensitive, of both.
    pub(crate) sensitive: HashSet<String>,
}

impl Vaults {
    /// The vaults of a service and of the project that is made with it.
    pub(crate) fn of(project: Option<&Project>, service: &Service) -> Self {
        let names = |all: &mut dyn Iterator<Item = &Variable>| all.map(|variable| variable.name.clone()).collect();
        let mut vaults = Self {
            own: names(&mut of_service(service).flat_map(|all| all.iter())),
            project: project.map(|it| names(&mut of_new_project(it).flat_map(|all| all.iter()))).unwrap_or_default(),
            sensitive: HashSet::new(),
        };
        let secrets = [Some(&service.env_secrets), project.map(|project| &project.env_secrets)];
        let secrets = secrets.into_iter().flatten().flatten().flat_map(|all| all.iter());
        let flagged = [Some(&service.vault), project.map(|project| &project.vault)];
        let flagged = flagged.into_iter().flatten().flatten().flat_map(|vault| vault.iter());
        let sensitive = secrets.chain(flagged.filter(|variable| variable.sensitive == Some(true)));
        vaults.sensitive = sensitive.map(|variable| variable.name.clone()).collect();
        vaults
    }
}
