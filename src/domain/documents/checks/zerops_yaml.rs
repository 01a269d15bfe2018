//! zerops.yaml as a whole.

use std::collections::HashSet;

use super::super::codes;
use super::super::path::Path;
use super::super::report::Finding;
use super::super::words::{list, quoted};
use super::super::zerops_yaml::{Setup, ZeropsYaml, lineage};
use super::check::{Check, Lineage};
use super::{build, probes, run, setups};
use crate::domain::nearest::nearest;

/// Checks a document.
pub(crate) fn check(check: &Check<'_>, document: &ZeropsYaml) {
    let index = document.index();
    setups::check(check.sink, document, &index);
    let parents: HashSet<&str> = document.setups().iter().flat_map(|setup| setup.parents()).collect();
    for setup in document.setups() {
        let all = lineage(&index, setup);
        let is_parent = setup.name().is_some_and(|name| parents.contains(name));
        let lineage = Lineage { own: setup, all, is_parent };
        build::check(check, &lineage);
        run::check(check, &lineage);
        if let Some(readiness) = setup.deploy.as_ref().and_then(|deploy| deploy.readiness_check.as_ref()) {
            probes::readiness(check.sink, readiness);
        }
    }
}

/// Checks what is going to be deployed.
pub(crate) fn check_deploy(check: &Check<'_>, document: &ZeropsYaml) {
    let index = document.index();
    let deployed: Vec<&Setup> = match &check.context.setup {
        None => document.setups().iter().map(|setup| &setup.value).collect(),
        Some(name) => match index.get(name.as_str()) {
            Some(setup) => vec![setup],
            None => {
                let message = format!("there is no setup {}", quoted(name));
                let fix = match nearest(name, document.names()) {
                    Some(similar) => format!("did you mean `{similar}`?"),
                    None => format!("setups here: {}", list(document.names())),
                };
                let (path, span) = document
                    .zerops
                    .as_ref()
                    .map_or((Path::root(), 0..0), |setups| (setups.path.clone(), setups.key.clone()));
                check.sink.push(Finding::error(codes::UNKNOWN_SETUP, &path, &span, message).fix(fix));
                return;
            }
        },
    };
    if check.context.self_deploy {
        for setup in deployed {
            build::check_self_deploy(check.sink, &lineage(&index, setup));
        }
    }
}
