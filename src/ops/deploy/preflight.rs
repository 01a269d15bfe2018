//! What can be known before anything is made: the document, the target, the platform's own opinion.
//! All findings come back together.

use super::from;
use super::order::From;
use super::source::{self, Source};
use crate::deploy::files::{FilesError, shown};
use crate::domain::documents::types::Types;
use crate::domain::documents::zerops_yaml::ZeropsYaml;
use crate::domain::documents::{self, DocumentKind, Finding, Known, KnownService, Severity, bases, zerops_yaml};
use crate::domain::failure::{Fail, FieldReason};
use crate::domain::service_type::TypeName;
use crate::generated::errors::code;
use crate::generated::tools::zerops_deploy::{Args, Error};
use crate::generated::types::DeployMethod;
use crate::ops::context::Context;
use crate::ops::support::types_and_schemas::Live;
use crate::ops::support::{notebook, service_facts};
use crate::platform::deploys::{Recipe, Way};
use crate::platform::error::ErrorKind;
use crate::platform::session::Session;
use crate::platform::wire::Service;
use crate::suggest;
use crate::workflow::envelope::setup_of;

/// Warnings of a document that a result shows.
const MOST_WARNINGS: usize = 10;
/// Findings that an error shows.
const MOST_FINDINGS: usize = 40;

/// A deploy that may go on.
pub(super) struct Plan {
    pub(super) yaml: String,
    pub(super) setup: String,
    /// Whether the setup only keeps its container alive, for a development server.
    pub(super) idles: bool,
    pub(super) way: Way,
    pub(super) warnings: Vec<String>,
}

/// Checks all there is to check.
pub(super) async fn check(
    cx: &Context,
    session: &Session,
    target: &Service,
    args: &Args,
    from: &From,
    source: &Source,
) -> Result<Plan, Fail<Error>> {
    let (name, text) = (source.document.0, source.document.1.as_str());
    let mut findings = about(target);
    let document = zerops_yaml::parse(text).unwrap_or_default();
    let names: Vec<&str> = document.names().collect();
    let services = session.services().await?;
    let asked = args.setup.as_ref().map(|setup| setup.0.as_str());
    let last = if asked.is_none() { last(cx, session, target).await } else { None };
    let elsewhere: Vec<&str> = services
        .iter()
        .filter(|other| service_facts::is_runtime(other) && other.id != target.id)
        .map(|other| other.name.as_str())
        .collect();
    let chosen = choose(asked, &target.name, &names, last.as_deref(), &elsewhere);
    if chosen.is_none() && !names.is_empty() {
        let why = match names[..] {
            [only] => format!(
                "says no setup for `{}`: its only one, `{only}`, is named like another service; name it with `setup` where it is meant",
                target.name
            ),
            _ => format!("says no setup for `{}`; name one with `setup`: {}", target.name, listed(&names)),
        };
        findings.push(FieldReason::new(name, why));
    }
    let setup = chosen.unwrap_or(&target.name).to_owned();
    if matches!(from, From::Folder { method: DeployMethod::Zcli, .. })
        && setup != target.name
        && names.contains(&target.name.as_str())
    {
        let why = format!(
            "zcli would take the setup `{}`, which is named like the service, instead of `{setup}`",
            target.name
        );
        findings.push(FieldReason::new("setup", why));
    }

    let known = services.iter().map(|service| KnownService {
        hostname: service.name.clone(),
        type_name: Some(service.type_name().to_owned()),
    });
    let types = Live::known(cx).await.types;
    let moved = moved(target, &document, &setup, &types);
    let known = Known { types, services: Some(known.collect()), ..Known::default() };
    let context = documents::Context {
        known,
        setup: chosen.map(str::to_owned),
        self_deploy: source.hostname.as_deref() == Some(target.name.as_str()),
        ..documents::Context::default()
    };
    let report = documents::validate(DocumentKind::ZeropsYaml, text, &context);
    let blocks = |finding: &&Finding| finding.severity == Severity::Error && !is_doubtful(finding);
    let others = others(&document, &setup);
    let is_of_another = |finding: &&Finding| others.iter().any(|other| is_below(&finding.path, other));
    let (errors, warnings): (Vec<&Finding>, Vec<&Finding>) = report.findings.iter().partition(blocks);
    // What another setup may do is of no interest to this deploy; what it must not do refuses the document.
    let warnings: Vec<&Finding> = warnings.into_iter().filter(|finding| !is_of_another(finding)).collect();
    findings.extend(errors.iter().map(|finding| reason(name, finding)));
    let (doubtful, mut remarks): (Vec<&Finding>, Vec<&Finding>) =
        warnings.iter().partition(|finding| is_doubtful(finding));

    let way = match document.resolved(&setup) {
        Some(setup) if setup.build.is_none() => Way::Deploy,
        _ => Way::Build,
    };
    // Of a setup that is not there the platform would only say so again, in its own words.
    if chosen.is_some_and(|setup| names.contains(&setup)) && service_facts::is_runtime(target) {
        let recipe = Recipe::of(text, &setup);
        match session.validate_zerops_yaml(target, way, recipe).await {
            Ok(()) => {}
            Err(error)
                if error.kind == ErrorKind::Api
                    && error.status.is_some_and(|status| status < 500)
                    && error.api_code.is_some() =>
            {
                let before = findings.len();
                // What the platform refuses too zcp says in its own words, with what may be meant.
                let (refused, unsure): (Vec<&Finding>, Vec<&Finding>) =
                    doubtful.iter().partition(|finding| error.fields.iter().any(|one| is_about(finding, one)));
                findings.extend(refused.iter().map(|finding| reason(name, finding)));
                remarks.extend(unsure);
                let known: Vec<&Finding> = errors.iter().chain(&refused).copied().collect();
                findings.extend(
                    error.fields.iter().filter(|one| !said(&known, one) && !follows(one, &error.fields)).cloned(),
                );
                if findings.len() == before && errors.is_empty() {
                    findings.push(FieldReason { code: error.api_code, ..FieldReason::new(name, error.message) });
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    let only_waits = findings.len() == 1 && service_facts::is_being_made(target);
    let remarks = remarks.iter().map(|finding| remark(name, finding));
    refuse(findings, remarks, &source.files).map_err(|fail| advised(fail, target, args, only_waits))?;
    // Where the type of the service is known, it says more than that a base has no system.
    let warnings = warnings.iter().filter(|finding| finding.code != documents::codes::BARE_TYPE);
    let other = (asked.is_none() && setup != target.name).then(|| match names[..] {
        [_] => format!("{name}: its only setup, `{setup}`, is deployed, though `{}` is called otherwise", target.name),
        _ => format!("{name}: the setup `{setup}` is deployed, as it was to `{}` the last time", target.name),
    });
    let warnings =
        other.into_iter().chain(moved).chain(warnings.map(|finding| sentence(name, finding))).take(MOST_WARNINGS);
    let notes = source.files.iter().flat_map(source::Files::notes).cloned();
    let idles = document.resolved(&setup).is_some_and(|setup| setup.waits());
    Ok(Plan { yaml: text.to_owned(), setup, idles, way, warnings: warnings.chain(notes).collect() })
}

/// Where the setups stand that are neither deployed nor extended by the one that is.
fn others(document: &ZeropsYaml, setup: &str) -> Vec<String> {
    let index = document.index();
    let Some(deployed) = index.get(setup) else { return Vec::new() };
    let used: Vec<Option<&str>> = zerops_yaml::lineage(&index, deployed).iter().map(|setup| setup.name()).collect();
    let others = document.setups().iter().filter(|other| !used.contains(&other.name()));
    others.map(|other| other.path.to_string()).collect()
}

/// Whether a path stands below another one.
fn is_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// What a deploy makes of the service that it is not yet, in words.
fn moved(target: &Service, document: &ZeropsYaml, setup: &str, types: &Types) -> Option<String> {
    let setup = document.resolved(setup)?;
    let run = setup.run.as_ref()?;
    // `os` is the old way to say what the base does not.
    let base = TypeName::parse(run.base.as_ref()?);
    let system = base.system.or_else(|| Some(run.os.as_ref()?.value.system()));
    let base = TypeName { system, ..base }.to_string();
    // A platform that names no system says nothing of it.
    TypeName::parse(target.type_name()).system?;
    let moves = bases::moves(target.type_name(), &base, types)?;
    Some(format!("`{}`: {moves}", target.name))
}

/// What the platform would refuse about the target.
fn about(target: &Service) -> Vec<FieldReason> {
    let mut findings = Vec::new();
    if !service_facts::is_runtime(target) {
        let why = format!("`{}` is {}, which runs no code of yours", target.name, target.type_name());
        findings.push(FieldReason::new("targetService", why));
    } else if service_facts::is_being_made(target) {
        let why = format!("`{}` is still being made ({})", target.name, target.status);
        findings.push(FieldReason::new("targetService", why));
    } else if target.state().is_going() {
        findings.push(FieldReason::new("targetService", format!("`{}` is being deleted", target.name)));
    }
    findings
}

/// What to do about a target that cannot be deployed to now, or ever.
fn advised(mut fail: Fail<Error>, target: &Service, args: &Args, only_waits: bool) -> Fail<Error> {
    if only_waits {
        fail.detail.retryable = Some(true);
        let fail = fail.suggest("Deploy again with `wait: true`, which waits for the service first.");
        return fail.next(suggest::deploy_waiting(args.clone()));
    }
    if service_facts::is_runtime(target) { fail } else { fail.next(suggest::services()) }
}

/// The setup that a service was deployed with last, as it was noted here or as its version is called.
async fn last(cx: &Context, session: &Session, target: &Service) -> Option<String> {
    let reading = notebook::read(cx, session).await;
    if let Some(noted) = from::of(&reading, &target.name) {
        return Some(noted.setup.clone());
    }
    let name = target.active_app_version.as_ref()?.name.as_deref()?;
    setup_of(name).map(str::to_owned)
}

/// The setup that is deployed: the one that was asked for, the one of the service, that of its last deploy, the only
/// one that is not named like another service.
fn choose<'a>(
    asked: Option<&'a str>,
    service: &str,
    names: &[&'a str],
    last: Option<&str>,
    others: &[&str],
) -> Option<&'a str> {
    if asked.is_some() {
        return asked;
    }
    let named = |wanted: &str| names.iter().find(|name| **name == wanted).copied();
    named(service).or_else(|| last.and_then(named)).or(match names {
        [only] if !others.contains(only) => Some(*only),
        _ => None,
    })
}

fn listed(names: &[&str]) -> String {
    const MOST: usize = 20;
    names.iter().take(MOST).map(|name| shown(name.as_bytes())).collect::<Vec<_>>().join(", ")
}

/// Whether the platform has the last word on a finding: a base may be newer than the list that zcp has, and which
/// applications need no command nobody has written down.
fn is_doubtful(finding: &Finding) -> bool {
    matches!(finding.code, documents::codes::UNKNOWN_BASE | documents::codes::MISSING_START)
}

/// Whether the platform repeats what zcp has found; it names the same place.
fn said(errors: &[&Finding], reason: &FieldReason) -> bool {
    errors.iter().any(|finding| is_about(finding, reason))
}

/// Whether both are about one field, an element of its list included.
fn is_about(finding: &Finding, reason: &FieldReason) -> bool {
    let path = finding.path.as_str();
    let field = path.strip_suffix(']').and_then(|path| path.rsplit_once('[')).map_or(path, |(list, _)| list);
    [path, field].iter().any(|path| *path == reason.field || path.ends_with(&format!(".{}", reason.field)))
}

/// Whether a reason only follows from another one: the platform finds no `os` where it does not know the base.
fn follows(reason: &FieldReason, all: &[FieldReason]) -> bool {
    let base = reason.field.strip_suffix(".os").map(|section| format!("{section}.base"));
    base.is_some_and(|base| all.iter().any(|other| other.field == base))
}

/// What does not stop a deploy and may explain what does.
fn remark(name: &str, finding: &Finding) -> FieldReason {
    let mut remark = reason(name, finding);
    if let Some(first) = remark.reasons.first_mut() {
        first.insert_str(0, "warning: ");
    }
    remark
}

fn reason(name: &str, finding: &Finding) -> FieldReason {
    let mut reasons = vec![finding.message.clone()];
    reasons.extend(finding.fix.clone());
    let place = format!("{name}:{}:{}", finding.line, finding.column);
    let field = if finding.path.is_empty() { place } else { format!("{place} {}", finding.path) };
    FieldReason { field, reasons, code: Some(finding.code.to_owned()) }
}

fn sentence(name: &str, finding: &Finding) -> String {
    let fix = finding.fix.as_ref().map(|fix| format!("; {fix}")).unwrap_or_default();
    format!("{name}:{}:{} {}: {}{fix}", finding.line, finding.column, finding.path, finding.message)
}

/// Findings of the document and the project, and with them what is wrong with the files and what else was
/// remarked.
fn refuse<T>(
    mut findings: Vec<FieldReason>,
    remarks: impl Iterator<Item = FieldReason>,
    files: &Result<T, FilesError>,
) -> Result<(), Fail<Error>> {
    if findings.is_empty() {
        return match files {
            Ok(_) => Ok(()),
            Err(error) => Err(source::refused(error.clone())),
        };
    }
    if let Err(error) = files {
        findings.extend(error.paths.clone());
        if error.paths.is_empty() {
            findings.push(FieldReason::new("workingDir", error.message.clone()));
        }
    }
    let count = findings.len();
    let first =
        findings.first().map(|first| format!("{}: {}", first.field, first.reasons.join("; "))).unwrap_or_default();
    let message = match count {
        1 => format!("Nothing was deployed. {first}."),
        count => format!("Nothing was deployed: {count} findings, the first {first}."),
    };
    findings.extend(remarks.take(MOST_WARNINGS));
    findings.truncate(MOST_FINDINGS);
    let mut fail = Fail::new(code::PreflightFailed, message);
    fail.detail.fields = findings;
    Err(fail)
}

#[cfg(test)]
mod tests {
    use super::choose;

    #[test]
    fn the_setup_is_the_one_asked_for_then_that_of_the_service_then_the_last_one_then_the_only_one() {
        for (asked, names, last, chosen) in [
            (Some("prod"), &["api", "prod"][..], None, Some("prod")),
            (Some("nope"), &["api"], None, Some("nope")),
            (None, &["dev", "api"], Some("dev"), Some("api")),
            (None, &["dev", "prod"], Some("prod"), Some("prod")),
            (None, &["dev", "prod"], Some("gone"), None),
            (None, &["dev"], None, Some("dev")),
            (None, &["web"], None, None),
            (None, &["web"], Some("web"), Some("web")),
            (None, &["dev", "prod"], None, None),
            (None, &[], None, None),
        ] {
            assert_eq!(choose(asked, "api", names, last, &["web"]), chosen, "{asked:?} {names:?} {last:?}");
        }
    }
}
