//! What the platform's record of a service says of it, beyond its fields.

use crate::domain::catalog::{self, Family};
use crate::generated::catalog::CATALOG;
use crate::platform::wire::{Port, Project, Service};

/// Whether the service will be there by itself.
pub(crate) fn is_being_made(service: &Service) -> bool {
    service.state().is_being_made()
}

/// Whether something of the service may run now.
pub(crate) fn may_run(service: &Service) -> bool {
    service.state().may_run()
}

/// What the catalogue knows of its type.
pub(crate) fn family(service: &Service) -> Option<&'static Family> {
    catalog::family(CATALOG, service.type_name())
}

/// Whether it is a workspace of zcp, which nothing is deployed to.
pub(crate) fn is_workspace(service: &Service) -> bool {
    family(service).is_some_and(|family| family.traits.workspace)
}

pub(crate) fn is_runtime(service: &Service) -> bool {
    service.kind().is_runtime()
}

/// The public addresses that the HTTP ports of a service have, or would have. None can be said
/// while the project tells no prefix or no region.
pub(crate) fn urls(service: &Service, project: &Project) -> Vec<String> {
    service.ports.iter().filter_map(|port| url_of_port(service, project, port.port)).collect()
}

/// The public address of a port, if it speaks HTTP.
pub(crate) fn url_of_port(service: &Service, project: &Project, number: u16) -> Option<String> {
    let port = service.ports.iter().find(|port| port.port == number)?;
    let (prefix, domain) = project.subdomain()?;
    // Nothing below `localhost` has a certificate, and nobody is on the way there.
    let scheme = if domain.split(':').next() == Some("localhost") { "http" } else { "https" };
    let infix = if number == 80 { String::new() } else { format!("-{number}") };
    speaks_http(port).then(|| format!("{scheme}://{}-{prefix}{infix}.{domain}", service.name))
}

/// Whether a port can be public under zerops.app.
pub(crate) fn speaks_http(port: &Port) -> bool {
    matches!(port.scheme.as_str(), "http" | "https")
}
