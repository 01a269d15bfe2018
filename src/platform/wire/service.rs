//! A service.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::app_version::Build;
use super::autoscaling::Autoscaling;
use super::blank::{Blank, blank, blank_if_null};
use super::lenient::{moment, readable, readable_items, write_moment};
use crate::domain::ids::{AppVersionId, ProjectId, ServiceId};
use crate::domain::status::{Category, ServiceStatus, VersionStatus};

/// A service, as a read or as an entry of a search.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Service {
    /// Its id.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub id: ServiceId,
    /// The project it belongs to.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub project_id: ProjectId,
    /// Its hostname.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub name: String,
    /// `ACTIVE`, `READY_TO_DEPLOY`, `STOPPED`, …
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub status: String,
    /// Its type; see [`Service::type_name`] and [`Service::category`].
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub service_stack_type_info: TypeInfo,
    /// The id of its type.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub service_stack_type_id: String,
    /// `HA` or `NON_HA`.
    #[serde(default, deserialize_with = "readable")]
    pub mode: Option<String>,
    /// Whether the platform runs it for itself.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub is_system: bool,
    /// Ports that its containers listen on; none before the first deploy of a runtime.
    #[serde(default = "blank", deserialize_with = "readable_items")]
    pub ports: Vec<Port>,
    /// Whether its HTTP ports are public under zerops.app.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub subdomain_access: bool,
    /// Whether it supports reload.
    #[serde(default, deserialize_with = "readable")]
    pub reload_available: Option<bool>,
    /// Limits in force; a search does not answer them.
    #[serde(default, deserialize_with = "readable")]
    pub current_autoscaling: Option<Autoscaling>,
    /// Limits that its owner has set.
    #[serde(default, deserialize_with = "readable")]
    pub custom_autoscaling: Option<Autoscaling>,
    /// The profile that it is sized by.
    #[serde(default, deserialize_with = "readable")]
    pub autoscaling_profile_id: Option<String>,
    /// What its owner has changed of the profile.
    #[serde(default, deserialize_with = "readable")]
    pub autoscaling_profile_overrides: Option<Value>,
    /// The shared storages it mounts, or the runtimes that mount it.
    #[serde(default = "blank", deserialize_with = "readable_items")]
    pub connected_stacks: Vec<ConnectedService>,
    /// The version of the application that runs.
    #[serde(default, deserialize_with = "readable")]
    pub active_app_version: Option<AppVersionSummary>,
    /// When it was made.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub created: Option<Timestamp>,
    /// When it changed last.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub last_update: Option<Timestamp>,
}

impl Service {
    /// Its type and version in the form of an import document, such as `nodejs@22`.
    #[must_use]
    pub fn type_name(&self) -> &str {
        &self.service_stack_type_info.service_stack_type_version_name
    }

    /// `USER`, `STANDARD`, `SHARED_STORAGE`, `OBJECT_STORAGE`, or one of the platform's own.
    #[must_use]
    pub fn category(&self) -> &str {
        &self.service_stack_type_info.service_stack_type_category
    }

    /// What it is to the platform.
    #[must_use]
    pub fn kind(&self) -> Category {
        Category::of(self.category())
    }

    /// How it stands.
    #[must_use]
    pub fn state(&self) -> ServiceStatus {
        ServiceStatus::of(&self.status)
    }

    /// Whether the service is none of the user's: builders, balancers and other machinery.
    #[must_use]
    pub fn is_machinery(&self) -> bool {
        self.is_system || self.kind().is_machinery()
    }
}

/// The type of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TypeInfo {
    /// The type for people, such as `Node.js`.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub service_stack_type_name: String,
    /// The category.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub service_stack_type_category: String,
    /// Type and version, such as `nodejs@22`.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub service_stack_type_version_name: String,
}

impl Blank for TypeInfo {
    fn blank_value() -> Self {
        Self::default()
    }
}

/// A port of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Port {
    /// The number.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub port: u16,
    /// `tcp` or `udp`.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub protocol: String,
    /// What is spoken on it: `http`, `https`, `tcp`, `postgresql`, …
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub scheme: String,
    /// Whether a public port is routed to it.
    #[serde(default)]
    pub port_routing: Option<bool>,
    /// Whether a domain is routed to it; stays false for a zerops.app address.
    #[serde(default)]
    pub http_routing: Option<bool>,
}

/// A service that another one is connected to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectedService {
    /// The service.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub service_stack: ServiceReference,
    /// The state of the connection.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub status: String,
}

/// A service as other things name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceReference {
    /// Its id.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub id: ServiceId,
    /// Its hostname.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub name: String,
}

impl Blank for ServiceReference {
    fn blank_value() -> Self {
        Self::default()
    }
}

impl Default for ServiceReference {
    fn default() -> Self {
        Self { id: ServiceId::new(""), name: String::new() }
    }
}

/// A version of an application, in short.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppVersionSummary {
    /// Its id.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub id: AppVersionId,
    /// `ACTIVE`, `BACKUP`, …
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub status: String,
    /// `CLI`, `GUI`, `GITHUB`, `GITLAB`, `GIT` or `NONE`.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub source: String,
    /// The name that its push gave it.
    #[serde(default)]
    pub name: Option<String>,
    /// When it was made.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub created: Option<Timestamp>,
    /// When it became the one that runs; only in the answer of a read.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub activation_date: Option<Timestamp>,
    /// How it was built; absent where it was not.
    #[serde(default)]
    pub build: Option<Build>,
}

impl AppVersionSummary {
    /// How it stands.
    #[must_use]
    pub fn state(&self) -> VersionStatus {
        VersionStatus::of(&self.status)
    }

    /// Whether it is what a service has that was started without code: no source and no build.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.source == "NONE" && self.build.is_none()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::Service;

    #[test]
    fn missing_and_null_are_the_same_and_unknown_keys_are_ignored() {
        let empty: Service = serde_json::from_value(json!({})).expect("empty");
        let Value::Object(keys) = serde_json::to_value(&empty).expect("writes") else { panic!("an object") };
        let mut nulls: Map<String, Value> = keys.into_iter().map(|(key, _)| (key, Value::Null)).collect();
        nulls.insert("unheardOf".into(), json!([1]));
        let null: Service = serde_json::from_value(Value::Object(nulls)).expect("nulls");
        assert_eq!(format!("{empty:?}"), format!("{null:?}"));
    }

    #[test]
    fn wrong_types_are_errors() {
        for wrong in [json!({"name": 1}), json!({"subdomainAccess": "yes"}), json!({"serviceStackTypeInfo": "x"})] {
            assert!(serde_json::from_value::<Service>(wrong.clone()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_can_be_done_without_is_absent_where_it_is_odd() {
        let service: Service = serde_json::from_value(json!({
            "name": "cache",
            "created": "yesterday",
            "lastUpdate": "",
            "mode": 7,
            "ports": [{"port": 70_000}, {"port": 6379, "protocol": "tcp"}, "x"],
            "connectedStacks": {},
            "currentAutoscaling": {"horizontalAutoscaling": {"minContainerCount": 1.5}},
        }))
        .expect("the rest of it");
        assert_eq!((service.name.as_str(), service.ports.len(), service.ports[0].port), ("cache", 1, 6379));
        assert!(service.created.is_none() && service.last_update.is_none() && service.mode.is_none());
        assert!(service.connected_stacks.is_empty() && service.current_autoscaling.is_none());
    }

    #[test]
    fn machinery_is_told_from_services() {
        let service = |system: bool, category: &str| -> Service {
            let json = json!({"isSystem": system, "serviceStackTypeInfo": {"serviceStackTypeCategory": category}});
            serde_json::from_value(json).expect("parses")
        };
        assert!(service(true, "USER").is_machinery());
        assert!(service(false, "BUILD").is_machinery());
        assert!(!service(false, "USER").is_machinery());
        assert!(!service(false, "SHARED_STORAGE").is_machinery());
    }
}
