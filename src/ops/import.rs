//! Making the services of an import document.

use super::support::consent::{self, Loss};
use futures_util::future::join;

use super::context::Context;
use super::support::import_plan::Plan;
use super::support::references::{self, References};
use super::support::types_and_schemas::Live;
use super::support::{
    document, end_of_call, import_plan, import_unknowable, schema_check, taken_hostnames, wire_to_view,
};
use super::workflow::next;
use crate::domain::call::Arguments;
use crate::domain::documents::{self, DocumentKind, Known, KnownService, Report, Severity, Target};
use crate::domain::failure::{Fail, FieldReason};
use crate::domain::outcome::Outcome;
use crate::domain::room::{Form, Room};
use crate::domain::status::ServiceStatus;
use crate::generated::errors::code;
use crate::generated::tools::zerops_import::{Args, Error, SPEC};
use crate::generated::types::{ImportResult, ImportedService};
use crate::platform::documents::refusal;
use crate::platform::error::Error as PlatformFault;
use crate::platform::session::Session;
use crate::platform::wire::{ImportAnswer, ImportedService as ImportedStack, Service};

/// More hostnames that are taken are not listed.
const LISTED: usize = 50;

/// Makes the services of a document, or says what it would make.
///
/// # Errors
/// Before anything is made: what is wrong with the document, or with a hostname, or that nobody
/// agreed to replace a service. After: what the platform refused, service by service.
pub async fn import(cx: &Context, args: Args) -> Result<Outcome<ImportResult>, Fail<Error>> {
    let text = document::text::<Error>(cx, args.content.clone(), args.file_path.clone()).await?;
    let session = cx.connection().session().await?;
    let named = import_plan::named(&text);
    let read = async {
        let existing = session.services().await?;
        let taken = taken_hostnames::among(&session, &existing, &named).await?;
        Ok::<_, PlatformFault>((existing, taken))
    };
    let (read, live) = join(read, Live::current(cx, &session)).await;
    let (existing, taken) = read?;
    let report = check(&text, &existing, &live)?;
    let (mut warnings, _) = document::findings(&report, Room::of(&SPEC, Form::Nested));
    warnings.extend(schema_check::check(DocumentKind::ImportYaml, &text, &live, &report));
    knowable(&text)?;
    let planned = import_plan::of(&text, &taken);
    refuse_own(cx, &taken, &planned)?;
    let dry_run = args.dry_run.unwrap_or(false);
    let (checked_against, note) = (live.source, untouched(&planned.services));
    let services = planned.services.clone();
    let mut result = ImportResult { dry_run, services, warnings, note, checked_against, ..ImportResult::default() };
    if dry_run {
        return Ok(Outcome::Done(fitted(result)));
    }
    refuse_taken(&taken, &result.services)?;
    consent(cx, &session, &existing, &args, &planned).await?;
    let leaving = import_plan::hostnames(&result.services, import_plan::WAIT).into_iter().map(str::to_owned).collect();
    taken_hostnames::wait(cx, &session, leaving, args.wait).await?;
    if planned.services.iter().any(|one| one.plan != import_plan::CREATE) {
        unchanged(cx, &session, &text, &planned).await?;
    }
    result
        .services
        .iter_mut()
        .filter(|one| one.plan == import_plan::WAIT)
        .for_each(|one| import_plan::CREATE.clone_into(&mut one.plan));
    let answer = session.import_services(&text).await.map_err(refused)?;
    if answer.service_stacks.is_empty() && !result.services.is_empty() {
        let message = "The platform accepted the import and named none of its services.";
        let suggestion = "Look at the services with zerops_discover before you import again.";
        return Err(Fail::new(code::ApiError, message).suggest(suggestion));
    }
    let made = |one: &ImportedService| {
        answer.service_stacks.iter().any(|answered| answered.name == one.hostname && !answered.processes.is_empty())
    };
    for one in result.services.iter_mut().filter(|one| one.plan == import_plan::KEEP && made(one)) {
        import_plan::REPLACE.clone_into(&mut one.plan);
    }
    let notes = [untouched(&result.services), unpublished(&text)].into_iter().flatten().collect::<Vec<_>>();
    result.note = Some(notes.join(" ")).filter(|note| !note.is_empty());
    let mut result = begun(result, &answer)?;
    end_of_call::settle::<_, Error>(cx, args.wait, &mut result).await?;
    if result.next.is_empty() {
        result.next = next::of_project(cx, &session).await;
    }
    Ok(Outcome::Done(fitted(result)))
}

/// Refuses a document of which nobody can say beforehand what it does to existing services.
fn knowable(text: &str) -> Result<(), Fail<Error>> {
    let Some((line, what)) = import_unknowable::reason(text) else { return Ok(()) };
    let message = format!("Nothing was made: line {line} {what}, so nobody can know which services this reaches.");
    let suggestion = "Write hostnames out where `override` is used, and keep every expression to one plain value.";
    Err(Fail::new(code::InvalidImportYml, message).suggest(suggestion))
}

/// What is at stake right before the call is what was agreed to, or nothing is done.
async fn unchanged(cx: &Context, session: &Session, text: &str, planned: &Plan) -> Result<(), Fail<Error>> {
    let taken = taken_hostnames::taken(session, &import_plan::named(text)).await?;
    let now = import_plan::of(text, &taken);
    refuse_own(cx, &taken, &now)?;
    refuse_taken(&taken, &now.services)?;
    if now.stake() == planned.stake() {
        return Ok(());
    }
    let message = "Nothing was made: what this import would change is not the same any more.";
    let suggestion = "Make the same call again: what it changes now is said, and asked, anew.";
    Err(Fail::new(code::ConfirmUnanswered, message).suggest(suggestion))
}

/// A hostname that was taken in the meantime refuses the whole document.
fn refused(error: PlatformFault) -> Fail<Error> {
    if error.api_code.as_deref() != Some("serviceStackNameUnavailable") {
        return error.into();
    }
    let mut fail = Fail::new(code::ServiceExists, format!("Nothing was made: {}.", error.message));
    fail.detail.api_code = error.api_code;
    fail
}

/// What the platform accepts without doing anything.
fn untouched(services: &[ImportedService]) -> Option<String> {
    let names = |plan: &str| {
        let names = import_plan::hostnames(services, plan);
        let more = names.len().saturating_sub(LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        (!names.is_empty()).then(|| names[..names.len().min(LISTED)].join(", ") + &more)
    };
    let kept = names(import_plan::KEEP).map(|kept| {
        format!(
            "`override` changes nothing of {kept}: fields that differ are ignored. An older platform replaces runtimes."
        )
    });
    let overwritten = names(import_plan::OVERWRITE).map(|names| {
        format!("Of {names} the code alone is replaced, by an empty version: variables and other fields of the document are not taken over.")
    });
    let notes: Vec<String> = [kept, overwritten].into_iter().flatten().collect();
    (!notes.is_empty()).then(|| notes.join(" "))
}

/// What the document asks for and an import does not do for certain.
fn unpublished(text: &str) -> Option<String> {
    let names = import_plan::hoping_to_be_public(text);
    let more = names.len().saturating_sub(LISTED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!names.is_empty()).then(|| {
        let names = names[..names.len().min(LISTED)].join(", ");
        format!("`enableSubdomainAccess` of {names}{more} is certain only where the import also builds: after the first deploy, zerops_subdomain enable.")
    })
}

/// Refuses a document that the platform would refuse; else says what it would not do as meant.
fn check(text: &str, existing: &[Service], live: &Live) -> Result<Report, Fail<Error>> {
    let services = existing.iter().map(|service| KnownService {
        hostname: service.name.clone(),
        type_name: Some(service.type_name().to_owned()),
    });
    let known = Known { types: live.types.clone(), services: Some(services.collect()), ..Known::default() };
    let context = documents::Context { known, target: Target::Services, ..documents::Context::default() };
    let report = documents::validate(DocumentKind::ImportYaml, text, &context);
    if report.is_valid() {
        return Ok(report);
    }
    let errors: Vec<_> = report.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    let all = |code: &str| errors.iter().all(|finding| finding.code == code);
    let has_project = errors.iter().any(|finding| finding.path == "project");
    let summary = match errors.as_slice() {
        [one] => format!("line {}: {}", one.line, one.message),
        many => format!("{} errors, the first in line {}: {}", many.len(), many[0].line, many[0].message),
    };
    let mut fail = if has_project {
        Fail::new(code::ImportHasProject, summary)
    } else if all(documents::codes::UNKNOWN_TYPE) {
        Fail::new(code::UnknownType, summary)
    } else {
        Fail::new(code::InvalidImportYml, summary)
    };
    // What is only worth knowing would read like another reason.
    let (shown, _) = document::findings(&report, Room::of(&SPEC, Form::Nested));
    fail.detail.fields = shown
        .into_iter()
        .filter(|view| view.severity == "error")
        .map(|view| {
            let mut reasons = vec![format!("line {}: {}", view.line, view.message)];
            reasons.extend(view.fix);
            FieldReason { field: view.path, reasons, code: Some(view.code) }
        })
        .collect();
    Err(fail)
}

/// zcp must not end the service it runs in, whatever the document calls it.
fn refuse_own(cx: &Context, existing: &[Service], planned: &Plan) -> Result<(), Fail<Error>> {
    let at_stake = |service: &&Service| planned.at_stake.iter().any(|one| one.id == service.id);
    match existing.iter().filter(at_stake).find(|service| cx.is_own(service)) {
        Some(Service { name, .. }) => {
            let message = format!("zcp itself runs in `{name}`, so it imports nothing over it. Nothing was made.");
            let fail = Fail::new(code::ServiceProtected, message);
            Err(fail.suggest(format!("Leave `{name}` out of the document.")))
        }
        None => Ok(()),
    }
}

/// A hostname that is taken is refused.
fn refuse_taken(existing: &[Service], planned: &[ImportedService]) -> Result<(), Fail<Error>> {
    let hostnames = import_plan::hostnames(planned, import_plan::REFUSE);
    if hostnames.is_empty() {
        return Ok(());
    }
    let more = hostnames.len().saturating_sub(LISTED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let hostnames = &hostnames[..hostnames.len().min(LISTED)];
    let fail =
        Fail::new(code::ServiceExists, format!("Nothing was made: {}{more} exists already.", hostnames.join(", ")));
    let taken = existing.iter().filter(|service| hostnames.contains(&service.name.as_str()));
    Err(taken.fold(fail, |fail, service| {
        fail.field(&service.name, format!("exists as {} and is {}", service.type_name(), service.status))
    }))
}

/// An import over existing runtimes can take their code or more, so somebody has to agree.
async fn consent(
    cx: &Context,
    session: &Session,
    existing: &[Service],
    args: &Args,
    planned: &Plan,
) -> Result<(), Fail<Error>> {
    if planned.at_stake.is_empty() {
        return Ok(());
    }
    let has_code = |hostname: &str| {
        let service = existing.iter().find(|service| service.name == hostname);
        service.is_none_or(|service| service.state() != ServiceStatus::ReadyToDeploy)
    };
    let names = |overwritten: bool, with_code: bool| {
        let of = planned.at_stake.iter().filter(|one| one.overwritten == overwritten);
        let of = of.filter(|one| !overwritten || has_code(&one.hostname) == with_code);
        of.map(|one| format!("`{}` ({})", one.hostname, one.kind)).collect::<Vec<_>>().join(", ")
    };
    let (kept, overwritten, bare) = (names(false, true), names(true, true), names(true, false));
    let mut lost = Vec::new();
    if !overwritten.is_empty() {
        lost.push(format!("`startWithoutCode` deploys an empty version over the running code of {overwritten}; that code stays as a backup version."));
    }
    if !bare.is_empty() {
        lost.push(format!("`startWithoutCode` starts {bare} without code; it has none yet."));
    }
    if !kept.is_empty() {
        lost.push(format!("Today's platform leaves {kept} alone and ignores what the document changes."));
    }
    lost.push("An older platform replaces what is there: containers, files and versions are gone.".to_owned());
    let confirmed = args.confirm == Some(true);
    if consent::is_told(cx, confirmed) {
        let read = References::read(session, existing, None).await;
        lost.extend(planned.at_stake.iter().filter_map(|one| references::said(&read, &one.hostname)));
    }
    let (lost, all) = (lost.join(" "), planned.at_stake.iter().map(|one| one.hostname.as_str()).collect::<Vec<_>>());
    let all = all.join(", ");
    // A document is not repeated: it may have secrets in it. A path is.
    let next = args.content.is_none().then(|| Args { confirm: Some(true), ..args.clone() }.to_call());
    let loss = Loss {
        stake: planned.stake(),
        deed: format!("import over {all}"),
        question: format!("Import over {all} with `override`? {lost}"),
        word: planned.at_stake.first().map(|one| one.hostname.clone()).unwrap_or_default(),
        typed: format!("import over {all}"),
        message: format!("This imports over {all} with `override`. {lost}"),
        suggestion: Some("Ask the human; if they agree, make the same call with `confirm: true`."),
        next: next.into_iter().collect(),
        confirmed,
    };
    consent::agreed(cx, loss)
}

/// What the platform began; a refusal of one service is an error that names it.
fn begun(mut result: ImportResult, answer: &ImportAnswer) -> Result<ImportResult, Fail<Error>> {
    let (refused, begun): (Vec<_>, Vec<_>) = answer.service_stacks.iter().partition(|one| one.error.is_some());
    if refused.is_empty() {
        let processes = begun.iter().flat_map(|one| &one.processes);
        result.processes = processes.map(wire_to_view::process).collect();
        return Ok(result);
    }
    let names =
        |services: &[&ImportedStack]| services.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
    let others = match begun.as_slice() {
        [] => "nothing else was asked for".to_owned(),
        begun => format!("being made: {}", names(begun)),
    };
    let message = format!("The platform refused {}; {others}.", names(&refused));
    let mut fail = Fail::new(code::ImportIncomplete, message);
    for (one, error) in refused.iter().filter_map(|one| Some((one, one.error.as_ref()?))) {
        fail.detail.api_code.get_or_insert_with(|| error.code.clone());
        fail.detail.fields.extend(refusal(&one.name, error));
    }
    Err(fail)
}

/// Cuts the lists of a result to what fits, and says so. The processes that go on come before those that
/// have finished.
fn fitted(mut result: ImportResult) -> ImportResult {
    let mut room = Room::of(&SPEC, Form::Nested);
    room.keep(&result.note);
    let warnings = room.cut_to(room.part(1, 2), &mut result.warnings);
    result.processes.sort_by_key(|process| process.status == "FINISHED");
    let processes = room.cut_to(room.part(1, 2), &mut result.processes);
    let services = room.cut(&mut result.services);
    let cut = [(services, "services"), (processes, "processes"), (warnings, "warnings")];
    let cut: Vec<String> =
        cut.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} more {what}")).collect();
    if !cut.is_empty() {
        let cut = format!("Not listed: {}; zerops_discover lists all services.", cut.join(", "));
        result.note = Some(result.note.map_or_else(|| cut.clone(), |note| format!("{note} {cut}")));
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_taken_over_is_said() {
        let service = |hostname: &str, plan: &str| ImportedService {
            hostname: hostname.to_owned(),
            r#type: "nodejs@22".to_owned(),
            plan: plan.to_owned(),
        };
        let note = untouched(&[
            service("api", import_plan::OVERWRITE),
            service("web", import_plan::KEEP),
            service("new", import_plan::CREATE),
        ]);
        let note = note.expect("a note");
        assert!(note.contains("nothing of web:") && note.contains("Of api the code alone"), "{note}");
        assert_eq!(untouched(&[service("new", import_plan::CREATE)]), None);
    }
}
