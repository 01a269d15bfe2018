//! What the platform itself says of a service.

use super::Look;
use super::report::{Report, Verdict};
use crate::domain::failure::Fail;
use crate::domain::status::{Category, ServiceStatus};
use crate::generated::tools::zerops_verify::Error;
use crate::ops::support::{service_facts, wire_to_view};
use crate::suggest;

/// Whether a program of the service may answer.
pub(super) fn can_answer(look: &Look<'_>) -> bool {
    service_facts::may_run(look.service)
}

/// The platform reports it as running.
pub(super) fn running(look: &Look<'_>, report: &mut Report) {
    let proves = "The platform says that it runs; not that its program works.";
    let status = look.service.state();
    let (verdict, detail) = match &status {
        ServiceStatus::Active => (Verdict::Pass, "It is ACTIVE.".to_owned()),
        ServiceStatus::ReadyToDeploy => {
            (Verdict::Fail, "It is READY_TO_DEPLOY: it waits for its first deploy.".to_owned())
        }
        ServiceStatus::Stopped => {
            report.suggest(suggest::start(&look.service.name, Some(true)));
            (Verdict::Fail, "It is STOPPED.".to_owned())
        }
        _ if status.is_passing() && !status.is_going() => {
            (Verdict::Fail, format!("It is {status}; verify again when that is over."))
        }
        _ => (Verdict::Fail, format!("It is {status}.")),
    };
    report.add("running", verdict, proves, detail);
}

/// A version of the application is the active one.
pub(super) fn deployed(look: &Look<'_>, report: &mut Report) {
    let proves = "A version is active; not that it is the newest code.";
    if service_facts::is_workspace(look.service) {
        return report.add("deployed", Verdict::Skip, proves, "This service is never deployed.");
    }
    match &look.service.active_app_version {
        None => {
            report.add("deployed", Verdict::Fail, proves, "No version was ever live.");
        }
        Some(version) if version.is_empty() => {
            let detail = "It was started without code, which is no deploy.";
            report.add("deployed", Verdict::Fail, proves, detail);
        }
        Some(version) => {
            let name = version.name.as_deref().map(super::report::shown).filter(|name| !name.is_empty());
            let name = name.map(|name| format!(" `{name}`")).unwrap_or_default();
            let active = version.status == "ACTIVE" || version.status.is_empty();
            let status = if active { String::new() } else { format!(", whose status is {}", version.status) };
            let since = version.activation_date.or(version.created).map(wire_to_view::moment);
            let since = since.map(|since| format!(" since {since}")).unwrap_or_default();
            let verdict = if active { Verdict::Pass } else { Verdict::Fail };
            report.add("deployed", verdict, proves, format!("Version{name} {}{since}{status}.", version.id));
        }
    }
}

/// Runtimes have the storage mounted.
pub(super) async fn mounted(look: &Look<'_>, report: &mut Report) -> Result<(), Fail<Error>> {
    if look.service.kind() == Category::ObjectStorage {
        let proves = "The S3 API answers.";
        let detail = "It is outside of the project's network and wants credentials; use an S3 client.";
        report.add("protocol", Verdict::Skip, proves, detail);
        return Ok(());
    }
    let proves = "The platform reports these services as connected; not that they can write.";
    let services = look.session.services().await?;
    // The runtime names the storage that it has; a storage need not name its runtimes.
    let connected = services.iter().flat_map(|service| {
        let ours = service.connected_stacks.iter().filter(|one| one.service_stack.id == look.service.id);
        ours.map(|one| (service.name.as_str(), one.status.as_str()))
    });
    let named = look.service.connected_stacks.iter();
    let named = named.map(|one| (one.service_stack.name.as_str(), one.status.as_str()));
    let mut connected: Vec<(&str, &str)> = connected.chain(named).collect();
    connected.sort_unstable();
    connected.dedup_by_key(|(name, _)| *name);
    if connected.is_empty() {
        report.add("mounted", Verdict::Skip, proves, "No service has it mounted, as far as the platform says.");
        return Ok(());
    }
    let all = connected.iter().all(|(_, status)| *status == "ACTIVE");
    let names: Vec<String> = connected.iter().map(|(name, status)| format!("{name} ({status})")).collect();
    report.add("mounted", if all { Verdict::Pass } else { Verdict::Fail }, proves, format!("{}.", names.join(", ")));
    Ok(())
}
