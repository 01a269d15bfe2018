//! Texts inside answers. What reads an answer makes an excerpt of each before anyone sees it: the
//! names, words and ids that the platform passes on are not its own, so every type that an operation
//! answers says here which of its parts are texts.

use serde_json::Value;

use super::{
    AppVersion, AppVersionSummary, Autoscaling, AutoscalingAnswer, Build, ConnectedService, CreatedVersion, EnvEntry,
    ErrorBody, ImportAnswer, ImportedService, Items, List, LogAccess, LogItems, Page, Port, Preparation, Process,
    Project, Service, ServiceReference, ServiceType, TokenRecord, TypeInfo, TypeVersion, UserInfo, Validated,
    VersionReference, VerticalAutoscaling,
};
use crate::domain::ids::{AppVersionId, ClientId, ProcessId, ProjectId, ServiceId};

/// What an operation answers.
pub trait FreeText {
    /// Replaces every text in it; secrets and what is never shown stay as they are.
    fn clean(&mut self, excerpt: &dyn Fn(&str) -> String);
}

/// Values that are never shown.
macro_rules! without_free_text {
    ($($answer:ty),+) => {$(
        impl FreeText for $answer {
            fn clean(&mut self, _: &dyn Fn(&str) -> String) {}
        }
    )+};
}

// A schema is applied and never shown; access to a log is a secret as a whole; what an application
// logs is its own affair, and whoever shows it filters it line by line.
without_free_text!(Value, LogAccess, LogItems);
// Whether a document is taken is no text, and of a user only a membership is looked at.
without_free_text!(Validated, UserInfo, TokenRecord);

/// An id goes into paths and results alike.
macro_rules! ids {
    ($($id:ident),+) => {$(
        impl FreeText for $id {
            fn clean(&mut self, excerpt: &dyn Fn(&str) -> String) {
                *self = Self::new(excerpt(self.as_str()));
            }
        }
    )+};
}

ids!(AppVersionId, ClientId, ProcessId, ProjectId, ServiceId);

/// What is made of the parts that are named; the others are numbers, times and secrets.
macro_rules! parts {
    ($($answer:ty { $($part:ident),+ })+) => {$(
        impl FreeText for $answer {
            fn clean(&mut self, excerpt: &dyn Fn(&str) -> String) {
                $(self.$part.clean(excerpt);)+
            }
        }
    )+};
}

parts! {
    AppVersion { id, project_id, service_stack_id, status, source, build }
    AppVersionSummary { id, status, source, name, build }
    Autoscaling { vertical_autoscaling }
    AutoscalingAnswer { process }
    Build { service_stack_id }
    ConnectedService { service_stack, status }
    CreatedVersion { id, service_stack_id }
    EnvEntry { id, key, kind }
    ImportAnswer { service_stacks }
    ImportedService { name, processes, error }
    Port { protocol, scheme }
    Preparation { service_stack_id }
    Project { id, client_id, name, status, mode, zerops_subdomain_host, env_list }
    Service {
        id, project_id, name, status, service_stack_type_info, service_stack_type_id, mode, ports,
        current_autoscaling, custom_autoscaling, connected_stacks, active_app_version
    }
    ServiceReference { id, name }
    ServiceType { category, service_stack_type_version_list }
    TypeInfo { service_stack_type_name, service_stack_type_category, service_stack_type_version_name }
    TypeVersion { name, status }
    VersionReference { id, prepare_custom_runtime }
    VerticalAutoscaling { cpu_mode }
}

impl FreeText for Process {
    fn clean(&mut self, excerpt: &dyn Fn(&str) -> String) {
        self.id.clean(excerpt);
        self.project_id.clean(excerpt);
        self.status.clean(excerpt);
        self.action_name.clean(excerpt);
        self.service_stacks.clean(excerpt);
        self.app_version.clean(excerpt);
        self.public_meta.iter_mut().for_each(|meta| texts(meta, excerpt));
    }
}

impl FreeText for ErrorBody {
    fn clean(&mut self, excerpt: &dyn Fn(&str) -> String) {
        self.code.clean(excerpt);
        self.message.clean(excerpt);
        texts(&mut self.meta, excerpt);
    }
}

impl FreeText for String {
    fn clean(&mut self, excerpt: &dyn Fn(&str) -> String) {
        *self = excerpt(self);
    }
}

impl<T: FreeText> FreeText for Option<T> {
    fn clean(&mut self, excerpt: &dyn Fn(&str) -> String) {
        if let Some(part) = self {
            part.clean(excerpt);
        }
    }
}

impl<T: FreeText> FreeText for Vec<T> {
    fn clean(&mut self, excerpt: &dyn Fn(&str) -> String) {
        for part in self {
            part.clean(excerpt);
        }
    }
}

impl<T: FreeText> FreeText for Page<T> {
    fn clean(&mut self, excerpt: &dyn Fn(&str) -> String) {
        self.items.clean(excerpt);
    }
}

impl<T: FreeText> FreeText for List<T> {
    fn clean(&mut self, excerpt: &dyn Fn(&str) -> String) {
        self.entries.clean(excerpt);
    }
}

impl<T: FreeText> FreeText for Items<T> {
    fn clean(&mut self, excerpt: &dyn Fn(&str) -> String) {
        self.items.clean(excerpt);
    }
}

fn texts(value: &mut Value, excerpt: &dyn Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = excerpt(text),
        Value::Array(items) => items.iter_mut().for_each(|item| texts(item, excerpt)),
        Value::Object(map) => map.values_mut().for_each(|item| texts(item, excerpt)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use serde_json::json;

    use super::*;

    /// Reads an answer, cleans it and writes it again.
    fn cleaned<T: DeserializeOwned + Serialize + FreeText>(mut json: Value) -> String {
        fill(&mut json);
        let mut value: T = serde_json::from_value(json).expect("an answer");
        value.clean(&|text| text.replace("odd", "fine"));
        serde_json::to_string(&value).expect("JSON")
    }

    /// Gives every text in it an odd value.
    fn fill(value: &mut Value) {
        texts(value, &|text| if text.is_empty() { "odd".to_owned() } else { text.to_owned() });
    }

    #[test]
    fn no_name_status_type_or_key_is_passed_on_as_it_came() {
        let service = json!({ "id": "", "projectId": "", "name": "", "status": "", "mode": "",
            "serviceStackTypeInfo": { "serviceStackTypeName": "", "serviceStackTypeCategory": "",
                "serviceStackTypeVersionName": "" },
            "serviceStackTypeId": "", "ports": [{ "port": 1, "protocol": "", "scheme": "" }],
            "currentAutoscaling": { "verticalAutoscaling": { "cpuMode": "" } },
            "connectedStacks": [{ "serviceStack": { "id": "", "name": "" }, "status": "" }],
            "activeAppVersion": { "id": "", "status": "", "source": "", "name": "",
                "build": { "serviceStackId": "" } } });
        let process = json!({ "id": "", "projectId": "", "status": "", "actionName": "",
            "serviceStacks": [{ "id": "", "name": "" }], "publicMeta": { "failReason": "" },
            "appVersion": { "id": "", "prepareCustomRuntime": { "serviceStackId": "" } } });
        let project = json!({ "id": "", "clientId": "", "name": "", "status": "", "mode": "",
            "zeropsSubdomainHost": "", "envList": [{ "id": "", "key": "", "type": "" }] });
        let version = json!({ "id": "", "projectId": "", "serviceStackId": "", "status": "", "source": "" });
        let import = json!({ "serviceStacks": [{ "name": "", "processes": [process], "error": { "code": "" } }] });
        let catalog = json!({ "items": [{ "category": "", "serviceStackTypeVersionList": [{ "name": "" }] }] });
        for text in [
            cleaned::<Page<Service>>(json!({ "items": [service] })),
            cleaned::<Process>(process),
            cleaned::<Project>(project),
            cleaned::<AppVersion>(version),
            cleaned::<ImportAnswer>(import),
            cleaned::<Page<ServiceType>>(catalog),
        ] {
            assert!(text.contains("fine") && !text.contains("odd"), "{text}");
        }
    }

    #[test]
    fn a_secret_stays_as_it_is() {
        let entry = cleaned::<EnvEntry>(json!({ "key": "", "content": "" }));
        assert!(entry.contains(r#""key":"fine","content":"odd""#), "{entry}");
        let created = cleaned::<CreatedVersion>(json!({ "id": "", "uploadUrl": "" }));
        assert!(created.contains(r#""uploadUrl":"odd""#), "{created}");
    }
}
