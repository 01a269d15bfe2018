//! What the engine needs to know of a service, taken from the state in one look.

use std::sync::Arc;

use super::commands::Environment;
use crate::domain::documents::zerops_yaml::Setup;
use crate::domain::ids::{AppVersionId, ProjectId, ServiceId};
use crate::sandbox::model::app_version::AppVersion;
use crate::sandbox::model::env::{EnvKind, EnvVariable};
use crate::sandbox::model::service::Service;
use crate::sandbox::model::variables;
use crate::sandbox::wire::service::system_env;
use crate::sandbox::world::World;

/// A service as it is to run.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    pub(crate) project: ProjectId,
    pub(crate) service: ServiceId,
    pub(crate) hostname: String,
    /// The family and the version of its type.
    pub(crate) family: &'static str,
    pub(crate) version_number: String,
    pub(crate) runtime: bool,
    /// The TCP ports it opens.
    pub(crate) ports: Vec<u16>,
    pub(crate) version: Option<AppVersionId>,
    pub(crate) setup: Option<Arc<Setup>>,
    pub(crate) environment: Environment,
    /// What the platform made for it, credentials too.
    pub(crate) generated: Environment,
    /// The shared storages that are mounted into it.
    pub(crate) storages: Vec<(ServiceId, String)>,
    pub(crate) most_containers: bool,
}

impl Snapshot {
    /// A service with a version, or with its active one.
    pub(crate) fn take(world: &World, service: &ServiceId, version: Option<&AppVersionId>) -> Option<Self> {
        let found = world.data.service(service)?;
        let version = version.or(found.active_version.as_ref()).and_then(|id| world.data.app_version(id));
        let ports = version.map_or(&found.ports, |version| &version.ports);
        let storages =
            found.storages.iter().filter_map(|id| Some((id.clone(), world.data.service(id)?.hostname.clone())));
        Some(Self {
            project: found.project.clone(),
            service: found.id.clone(),
            hostname: found.hostname.clone(),
            family: found.kind.family.key,
            version_number: found.kind.version_number().to_owned(),
            runtime: found.kind.is_runtime(),
            ports: ports.iter().filter(|port| port.protocol == "tcp").map(|port| port.number).collect(),
            version: version.map(|version| version.id.clone()),
            setup: version.and_then(|version| version.setup.clone()),
            environment: runtime(world, found, version),
            generated: Environment(found.env.iter().map(|entry| (entry.key.clone(), entry.content.clone())).collect()),
            storages: storages.collect(),
            most_containers: found.scaling().min_containers.is_some_and(|least| least > 1),
        })
    }

    /// The base that decides what runs: that of the version, else the type.
    pub(crate) fn base(&self) -> &str {
        let run = self.setup.as_ref().and_then(|setup| setup.run.as_ref());
        run.and_then(|run| run.base.as_ref()).map_or(self.family, |base| base.raw.as_str())
    }
}

/// The variables of a runtime container: the service's with those that a version brings, and what
/// the platform adds.
fn runtime(world: &World, service: &Service, version: Option<&AppVersion>) -> Environment {
    let mut service = service.clone();
    if let Some(version) = version {
        service.runtime_env = variables_of(&version.env, world);
    }
    let mut all = variables::environment(&world.data, &service);
    all.extend(system_env(&world.data, &service).into_iter().map(|entry| (entry.key, entry.content)));
    all.insert("ZEROPS_StackName".to_owned(), service.hostname.clone());
    if let Some(version) = version {
        all.insert("ZEROPS_appVersionId".to_owned(), version.id.to_string());
    }
    Environment(all)
}

/// The variables of a build container: the project's and the build's own, which reach those of the
/// runtime under `RUNTIME_`.
pub(crate) fn build(world: &World, service: &ServiceId, version: &AppVersionId, setup: &Setup) -> Environment {
    let (Some(found), Some(version)) = (world.data.service(service), world.data.app_version(version)) else {
        return Environment::default();
    };
    let mut service = found.clone();
    let own = setup.build.as_ref().and_then(|build| build.env_variables.as_ref());
    let own = own
        .into_iter()
        .flat_map(|list| list.iter())
        .filter(|entry| !entry.is_null)
        .map(|entry| (entry.name.clone(), entry.value.clone()));
    let of_runtime: Vec<(String, String)> = found
        .env
        .iter()
        .filter(|entry| entry.kind.is_users())
        .map(|entry| (entry.key.clone(), entry.content.clone()))
        .chain(version.env.iter().cloned())
        .map(|(key, content)| (format!("RUNTIME_{key}"), content))
        .collect();
    service.env = variables_of(&of_runtime, world);
    service.runtime_env = variables_of(&own.collect::<Vec<_>>(), world);
    let mut all = variables::environment(&world.data, &service);
    all.insert("ZEROPS_appVersionId".to_owned(), version.id.to_string());
    Environment(all)
}

fn variables_of(entries: &[(String, String)], world: &World) -> Vec<EnvVariable> {
    let now = world.now();
    let variable = |(key, content): &(String, String)| {
        EnvVariable::new(String::new(), key, content.clone(), EnvKind::Runtime, now)
    };
    entries.iter().map(variable).collect()
}
