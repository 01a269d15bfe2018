//! From what the platform says to what a result shows.

use jiff::{Timestamp, Unit};

use crate::domain::catalog::{self, Family};
use crate::generated::catalog::CATALOG;
use crate::generated::types::{ContainerRange, EnvView, ProcessView, ProjectView, ServiceView};
use crate::platform::wire::EnvEntry;
use crate::platform::wire::Process;
use crate::platform::wire::Project;
use crate::platform::wire::{Port, Service};

/// The action of a process that makes an earlier version live again.
pub(super) const ROLLBACK: &str = "stack.deploy.backup";
/// Stands where a value is not shown.
const MASK: &str = "***";

pub(super) fn project(project: &Project) -> ProjectView {
    ProjectView { id: project.id.to_string(), name: project.name.clone(), status: project.status.clone() }
}

pub(super) fn service(service: &Service, project: &Project) -> ServiceView {
    let horizontal = [&service.current_autoscaling, &service.custom_autoscaling]
        .into_iter()
        .filter_map(|autoscaling| autoscaling.as_ref()?.horizontal_autoscaling.as_ref())
        .find_map(|range| Some(ContainerRange { min: range.min_container_count?, max: range.max_container_count? }));
    ServiceView {
        hostname: service.name.clone(),
        id: service.id.to_string(),
        r#type: service.type_name().to_owned(),
        status: service.status.clone(),
        mode: if is_runtime(service) { None } else { service.mode.clone() },
        profile: service.autoscaling_profile_id.clone(),
        ports: service.ports.iter().map(port).collect(),
        containers: horizontal.filter(|_| is_runtime(service)),
        urls: if service.subdomain_access { urls(service, project) } else { Vec::new() },
        ..ServiceView::default()
    }
}

/// Whether the service will be there by itself.
pub(super) fn is_being_made(service: &Service) -> bool {
    service.state().is_being_made()
}

/// Whether something of the service may run now.
pub(super) fn may_run(service: &Service) -> bool {
    service.state().may_run()
}

/// What the catalogue knows of its type.
pub(super) fn family(service: &Service) -> Option<&'static Family> {
    catalog::family(CATALOG, service.type_name())
}

/// Whether it is a workspace of zcp, which nothing is deployed to.
pub(super) fn is_workspace(service: &Service) -> bool {
    family(service).is_some_and(|family| family.traits.workspace)
}

pub(super) fn is_runtime(service: &Service) -> bool {
    service.kind().is_runtime()
}

fn port(port: &Port) -> String {
    let transport = format!("{}/{}", port.port, port.protocol);
    if port.scheme.is_empty() || port.scheme == port.protocol {
        transport
    } else {
        format!("{transport} {}", port.scheme)
    }
}

/// The public addresses that the HTTP ports of a service have, or would have. None can be said
/// while the project tells no prefix or no region.
pub(super) fn urls(service: &Service, project: &Project) -> Vec<String> {
    service.ports.iter().filter_map(|port| url_of_port(service, project, port.port)).collect()
}

/// The public address of a port, if it speaks HTTP.
pub(super) fn url_of_port(service: &Service, project: &Project, number: u16) -> Option<String> {
    let port = service.ports.iter().find(|port| port.port == number)?;
    let (prefix, domain) = project.subdomain()?;
    // Nothing below `localhost` has a certificate, and nobody is on the way there.
    let scheme = if domain.split(':').next() == Some("localhost") { "http" } else { "https" };
    let infix = if number == 80 { String::new() } else { format!("-{number}") };
    speaks_http(port).then(|| format!("{scheme}://{}-{prefix}{infix}.{domain}", service.name))
}

/// Whether a port can be public under zerops.app.
pub(super) fn speaks_http(port: &Port) -> bool {
    matches!(port.scheme.as_str(), "http" | "https")
}

pub(super) fn env(entry: &EnvEntry) -> EnvView {
    EnvView {
        key: entry.key.clone(),
        r#type: entry.kind.clone(),
        value: MASK.to_owned(),
        sensitive: entry.sensitive.then_some(true),
        hidden: entry.is_hidden().then_some(true),
        from: entry.from_version.then(|| "zerops.yaml".to_owned()),
        references: Vec::new(),
    }
}

pub(super) fn process(process: &Process) -> ProcessView {
    ProcessView {
        id: process.id.to_string(),
        action: action(&process.action_name).to_owned(),
        status: process.status.clone(),
        services: process.service_stacks.iter().map(|service| service.name.clone()).collect(),
        created: process.created.map(moment),
        started: process.started.map(moment),
        finished: process.finished.map(moment),
        fail_reason: process.fail_reason().map(str::to_owned),
        note: None,
    }
}

/// `stack.enableSubdomainAccess` is `enableSubdomainAccess` to a caller.
pub(super) fn action(name: &str) -> &str {
    match name {
        // It makes a version live again that is called BACKUP, and no backup.
        ROLLBACK => "rollback",
        name => name.rsplit('.').next().unwrap_or(name),
    }
}

/// To the millisecond: what is finer only costs tokens.
pub(super) fn moment(moment: Timestamp) -> String {
    moment.round(Unit::Millisecond).unwrap_or(moment).to_string()
}
