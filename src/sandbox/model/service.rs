//! A service.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::env::EnvVariable;
use crate::domain::ids::{AppVersionId, ProjectId, ServiceId};
use crate::domain::scaling::Scaling;
use crate::domain::status::Category;
use crate::sandbox::catalog::{Mode, TypeInfo};
use crate::sandbox::lifecycle::service::ServiceStatus;
use crate::sandbox::scaling::limits::{defaults, overlaid};

/// A service as it is now.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    pub(crate) id: ServiceId,
    pub(crate) project: ProjectId,
    pub(crate) hostname: String,
    pub(crate) kind: TypeInfo,
    pub(crate) mode: Mode,
    pub(crate) status: ServiceStatus,
    pub(crate) created: Timestamp,
    pub(crate) last_update: Timestamp,
    /// What the user set beside the defaults of the type.
    pub(crate) custom_scaling: Scaling,
    /// The profile that it is sized by.
    pub(crate) profile: Option<String>,
    /// When the CPU mode last changed.
    pub(crate) cpu_mode_changed: Option<Timestamp>,
    pub(crate) ports: Vec<Port>,
    pub(crate) subdomain_access: bool,
    /// Whether containers start with the service although there is no code.
    pub(crate) start_without_code: bool,
    pub(crate) env: Vec<EnvVariable>,
    /// What the active version brought by its configuration.
    pub(crate) runtime_env: Vec<EnvVariable>,
    /// What its containers booted with; none before the first boot.
    pub(crate) booted: Option<Arc<BTreeMap<String, String>>>,
    pub(crate) active_version: Option<AppVersionId>,
    /// The shared storages mounted into it.
    pub(crate) storages: Vec<ServiceId>,
}

impl Service {
    /// The limits in force: the defaults of the type under what the user set.
    pub(crate) fn scaling(&self) -> Scaling {
        overlaid(&defaults(&self.kind, self.mode), &self.custom_scaling)
    }

    /// Whether the platform made it for itself.
    ///
    /// Derived: clients hide these categories.
    pub(crate) fn is_system(&self) -> bool {
        matches!(&self.kind.family.category, Category::Core | Category::Build | Category::PrepareRuntime)
    }

    /// The first port that can be public under zerops.app.
    pub(crate) fn http_port(&self) -> Option<&Port> {
        self.ports.iter().find(|port| port.http)
    }
}

/// A port a service listens on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Port {
    pub(crate) number: u16,
    pub(crate) protocol: &'static str,
    pub(crate) scheme: &'static str,
    pub(crate) description: String,
    /// Whether it can be public under zerops.app. It is no field on the wire.
    pub(crate) http: bool,
}

impl Port {
    /// The ports that services of a type have by themselves.
    pub(crate) fn of(kind: &TypeInfo) -> Vec<Self> {
        let ports = kind.family.traits.ports.iter();
        ports.map(|port| Self { scheme: port.scheme, http: port.public, ..Self::http(port.number) }).collect()
    }

    /// A TCP port that speaks HTTP.
    pub(crate) fn http(number: u16) -> Self {
        Self { number, protocol: "tcp", scheme: "http", description: String::new(), http: true }
    }
}
