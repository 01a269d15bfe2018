//! What the search endpoints find: the things that a token reaches, with the fields that clients
//! filter and sort by known beforehand.

use serde_json::Value;

use super::{app_version, process, project, service};
use crate::sandbox::model::app_version::AppVersion;
use crate::sandbox::model::data::Data;
use crate::sandbox::model::process::Process;
use crate::sandbox::model::project::Project;
use crate::sandbox::model::service::Service;
use crate::sandbox::search::{Field, Index};
use crate::sandbox::tokens::TokenKind;

/// The view of a token on the indexed state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    pub(crate) data: &'a Data,
    pub(crate) token: TokenKind,
    /// Whether secrets are withheld.
    pub(crate) redact: bool,
}

/// Projects.
#[derive(Debug)]
pub(crate) struct Projects<'a>(pub(crate) View<'a>);

/// Services.
#[derive(Debug)]
pub(crate) struct Services<'a>(pub(crate) View<'a>);

/// Processes.
#[derive(Debug)]
pub(crate) struct Processes<'a>(pub(crate) View<'a>);

/// App versions.
#[derive(Debug)]
pub(crate) struct AppVersions<'a>(pub(crate) View<'a>);

/// Items that are rendered already.
#[derive(Debug)]
pub(crate) struct Rendered<'a>(pub(crate) &'a [Value]);

impl<'a> Index<'a> for Projects<'a> {
    type Item = Project;

    fn items(&self) -> Vec<&'a Project> {
        let View { data, token, .. } = self.0;
        data.projects.iter().filter(|found| data.reaches(token, &found.id)).collect()
    }

    fn field(&self, item: &'a Project, path: &str) -> Field<'a> {
        match path {
            "id" => Field::Text(item.id.as_str()),
            "clientId" => Field::Text(self.0.data.client.as_str()),
            "name" => Field::Text(&item.name),
            _ => Field::Unknown,
        }
    }

    fn render(&self, item: &'a Project) -> Value {
        project::search_item(self.0.data, item, self.0.redact)
    }
}

impl<'a> Index<'a> for Services<'a> {
    type Item = Service;

    fn items(&self) -> Vec<&'a Service> {
        let View { data, token, .. } = self.0;
        data.services.iter().filter(|found| data.reaches(token, &found.project)).collect()
    }

    fn field(&self, item: &'a Service, path: &str) -> Field<'a> {
        match path {
            "id" => Field::Text(item.id.as_str()),
            "clientId" => Field::Text(self.0.data.client.as_str()),
            "projectId" => Field::Text(item.project.as_str()),
            "name" => Field::Text(&item.hostname),
            "status" => Field::Text(item.status.wire()),
            "created" => Field::Time(item.created),
            "lastUpdate" => Field::Time(item.last_update),
            "serviceStackTypeInfo.serviceStackTypeCategory" => Field::Text(item.kind.family.category.as_str()),
            _ => Field::Unknown,
        }
    }

    fn render(&self, item: &'a Service) -> Value {
        service::search_item(self.0.data, item, self.0.redact)
    }
}

impl<'a> Index<'a> for Processes<'a> {
    type Item = Process;

    fn items(&self) -> Vec<&'a Process> {
        let View { data, token, .. } = self.0;
        data.processes.iter().filter(|found| data.reaches(token, &found.project)).collect()
    }

    fn field(&self, item: &'a Process, path: &str) -> Field<'a> {
        let service = item.service.as_ref();
        match path {
            "id" => Field::Text(item.id.as_str()),
            "clientId" => Field::Text(self.0.data.client.as_str()),
            "projectId" => Field::Text(item.project.as_str()),
            "serviceStackId" => service.map_or(Field::Absent, |service| Field::Text(service.id.as_str())),
            "status" => Field::Text(item.status.wire()),
            "actionName" => Field::Text(item.action.info().name),
            "sequence" => Field::Number(item.sequence),
            "created" => Field::Time(item.created),
            "lastUpdate" => Field::Time(item.last_update),
            "name" => Field::Absent,
            _ => Field::Unknown,
        }
    }

    fn render(&self, item: &'a Process) -> Value {
        process::full(self.0.data, item)
    }
}

impl<'a> Index<'a> for AppVersions<'a> {
    type Item = AppVersion;

    fn items(&self) -> Vec<&'a AppVersion> {
        let View { data, token, .. } = self.0;
        data.app_versions.iter().filter(|found| data.reaches(token, &found.project)).collect()
    }

    fn field(&self, item: &'a AppVersion, path: &str) -> Field<'a> {
        match path {
            "id" => Field::Text(item.id.as_str()),
            "clientId" => Field::Text(self.0.data.client.as_str()),
            "projectId" => Field::Text(item.project.as_str()),
            "serviceStackId" => Field::Text(item.service.as_str()),
            "status" => Field::Text(item.status.wire()),
            "source" => Field::Text(item.source),
            "sequence" => Field::Number(item.sequence),
            "created" => Field::Time(item.created),
            "lastUpdate" => Field::Time(item.last_update),
            "build.serviceStackId" => {
                item.build.as_ref().map_or(Field::Absent, |build| Field::Text(build.service.as_str()))
            }
            "name" => Field::Absent,
            _ => Field::Unknown,
        }
    }

    fn render(&self, item: &'a AppVersion) -> Value {
        app_version::search_item(self.0.data, item)
    }
}

impl<'a> Index<'a> for Rendered<'a> {
    type Item = Value;

    fn items(&self) -> Vec<&'a Value> {
        self.0.iter().collect()
    }

    fn field(&self, _item: &'a Value, _path: &str) -> Field<'a> {
        Field::Unknown
    }

    fn render(&self, item: &'a Value) -> Value {
        item.clone()
    }
}
