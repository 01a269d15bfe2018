//! What a service is checked as.

use crate::domain::catalog::WebServer;
use crate::domain::status::Category;
use crate::ops::support::service_facts;
use crate::platform::wire::Service;

/// A class of services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A runtime with an HTTP port, or one that has no ports because it was never deployed.
    Web,
    /// A web server of files.
    Static,
    /// A runtime without an HTTP port.
    Worker,
    /// A database, a cache, a queue or a search.
    Managed,
    /// Files or objects.
    Storage,
}

impl Kind {
    pub(super) fn of(service: &Service) -> Self {
        let category = service.kind();
        match category {
            Category::User if serves_files(service) => Self::Static,
            Category::User if http_ports(service).next().is_some() => Self::Web,
            Category::User if service.active_app_version.is_none() => Self::Web,
            Category::User => Self::Worker,
            _ if category.is_storage() => Self::Storage,
            _ => Self::Managed,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Static => "static",
            Self::Worker => "worker",
            Self::Managed => "managed",
            Self::Storage => "storage",
        }
    }
}

/// Whether it serves files and runs no program of the user's.
fn serves_files(service: &Service) -> bool {
    service_facts::family(service).is_some_and(|family| family.traits.web_server == Some(WebServer::Files))
}

/// The numbers of the ports that speak HTTP.
pub(super) fn http_ports(service: &Service) -> impl Iterator<Item = u16> + '_ {
    let http = service.ports.iter().filter(|port| matches!(port.scheme.as_str(), "http" | "https"));
    http.map(|port| port.port)
}
