//! Local storages that are mounted, and databases on files that several machines share.

use super::super::codes;
use super::super::preprocessor::is_dynamic;
use super::super::report::Finding;
use super::super::spanned::Spanned;
use super::super::words::{list, quoted};
use super::super::zerops_yaml::Run;
use super::super::zerops_yaml::run::Volume;
use super::check::Check;
use crate::domain::nearest::nearest;

/// Folders of the system, which nothing is mounted over; below them it may do.
const SYSTEM: &[&str] =
    &["/", "/bin", "/boot", "/dev", "/etc", "/lib", "/proc", "/root", "/run", "/sbin", "/sys", "/usr", "/var"];
/// What mounts a `SeaweedFS` into a container.
const MOUNT: &str = "zsc shared-storage mount ";

pub(crate) fn check(check: &Check<'_>, run: &Spanned<Run>) {
    if let Some(volume) = &run.volume {
        storage(check, volume);
        path(check, volume);
    }
    embedded_database(check, run);
}

fn storage(check: &Check<'_>, volume: &Volume) {
    let (Some(name), Some(services)) = (volume.hostname.as_ref().filter(|name| !is_dynamic(name)), check.services)
    else {
        return;
    };
    let is_local = |family: &str| family == "local-storage";
    let message = match services.iter().find(|service| service.hostname == name.as_str()) {
        Some(service) if service.family.as_deref().is_none_or(|it| is_local(it) || is_dynamic(it)) => return,
        Some(_) => format!("{} is no local storage", quoted(name)),
        None => format!("there is no local storage {}", quoted(name)),
    };
    let storages = services.iter().filter(|service| service.family.as_deref().is_some_and(is_local));
    let storages: Vec<&str> = storages.map(|service| service.hostname.as_str()).collect();
    let fix = match nearest(name, storages.iter().copied()) {
        Some(similar) => format!("did you mean `{similar}`?"),
        None if storages.is_empty() => "import a service of type `local-storage:single@1`".to_owned(),
        None => format!("local storages here: {}", list(storages.iter().copied())),
    };
    check.sink.push(Finding::error(codes::UNKNOWN_STORAGE, &name.path, &name.span, message).fix(fix));
}

fn path(check: &Check<'_>, volume: &Volume) {
    let Some(path) = volume.mount_path.as_ref().filter(|path| !is_dynamic(path)) else { return };
    let plain = path.trim_end_matches('/');
    let finding = if !path.starts_with('/') {
        let message = "the path of a mount is absolute";
        Finding::error(codes::INVALID_VALUE, &path.path, &path.span, message)
            .fix("start it with `/`, as in `/mnt/data`")
    } else if SYSTEM.contains(&if plain.is_empty() { "/" } else { plain }) {
        let message = "the platform mounts nothing over a folder of the system";
        Finding::warning(codes::INVALID_VALUE, &path.path, &path.span, message).fix("use a folder such as `/mnt/data`")
    } else {
        return;
    };
    check.sink.push(finding);
}

/// Locks hold within one mount only, so two containers that write one file ruin it.
fn embedded_database(check: &Check<'_>, run: &Spanned<Run>) {
    let starts = run.start_commands.iter().flat_map(|all| all.iter()).filter_map(|one| one.command.as_ref());
    let commands = run.init_commands.iter().flat_map(|all| all.iter()).chain(starts);
    let hosts: Vec<&str> = commands
        .filter_map(|command| command.split_once(MOUNT))
        .filter_map(|(_, rest)| rest.split_whitespace().find(|word| !word.starts_with('-')))
        .collect();
    for variable in run.env_variables.iter().flat_map(|all| all.iter()) {
        let value = variable.value.as_str();
        let shared = hosts.iter().any(|host| value.contains(&format!("/mnt/{host}/")));
        let lower = value.to_ascii_lowercase();
        let database = lower.contains("sqlite") || [".db", ".sqlite3"].iter().any(|end| lower.ends_with(end));
        if shared && database {
            let message = "this puts a database into a SeaweedFS mount, where locks hold in one container only";
            let finding = Finding::warning(codes::SHARED_DATABASE, &variable.path, &variable.span, message);
            check.sink.push(finding.fix("put it on a `local-storage:single@1`, mounted with `run.volume`"));
        }
    }
}
