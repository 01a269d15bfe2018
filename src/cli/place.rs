//! Where this runs: in a container of the project, or on somebody's machine.

use crate::domain::ids::{ProjectId, ServiceId};

/// Where this runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a container that the platform runs.
    Container {
        /// The service whose container this is, as a variable names it that others can set.
        hostname: String,
        /// Its id.
        service: ServiceId,
        /// The project of that service.
        project: ProjectId,
    },
    /// In a container of which nothing but the id of its service is known. That protects the service.
    Service(ServiceId),
    /// Anywhere else.
    Local,
}

impl Place {
    /// The place of this process.
    pub(super) fn current() -> Self {
        Self::of(|name| std::env::var(name).ok())
    }

    /// Many systems set `hostname`; the platform's containers have the two ids besides. Nobody but the
    /// platform can set a variable that begins with `ZEROPS_`.
    fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let service = set("ZEROPS_StackId").or_else(|| set("serviceId")).map(|id| ServiceId::new(id.trim()));
        match (service, set("projectId"), set("hostname")) {
            (Some(service), Some(project), Some(hostname)) => {
                Self::Container { hostname, service, project: ProjectId::new(project.trim()) }
            }
            (Some(service), _, _) => Self::Service(service),
            _ => Self::Local,
        }
    }

    /// The hostname of the service whose container this is; none anywhere else.
    pub(super) fn hostname(&self) -> Option<&str> {
        match self {
            Self::Container { hostname, .. } => Some(hostname),
            Self::Service(_) | Self::Local => None,
        }
    }

    /// The id of that service.
    pub(super) fn service(&self) -> Option<&ServiceId> {
        match self {
            Self::Container { service, .. } | Self::Service(service) => Some(service),
            Self::Local => None,
        }
    }

    /// The project of that service.
    pub(super) fn project(&self) -> Option<&ProjectId> {
        match self {
            Self::Container { project, .. } => Some(project),
            Self::Service(_) | Self::Local => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostname_alone_is_not_a_container() {
        let of = |names: &[&str]| Place::of(|name| names.contains(&name).then(|| name.to_uppercase()));
        assert_eq!(of(&["hostname"]), Place::Local);
        for names in [&["ZEROPS_StackId"][..], &["serviceId"], &["hostname", "serviceId"], &["projectId", "serviceId"]]
        {
            let place = of(names);
            assert!(place.service().is_some(), "the id alone protects: {names:?}");
            assert_eq!((place.hostname(), place.project()), (None, None), "{names:?}");
        }
        let container = of(&["hostname", "serviceId", "projectId"]);
        assert_eq!(container.hostname(), Some("HOSTNAME"));
        assert_eq!(container.project(), Some(&ProjectId::new("PROJECTID")));
        assert_eq!(container.service(), Some(&ServiceId::new("SERVICEID")));
        let platform = of(&["hostname", "serviceId", "projectId", "ZEROPS_StackId"]);
        assert_eq!(platform.service(), Some(&ServiceId::new("ZEROPS_STACKID")), "nobody else can set that one");
    }
}
