//! From what the platform says to what a result shows.

use jiff::{Timestamp, Unit};

use super::service_facts::{is_runtime, urls};
use crate::generated::types::{ContainerRange, EnvView, ProcessView, ProjectView, ServiceView};
use crate::platform::wire::{EnvEntry, Port, Process, Project, Service};

/// The action of a process that makes an earlier version live again.
pub(crate) const ROLLBACK: &str = "stack.deploy.backup";
/// Stands where a value is not shown.
const MASK: &str = "***";
/// What the platform makes variables of that is no secret: names, ports and ids.
const PLAIN: &[&str] =
    &["hostname", "port", "portTls", "dbName", "projectId", "projectName", "serviceId", "appVersionId", "user"];

pub(crate) fn project(project: &Project) -> ProjectView {
    ProjectView { id: project.id.to_string(), name: project.name.clone(), status: project.status.clone() }
}

pub(crate) fn service(service: &Service, project: &Project) -> ServiceView {
    let horizontal = [&service.current_autoscaling, &service.custom_autoscaling]
        .into_iter()
        .filter_map(|autoscaling| Some(autoscaling.as_ref()?.limits()))
        .find_map(|limits| Some(ContainerRange { min: limits.min_containers?, max: limits.max_containers? }));
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

fn port(port: &Port) -> String {
    let transport = format!("{}/{}", port.port, port.protocol);
    if port.scheme.is_empty() || port.scheme == port.protocol {
        transport
    } else {
        format!("{transport} {}", port.scheme)
    }
}

/// Whether the platform made it of what `zerops_discover` shows anyway.
fn is_plain(entry: &EnvEntry) -> bool {
    entry.is_of_the_platform() && !entry.sensitive && !entry.is_hidden() && PLAIN.contains(&entry.key.as_str())
}

/// A variable, masked unless it is no secret.
pub(crate) fn env(entry: &EnvEntry) -> EnvView {
    EnvView {
        key: entry.key.clone(),
        r#type: entry.kind.clone(),
        value: if is_plain(entry) { entry.content.clone() } else { MASK.to_owned() },
        sensitive: entry.sensitive.then_some(true),
        hidden: entry.is_hidden().then_some(true),
        from: entry.from_version.then(|| "zerops.yaml".to_owned()),
        references: Vec::new(),
    }
}

pub(crate) fn process(process: &Process) -> ProcessView {
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
pub(crate) fn action(name: &str) -> &str {
    match name {
        // It makes a version live again that is called BACKUP, and no backup.
        ROLLBACK => "rollback",
        name => name.rsplit('.').next().unwrap_or(name),
    }
}

/// To the millisecond: what is finer only costs tokens.
pub(crate) fn moment(moment: Timestamp) -> String {
    moment.round(Unit::Millisecond).unwrap_or(moment).to_string()
}
