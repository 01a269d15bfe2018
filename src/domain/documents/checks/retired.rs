//! Fields that the platform has put others in the place of: those that still work are named with
//! what to write now, those that it refuses are errors.

use std::ops::Range;

use super::super::advice;
use super::super::codes;
use super::super::import_yaml::{Project, Service};
use super::super::path::Path;
use super::super::read::record::{Given, Record};
use super::super::read::sink::Sink;
use super::super::report::Finding;

/// What replaced the variables of an import.
const TO_VAULT: &str = "move them into `vault`: `KEY: value`";
const TO_SENSITIVE_VAULT: &str = "move them into `vault`: `KEY: {value: …, sensitive: true}`";

/// Fields of a project.
pub(crate) fn project(sink: &Sink, project: &Project) {
    for given in project.given() {
        match given.key {
            "envVariables" => {
                deprecated(sink, &given, "`vault` has replaced `envVariables`, which still works", TO_VAULT);
            }
            "envSecrets" => {
                deprecated(sink, &given, "`vault` has replaced `envSecrets`, which still works", TO_SENSITIVE_VAULT);
            }
            _ => {}
        }
    }
}

/// Fields of a service.
pub(crate) fn service(sink: &Sink, service: &Service) {
    for given in service.given() {
        match given.key {
            "envSecrets" => {
                deprecated(sink, &given, "`vault` has replaced `envSecrets`, which still works", TO_SENSITIVE_VAULT);
            }
            "envVariables" => {
                let message = "`vault` has replaced `envVariables` here; when last measured the platform took them and \
                               set none";
                deprecated(sink, &given, message, TO_VAULT);
            }
            "nginxConfig" => {
                let message = "`nginxConfig` has left the schema of the platform";
                deprecated(sink, &given, message, advice::SITE_CONFIG);
            }
            "mount" => mount(sink, given.path, given.span),
            _ => {}
        }
    }
}

/// Shared storages were retired, and mounting them here with them.
fn mount(sink: &Sink, path: &Path, span: &Range<usize>) {
    let message = "the platform refuses `mount` (yamlMountDeprecated): storages are mounted in zerops.yaml now";
    sink.push(Finding::error(codes::RETIRED_FIELD, path, span, message).fix(advice::MOUNT));
}

fn deprecated(sink: &Sink, given: &Given<'_>, message: &str, fix: &str) {
    sink.push(Finding::warning(codes::DEPRECATED_FIELD, given.path, given.span, message).fix(fix));
}
