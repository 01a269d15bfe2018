//! Environment variables of a service or of the project.
//!
//! Every change is made variable by variable, so what a call does not name is never written. No
//! value is ever repeated to the caller but those it asks to see by their keys.

mod apply;
mod dotenv;
mod entries;
mod resolve;
mod restart;

use super::context::Context;
use super::{services, views};
use crate::domain::call::{Arguments as _, NextCall};
use crate::domain::failure::Fail;
use crate::domain::outcome::Outcome;
use crate::generated::errors::{PlatformError, code};
use crate::generated::tools::zerops_env::{Args, DeleteArgs, Error, GenerateDotenvArgs, GetArgs, SetArgs};
use crate::generated::types::{EnvResult, EnvView, Hostname};
use crate::platform::error::Error as PlatformFault;
use crate::platform::session::Session;
use crate::platform::wire::{EnvEntry, Service};
use apply::Change;

/// Bytes of JSON that a list of variables may take; the result carries it twice.
const LIST_BYTES: usize = 6_800;
/// Bytes of JSON that a list of names may take.
const NAMES_BYTES: usize = 2_400;
/// What the API answers instead of a secret to a token that may only read.
const REDACTED: &str = "REDACTED";

/// Whose variables they are.
pub(super) enum Owner {
    /// One service.
    Service(Box<Service>),
    /// The project: all services inherit them.
    Project,
}

/// Lists variables, masked but for those that are to be revealed.
///
/// # Errors
/// Those of the tool.
pub async fn get(cx: &Context, args: GetArgs) -> Result<EnvResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let owner = Owner::find(&session, args.service_hostname.as_ref(), args.project).await?;
    let mut entries = owner.read(&session).await?;
    let reveal: Vec<String> = args.reveal;
    let revealed = |entry: &EnvEntry| reveal.contains(&entry.key);
    entries.sort_by(|a, b| (!revealed(a), &a.key).cmp(&(!revealed(b), &b.key)));
    let mut notes = Vec::new();
    for (index, key) in reveal.iter().enumerate() {
        if !entries.iter().any(|entry| entry.key == *key) {
            notes.push(format!("{} is not set.", entries::name("reveal", index, key)));
        }
    }
    let mut room = LIST_BYTES;
    let mut shown = Vec::new();
    for entry in &entries {
        let mut view = view(entry, revealed(entry));
        let mut bytes = size(&view);
        if bytes > room && revealed(entry) {
            notes.push(format!("The value of `{}` has {} bytes and is too long to show.", entry.key, view.value.len()));
            view = self::view(entry, false);
            bytes = size(&view);
        } else if revealed(entry) && entry.content == REDACTED {
            notes.push(format!("The platform hides `{}` from this token.", entry.key));
        }
        if bytes > room {
            break;
        }
        room -= bytes;
        shown.push(view);
    }
    let total = (shown.len() < entries.len()).then(|| i64::try_from(entries.len()).unwrap_or(i64::MAX));
    let note = (!notes.is_empty()).then(|| notes.join(" "));
    Ok(EnvResult { service: owner.hostname(), variables: shown, total, note, ..EnvResult::default() })
}

/// Sets variables and leaves the others alone.
///
/// # Errors
/// `INVALID_ENV_FORMAT` with every entry that is wrong; then nothing was applied.
pub async fn set(cx: &Context, args: SetArgs) -> Result<Outcome<EnvResult>, Fail<Error>> {
    let session = cx.connection().session().await?;
    let owner = Owner::find(&session, args.service_hostname.as_ref(), args.project).await?;
    let restart = args.restart.unwrap_or(false);
    restart::refuse_own(cx, &session, &owner, restart)?;
    let stored = owner.read(&session).await?;
    let wanted = entries::settable(&args.variables, &owner, &stored)?;
    let changes = wanted.into_iter().filter_map(|wanted| match stored.iter().find(|entry| entry.key == wanted.key) {
        Some(entry) if entry.content == wanted.value => None,
        Some(entry) => Some(Change::Put(entry.clone(), wanted.value)),
        None => Some(Change::Create(wanted.key, wanted.value)),
    });
    let changes: Vec<Change> = changes.collect();
    if changes.is_empty() {
        let note = match owner {
            Owner::Service(_) => "All of it is so already; nothing was changed or restarted.",
            // What somebody changed a moment ago is not seen, so this is not said as a fact.
            Owner::Project => {
                "All of it is so already by the platform's index, which lags by seconds; nothing was changed or \
                 restarted. If the project's variables were changed just now, look again with get."
            }
        };
        return Ok(Outcome::Done(EnvResult { note: Some(note.to_owned()), ..unchanged(&owner) }));
    }
    let wish = apply::Wish { restart, wait: args.wait, note: None };
    Ok(apply::all(cx, &session, &owner, changes, &wish).await?.map(fitted))
}

/// Removes variables.
///
/// # Errors
/// `INVALID_ENV_FORMAT` for what belongs to the platform; then nothing was applied.
pub async fn delete(cx: &Context, args: DeleteArgs) -> Result<Outcome<EnvResult>, Fail<Error>> {
    let session = cx.connection().session().await?;
    let owner = Owner::find(&session, args.service_hostname.as_ref(), args.project).await?;
    let restart = args.restart.unwrap_or(false);
    restart::refuse_own(cx, &session, &owner, restart)?;
    let stored = owner.read(&session).await?;
    let keys = entries::removable(args.variables, &owner, &stored)?;
    let (present, absent): (Vec<_>, Vec<_>) = keys
        .into_iter()
        .map(|key| (stored.iter().find(|entry| entry.key == key).cloned(), key))
        .partition(|it| it.0.is_some());
    let absent: Vec<String> = absent.into_iter().map(|(_, key)| format!("`{key}`")).collect();
    let note = (!absent.is_empty()).then(|| format!("Not set, so not removed: {}.", absent.join(", ")));
    let changes: Vec<Change> = present.into_iter().filter_map(|(entry, _)| entry.map(Change::Delete)).collect();
    if changes.is_empty() {
        return Ok(Outcome::Done(EnvResult { note, ..unchanged(&owner) }));
    }
    let wish = apply::Wish { restart, wait: args.wait, note };
    Ok(apply::all(cx, &session, &owner, changes, &wish).await?.map(fitted))
}

/// Writes what the containers of a service would see into a local `.env`.
///
/// # Errors
/// `FILE_REFUSED` where writing could lose or disclose something; then nothing was written.
pub async fn generate_dotenv(cx: &Context, args: GenerateDotenvArgs) -> Result<EnvResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let owner = Owner::find(&session, args.service_hostname.as_ref(), args.project).await?;
    let Owner::Service(service) = &owner else {
        let fail = Fail::new(code::ServiceRequired, "A .env is made of what one service sees.");
        return Err(fail.suggest("Give serviceHostname; the variables of the project are included."));
    };
    let resolved = resolve::environment(&session, service).await?;
    if resolved.variables.iter().any(|(_, value)| value == REDACTED) {
        let message = "The platform hides values from this token, so no .env was written.";
        return Err(Fail::new(PlatformError::PermissionDenied, message));
    }
    let text = dotenv::text(&service.name, &resolved.variables);
    let (folder, path) =
        (cx.working_folder().to_owned(), args.file_path.map_or_else(|| ".env".to_owned(), |path| path.0));
    let written = tokio::task::spawn_blocking(move || dotenv::write(&folder, &path, &text)).await;
    let written = written.unwrap_or_else(|_| Err("writing it was interrupted".to_owned()));
    let written = written.map_err(|reason| Fail::new(code::FileRefused, format!("No .env was written: {reason}.")))?;
    let mut note = written.note;
    if !resolved.unresolved.is_empty() {
        let names: Vec<String> = resolved.unresolved.iter().take(20).map(|name| format!("`${{{name}}}`")).collect();
        note = noted(note, format!("Left as they are, for nothing has these names: {}.", names.join(", ")));
    }
    let keys = resolved.variables.into_iter().map(|(key, _)| key).collect();
    let record = EnvResult { service: owner.hostname(), keys, note, file: Some(written.file), ..EnvResult::default() };
    Ok(fitted(record))
}

impl Owner {
    async fn find(session: &Session, hostname: Option<&Hostname>, project: Option<bool>) -> Result<Self, Fail<Error>> {
        match (hostname, project.unwrap_or(false)) {
            (Some(hostname), false) => Ok(Self::Service(Box::new(services::find::<Error>(session, hostname).await?))),
            (None, true) => Ok(Self::Project),
            (Some(_), true) => {
                let message = "Give serviceHostname or project, not both.";
                Err(Fail::new(code::InvalidParameter, message).field("project", "does not go with serviceHostname"))
            }
            (None, false) => {
                let fail = Fail::new(code::ServiceRequired, "Neither serviceHostname nor project is given.");
                Err(fail.suggest("Give serviceHostname, or project=true for variables that all services inherit."))
            }
        }
    }

    async fn read(&self, session: &Session) -> Result<Vec<EnvEntry>, PlatformFault> {
        match self {
            Self::Service(service) => session.service_env(&service.id).await,
            Self::Project => session.project_env().await,
        }
    }

    fn hostname(&self) -> Option<String> {
        match self {
            Self::Service(service) => Some(service.name.clone()),
            Self::Project => None,
        }
    }

    /// The call that lists them.
    fn look(&self) -> NextCall {
        let project = matches!(self, Self::Project).then_some(true);
        let args = GetArgs { service_hostname: self.hostname().map(Hostname), project, reveal: Vec::new() };
        let mut call = Args::Get(args).to_call();
        call.args.retain(|_, value| !value.as_array().is_some_and(Vec::is_empty));
        call
    }

    /// Whether a variable is the user's to change.
    fn may_change(&self, entry: &EnvEntry) -> bool {
        match self {
            Self::Service(_) => matches!(entry.kind.as_str(), "SECRET" | "EDITABLE"),
            Self::Project => !matches!(entry.kind.as_str(), "SYSTEM" | "READ_ONLY" | "INTERNAL"),
        }
    }
}

/// A note after what was noted before.
fn noted(before: Option<String>, note: String) -> Option<String> {
    before.into_iter().chain([note]).reduce(|all, note| format!("{all} {note}"))
}

/// Cuts the lists of an answer to what fits, and says so.
fn fitted(mut record: EnvResult) -> EnvResult {
    for (list, what) in [(&mut record.keys, "variables"), (&mut record.restart_needed, "services that need a restart")]
    {
        let mut room = NAMES_BYTES;
        let fitting = list.iter().take_while(|name| {
            let fits = name.len() + 3 <= room;
            room = room.saturating_sub(name.len() + 3);
            fits
        });
        let fitting = fitting.count();
        let cut = list.len() - fitting;
        if cut > 0 {
            list.truncate(fitting);
            record.note = noted(record.note.take(), format!("{cut} more {what} are not listed."));
        }
    }
    record
}

fn unchanged(owner: &Owner) -> EnvResult {
    EnvResult { service: owner.hostname(), changed: Some(false), ..EnvResult::default() }
}

fn view(entry: &EnvEntry, revealed: bool) -> EnvView {
    let mut view = views::env(entry);
    view.references = references(&entry.content).map(str::to_owned).collect();
    if revealed {
        view.value.clone_from(&entry.content);
    }
    view
}

fn size(view: &EnvView) -> usize {
    serde_json::to_string(view).map_or(usize::MAX, |json| json.len() + 1)
}

/// The names in `${…}` of a value.
fn references(content: &str) -> impl Iterator<Item = &str> {
    content.split("${").skip(1).filter_map(|part| {
        let (name, _) = part.split_once('}')?;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        (!name.is_empty() && name.chars().all(plain)).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::references;

    #[test]
    fn references_are_found_in_the_middle_of_a_value() {
        let found: Vec<&str> = references("a://${db_user}:${db_password}@${ no }${}${open $x").collect();
        assert_eq!(found, ["db_user", "db_password"]);
    }
}
