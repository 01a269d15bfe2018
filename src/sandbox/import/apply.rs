//! Making what an import document says.

use std::collections::BTreeSet;

use super::builds::begin_build;
use super::document::{self, Document, ProjectPart, Target};
use super::over;
use super::preprocessor::expand;
use super::service::ServicePart;
use crate::domain::ids::{ProcessId, ProjectId, ServiceId};
use crate::domain::status::Category;
use crate::sandbox::endpoints::user_data;
use crate::sandbox::ids::IdSource;
use crate::sandbox::lifecycle::action::Action;
use crate::sandbox::lifecycle::service::ServiceStatus;
use crate::sandbox::lifecycle::{effects, engine};
use crate::sandbox::model::env::{self, EnvKind, EnvVariable};
use crate::sandbox::model::process::Work;
use crate::sandbox::model::service::Port;
use crate::sandbox::model::variables::check_key;
use crate::sandbox::seeds::{Seed, spelt};
use crate::sandbox::tokens::TokenKind;
use crate::sandbox::wire::error::ApiError;
use crate::sandbox::world::World;

/// What became of one service of a document.
#[derive(Clone, Debug)]
pub(crate) struct Imported {
    pub(crate) id: ServiceId,
    pub(crate) hostname: String,
    pub(crate) processes: Vec<ProcessId>,
    /// Observed: in May 2026 services failed one by one, beside others that were made.
    pub(crate) error: Option<ApiError>,
}

/// Imports services into a project.
#[cfg(test)]
pub(crate) fn into_project(world: &mut World, project: &ProjectId, source: &str) -> Result<Vec<Imported>, ApiError> {
    let expanded = expanded(world, source)?;
    expanded_into_project(world, project, &expanded)
}

/// Imports the services of a document that the preprocessor has been through.
pub(crate) fn expanded_into_project(
    world: &mut World,
    project: &ProjectId,
    expanded: &str,
) -> Result<Vec<Imported>, ApiError> {
    let document = document::read(expanded, Target::Existing, world.platform)?;
    check_mounts(world, Some(project), &document)?;
    check_services(world, Some(project), &document)?;
    Ok(make_all(world, project, &document))
}

/// Imports a new project, from a document that the preprocessor has been through.
///
/// Guessed: who made a project reaches it.
pub(crate) fn new_project(
    world: &mut World,
    maker: TokenKind,
    expanded: &str,
) -> Result<(ProjectId, Vec<Imported>), ApiError> {
    let document = document::read(expanded, Target::New, world.platform)?;
    check_mounts(world, None, &document)?;
    check_services(world, None, &document)?;
    let Some(part) = document.project.clone() else { return Err(ApiError::project_not_found()) };
    let id = world.add_project(&part.name, vec![maker]);
    fill(world, &id, part);
    let services = make_all(world, &id, &document);
    Ok((id, services))
}

/// Makes a project that is there from the start.
pub(crate) fn seed(world: &mut World, seed: &Seed, readers: Vec<TokenKind>) -> Result<(), ApiError> {
    let expanded = expanded(world, &spelt(&seed.yaml, world.platform))?;
    let document = document::read(&expanded, Target::Seed, world.platform)?;
    check_mounts(world, None, &document)?;
    let own = document.project.as_ref().map(|part| part.name.clone()).filter(|_| !seed.is_named);
    let id = world.add_project(own.as_deref().unwrap_or(&seed.project), readers);
    if let Some(part) = document.project.clone() {
        fill(world, &id, part);
    }
    make_all(world, &id, &document);
    Ok(())
}

/// Gives a new project what its document says of it.
fn fill(world: &mut World, id: &ProjectId, part: ProjectPart) {
    let now = world.now();
    let env: Vec<EnvVariable> = part
        .env
        .into_iter()
        .map(|(key, content, sensitive)| {
            EnvVariable::new(world.ids.next(), key, content, EnvKind::of_project(sensitive), now)
        })
        .collect();
    if let Some(project) = world.data.project_mut(id) {
        project.description = part.description;
        project.mode = part.mode;
        project.tags = part.tags;
        project.env = env;
    }
}

/// A document after the preprocessor.
pub(crate) fn expanded(world: &mut World, source: &str) -> Result<String, ApiError> {
    document::check_size(source)?;
    let now = world.now();
    Ok(expand(source, &mut world.ids, now)?.into_owned())
}

/// Derived: a mount is refused. Derived, of the former platform: it names a shared storage of the
/// document or of the project.
fn check_mounts(world: &World, project: Option<&ProjectId>, document: &Document) -> Result<(), ApiError> {
    for part in &document.services {
        for mount in &part.mounts {
            if !world.platform.is_former() {
                let error = ApiError::new("yamlMountDeprecated", "Mount is deprecated.");
                return Err(error.reason(format!("{}.mount", part.hostname), mount.as_str()));
            }
            let storage = Category::SharedStorage;
            let here =
                document.services.iter().any(|other| other.hostname == *mount && other.kind.family.category == storage);
            let there = project
                .and_then(|project| world.data.service_named(project, mount))
                .is_some_and(|service| service.kind.family.category == storage);
            if !here && !there {
                let error = ApiError::new("yamlSharedStorageNotFound", "Shared storage not found.");
                return Err(error.reason(format!("{}.mount", part.hostname), mount.as_str()));
            }
        }
    }
    Ok(())
}

/// Observed: today one hostname that is taken refuses the whole document. Guessed: so do its other faults,
/// and a hostname that the document gives twice.
fn check_services(world: &World, project: Option<&ProjectId>, document: &Document) -> Result<(), ApiError> {
    if world.platform.is_former() {
        return Ok(());
    }
    let mut names = BTreeSet::new();
    for part in &document.services {
        let existing = project.and_then(|project| world.data.service_named(project, &part.hostname));
        if !names.insert(&part.hostname) || existing.is_some_and(|existing| !over::may_stand(part, existing)) {
            return Err(over::taken(part));
        }
        if existing.is_none() {
            check_secrets(world, part)?;
        }
    }
    Ok(())
}

fn make_all(world: &mut World, project: &ProjectId, document: &Document) -> Vec<Imported> {
    let imported = document.services.iter().map(|part| make(world, project, part)).collect();
    for part in &document.services {
        let storages: Vec<ServiceId> = part
            .mounts
            .iter()
            .filter_map(|mount| world.data.service_named(project, mount))
            .map(|storage| storage.id.clone())
            .collect();
        let service = world.data.service_named(project, &part.hostname).map(|service| service.id.clone());
        if let Some(service) = service.and_then(|id| world.data.service_mut(&id)) {
            for storage in storages {
                if !service.storages.contains(&storage) {
                    service.storages.push(storage);
                }
            }
        }
    }
    imported
}

/// Makes a service, or does to an existing one what `override` means.
///
/// Observed: in May 2026 a name that is taken fails that service alone, also while its owner is being
/// deleted; `override` replaces a runtime instead. Today: see [`over`].
/// Guessed: a runtime that was replaced keeps its id and loses everything else, its versions too.
pub(crate) fn make(world: &mut World, project: &ProjectId, part: &ServicePart) -> Imported {
    let mut imported = Imported {
        id: ServiceId::new(world.ids.next()),
        hostname: part.hostname.clone(),
        processes: Vec::new(),
        error: None,
    };
    let existing = world.data.service_named(project, &part.hostname).cloned();
    if let Some(existing) = &existing
        && !world.platform.is_former()
    {
        if !over::may_stand(part, existing) {
            imported.error = Some(over::taken(part));
            return imported;
        }
        imported.id = existing.id.clone();
        imported.processes.extend(over::apply(world, part, existing));
        return imported;
    }
    if let Some(existing) = &existing {
        let replaceable = part.replaces
            && existing.kind.is_runtime()
            && part.kind.is_runtime()
            && existing.status != ServiceStatus::Deleting;
        if !replaceable {
            imported.error = Some(over::taken(part));
            return imported;
        }
        imported.id = existing.id.clone();
    }
    if let Err(error) = check_secrets(world, part) {
        imported.error = Some(error);
        return imported;
    }
    if existing.is_some() {
        effects::empty_service(world, &imported.id);
    }
    let mut service = world.new_service(project, &part.hostname, part.kind.clone(), part.mode);
    service.id = imported.id.clone();
    service.custom_scaling = part.scaling.clone();
    if let Some(profile) = &part.profile {
        service.profile = Some(profile.clone());
    }
    service.start_without_code = part.start_without_code && part.build.is_none();
    service.ports = Port::of(&part.kind);
    service.env = environment(world, part);
    match world.data.service_mut(&imported.id) {
        Some(replaced) => *replaced = service,
        None => world.data.services.push(service),
    }
    let create = engine::begin(world, project, Some(&imported.id), Action::Create, Work::Plain, None);
    imported.processes.push(create.clone());
    if let Some(build) = &part.build {
        imported.processes.push(begin_build(world, project, &imported.id, Some(build), Some(create)));
    }
    imported
}

/// Whether the secrets may stand beside what the platform makes, and beside each other.
///
/// Derived: the rules and the codes of setting them later. Guessed: that they fail the service
/// alone.
fn check_secrets(world: &World, part: &ServicePart) -> Result<(), ApiError> {
    let now = world.now();
    let variable = |key: String, kind| EnvVariable::new(String::new(), key, String::new(), kind, now);
    // Only the keys count, so the contents do not use up what the service itself is made from.
    let mut others: Vec<EnvVariable> = env::generated(&part.kind, &part.hostname, &mut IdSource::aside(true))
        .into_iter()
        .map(|(key, _, kind)| variable(key, kind))
        .collect();
    others.extend(part.storage_size.map(|_| variable("quotaGBytes".to_owned(), EnvKind::System)));
    for (key, content, _) in &part.variables {
        check_key(key, world.platform, others.iter()).map_err(|fault| user_data::refusal(fault, key))?;
        if !content.is_ascii() {
            return Err(ApiError::new("userDataContentInvalid", "User data content is invalid.").reason("key", key));
        }
        others.push(variable(key.clone(), EnvKind::Secret));
    }
    Ok(())
}

fn environment(world: &mut World, part: &ServicePart) -> Vec<EnvVariable> {
    let mut entries = env::generated(&part.kind, &part.hostname, &mut world.ids);
    if let Some(size) = part.storage_size {
        entries.push(("quotaGBytes".to_owned(), size.to_string(), EnvKind::System));
    }
    let kind = |sensitive: bool| EnvKind::of_user(sensitive);
    entries.extend(part.variables.iter().map(|(key, value, sensitive)| (key.clone(), value.clone(), kind(*sensitive))));
    let now = world.now();
    entries
        .into_iter()
        .map(|(key, content, kind)| EnvVariable::new(world.ids.next(), key, content, kind, now))
        .collect()
}
