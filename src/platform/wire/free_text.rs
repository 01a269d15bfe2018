//! Words for people inside answers. What reads an answer makes an excerpt of each before anyone
//! sees it, so every type that an operation answers says here which of its texts are such words.

use serde_json::Value;

use super::{
    AppVersion, AutoscalingAnswer, CreatedVersion, EnvEntry, ErrorBody, ImportAnswer, Items, LogAccess, LogItems, Page,
    Process, Project, Service, ServiceType, UserInfo, Validated,
};

/// What an operation answers.
pub trait FreeText {
    /// Replaces every text that the platform has written freely: reasons, messages, codes.
    fn clean(&mut self, excerpt: &dyn Fn(&str) -> String);
}

/// Names, ids and closed sets only, or values that are never shown.
macro_rules! without_free_text {
    ($($answer:ty),+) => {$(
        impl FreeText for $answer {
            fn clean(&mut self, _: &dyn Fn(&str) -> String) {}
        }
    )+};
}

without_free_text!(EnvEntry, Project, Service, ServiceType, UserInfo);
// A schema is applied and never shown; access to a log is a secret as a whole; what an application
// logs is its own affair, and whoever shows it filters it line by line.
without_free_text!(Value, LogAccess, LogItems);
// The address of an upload is a secret, and whether a document is taken is no text.
without_free_text!(CreatedVersion, Validated);

impl FreeText for Process {
    fn clean(&mut self, excerpt: &dyn Fn(&str) -> String) {
        self.status = excerpt(&self.status);
        self.action_name = excerpt(&self.action_name);
        self.public_meta.iter_mut().for_each(|meta| texts(meta, excerpt));
    }
}

impl FreeText for AppVersion {
    fn clean(&mut self, excerpt: &dyn Fn(&str) -> String) {
        self.status = excerpt(&self.status);
        self.source = excerpt(&self.source);
    }
}

impl FreeText for AutoscalingAnswer {
    fn clean(&mut self, excerpt: &dyn Fn(&str) -> String) {
        self.process.iter_mut().for_each(|process| process.clean(excerpt));
    }
}

impl FreeText for ErrorBody {
    fn clean(&mut self, excerpt: &dyn Fn(&str) -> String) {
        self.code = excerpt(&self.code);
        self.message = excerpt(&self.message);
        texts(&mut self.meta, excerpt);
    }
}

impl FreeText for ImportAnswer {
    fn clean(&mut self, excerpt: &dyn Fn(&str) -> String) {
        for service in &mut self.service_stacks {
            service.processes.iter_mut().for_each(|process| process.clean(excerpt));
            service.error.iter_mut().for_each(|error| error.clean(excerpt));
        }
    }
}

impl<T: FreeText> FreeText for Page<T> {
    fn clean(&mut self, excerpt: &dyn Fn(&str) -> String) {
        self.items.iter_mut().for_each(|item| item.clean(excerpt));
    }
}

impl<T: FreeText> FreeText for Items<T> {
    fn clean(&mut self, excerpt: &dyn Fn(&str) -> String) {
        self.items.iter_mut().for_each(|item| item.clean(excerpt));
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
