//! What a service is checked as.

use crate::domain::service_type;
use crate::platform::wire::Service;

/// Types that serve files and run no program of the user's.
const STATIC: &[&str] = &["static", "nginx"];

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
        match service.category() {
            "USER" if STATIC.contains(&family(service)) => Self::Static,
            "USER" if http_ports(service).next().is_some() => Self::Web,
            "USER" if service.active_app_version.is_none() => Self::Web,
            "USER" => Self::Worker,
            "SHARED_STORAGE" | "LOCAL_STORAGE" | "OBJECT_STORAGE" => Self::Storage,
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

/// The family of its type.
pub(super) fn family(service: &Service) -> &str {
    service_type::family(service.type_name())
}

/// The numbers of the ports that speak HTTP.
pub(super) fn http_ports(service: &Service) -> impl Iterator<Item = u16> + '_ {
    let http = service.ports.iter().filter(|port| matches!(port.scheme.as_str(), "http" | "https"));
    http.map(|port| port.port)
}
