//! How code is built and what of it is deployed.

use super::super::codes;
use super::super::preprocessor::is_dynamic;
use super::super::read::record::Record as _;
use super::super::read::sink::Sink;
use super::super::report::Finding;
use super::super::spanned::Spanned;
use super::super::types::Phase;
use super::super::values::OneOrMany;
use super::super::zerops_yaml::{Build, Setup};
use super::check::{Check, Lineage};
use super::system::{self, Phrase};
use super::variables::{self, Kind, Place};
use crate::domain::service_type::System;

pub(crate) fn check(check: &Check<'_>, lineage: &Lineage<'_>) {
    let Some(build) = &lineage.own.build else { return };
    let all = || lineage.all.iter().filter_map(|setup| setup.build.as_ref());
    let own_bases = build.base.as_ref().map_or(&[][..], |bases| bases);
    let bases = all().find_map(|build| build.base.as_ref()).map_or(&[][..], |bases| bases);
    let os = all().find_map(|build| build.os.as_ref());
    for name in own_bases {
        base(check, Phase::Build, name, os.map(|os| os.value.system()));
    }
    system::check(check, &Phrase { phase: Phase::Build, own_os: build.os.as_ref(), os, own_bases, bases });
    if let Some(old) = &build.deploy {
        let message = "`deploy` is the old name of `deployFiles`";
        let finding = Finding::warning(codes::DEPRECATED_FIELD, &old.path, &old.key, message);
        check.sink.push(finding.fix("rename it to `deployFiles`"));
    }
    for paths in [&build.deploy_files, &build.deploy, &build.add_to_run_prepare].into_iter().flatten() {
        for path in paths.iter().filter(|path| is_several(path)) {
            let message = "this is one path, with a comma in it";
            let finding = Finding::warning(codes::INVALID_VALUE, &path.path, &path.span, message);
            check.sink.push(finding.fix("write a list, each path behind a `- ` on a line of its own"));
        }
    }
    let unread = build.is_unread("deployFiles") || build.is_unread("deploy");
    if deploy_files(&lineage.all).is_none() && !lineage.is_parent && !unread {
        let message = "`build` does not say what is deployed";
        let path = build.path.key("deployFiles");
        let finding = Finding::error(codes::MISSING_FIELD, &path, &build.key, message);
        check.sink.push(finding.fix("add `deployFiles`: `./` for everything, `dist/~` for the contents of dist"));
    }
    if let Some(given) = &build.env_variables {
        let own = given.iter().map(|variable| variable.name.as_str()).collect();
        variables::check(&Place { own, ..check.place(Kind::Build) }, given);
    }
}

/// Whether a path is meant to be several. In braces a comma may choose.
fn is_several(path: &str) -> bool {
    path.contains(", ") || (path.contains(',') && !path.contains('{') && !is_dynamic(path))
}

/// Reports a base that the phase cannot have, or that names no system where `os` does not either.
pub(crate) fn base(check: &Check<'_>, phase: Phase, name: &Spanned<String>, os: Option<System>) {
    if is_dynamic(name) {
        return;
    }
    let remark = check.context.known.types.judge_base_beside(phase, name, os);
    if let Some(remark) = remark.filter(|remark| remark.code != codes::BARE_TYPE || os.is_none()) {
        let finding = Finding::new(remark.severity, remark.code, &name.path, &name.span, remark.message);
        check.sink.push(finding.maybe_fix(remark.fix));
    }
}

/// A service that is deployed onto itself keeps nothing but what it deploys.
pub(crate) fn check_self_deploy(sink: &Sink, lineage: &[&Setup]) {
    let Some(files) = deploy_files(lineage) else { return };
    let everything = |path: &str| matches!(path.trim_start_matches("./"), "" | "." | "/" | "~");
    if files.iter().any(|path| everything(path.trim())) {
        return;
    }
    let message = "this deploys the service onto itself and would erase what `deployFiles` leaves out";
    let finding = Finding::error(codes::NARROW_SELF_DEPLOY, &files.path, &files.span, message);
    sink.push(finding.fix("write `deployFiles: [.]`, or deploy to another service"));
}

fn deploy_files<'a>(lineage: &[&'a Setup]) -> Option<&'a Spanned<OneOrMany<String>>> {
    let of = |build: &'a Spanned<Build>| build.deploy_files.as_ref().or(build.deploy.as_ref());
    lineage.iter().find_map(|setup| setup.build.as_ref().and_then(of))
}
