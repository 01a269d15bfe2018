//! Environment variables of a service or of the project.
//!
//! Every change is made variable by variable, so what a call does not name is never written. No
//! value is ever repeated to the caller but those it asks to see by their keys.

mod apply;
mod dotenv;
mod entries;
mod loss;
mod resolve;
mod restart;
pub(super) mod sensitive;

use super::context::Context;
use super::support::{services, wire_to_view};
use super::workflow::old_variables;
use crate::domain::call::NextCall;
use crate::domain::documents::references::{self, parse};
use crate::domain::failure::Fail;
use crate::domain::outcome::Outcome;
use crate::domain::room::{Form, Room};
use crate::files;
use crate::generated::errors::code;
use crate::generated::tools::zerops_env::{DeleteArgs, Error, GenerateDotenvArgs, GetArgs, SPEC, SetArgs};
use crate::generated::types::{EnvResult, EnvView, Hostname};
use crate::platform::error::Error as PlatformFault;
use crate::platform::session::Session;
use crate::platform::wire::{EnvEntry, Service};
use crate::suggest;
use apply::{Change, Content};

/// Bytes of names that one sentence of a note may have.
const NOTE_BYTES: usize = 1_000;

/// Whose variables they are.
pub(super) enum Owner {
    /// One service.
    Service(Box<Service>),
    /// The project: all services inherit them.
    Project,
}

/// Lists variables, masked but for those that are to be revealed and what is no secret: all, or those that are
/// named.
///
/// # Errors
/// Those of the tool.
pub async fn get(cx: &Context, args: GetArgs) -> Result<EnvResult, Fail<Error>> {
    let session = cx.connection().session().await?;
    let owner = Owner::find(&session, args.service_hostname.as_ref(), args.project).await?;
    let mut entries = owner.read(&session).await?;
    let reveal: Vec<String> = args.reveal;
    let revealed = |entry: &EnvEntry| reveal.contains(&entry.key);
    let mut notes = absent(&entries, "reveal", &reveal, "Not set").into_iter().collect::<Vec<_>>();
    if !args.variables.is_empty() {
        notes.extend(absent(&entries, "variables", &args.variables, "Not set"));
        let wanted = |entry: &EnvEntry| args.variables.iter().any(|name| is_named(&entry.key, name));
        entries.retain(|entry| revealed(entry) || wanted(entry));
    }
    notes.extend(resolve::note(&session, &owner, &entries).await);
    entries.sort_by(|a, b| (!revealed(a), &a.key).cmp(&(!revealed(b), &b.key)));
    let mut room = room();
    room.keep(&notes);
    // Of the room for variables so much is kept for the names of those that do not fit.
    let most_names = room.part(4, 5).left();
    let whole: usize = entries.iter().map(|entry| room.cost(&view(entry, revealed(entry)))).sum();
    let mut names: usize = entries.iter().map(|entry| room.cost(&entry.key)).sum();
    let is_cut = whole > room.left();
    let (mut shown, mut long, mut hidden) = (Vec::new(), Vec::new(), Vec::new());
    for entry in &entries {
        // The names of those that come after it have to fit too.
        names -= room.cost(&entry.key);
        let beside = if is_cut && !revealed(entry) { names.min(most_names) } else { 0 };
        let mut view = view(entry, revealed(entry));
        if room.cost(&view) > room.left() && revealed(entry) {
            long.push(format!("`{}` ({} bytes)", entry.key, view.value.len()));
            view = self::view(entry, false);
        } else if revealed(entry) && entry.is_hidden() {
            hidden.push(format!("`{}`", entry.key));
        }
        if room.cost(&view) + beside > room.left() {
            break;
        }
        room.keep(&view);
        shown.push(view);
    }
    notes.extend(named("Too long to show", long));
    notes.extend(named("The platform does not tell this token the values of", hidden));
    let total = (shown.len() < entries.len()).then(|| i64::try_from(entries.len()).unwrap_or(i64::MAX));
    let mut keys: Vec<String> = entries.iter().skip(shown.len()).map(|entry| entry.key.clone()).collect();
    let unnamed = room.cut(&mut keys);
    if !keys.is_empty() {
        let count = keys.len();
        notes.push(format!("{count} more are only named, in `keys`: get with `variables: [KEY]` lists those."));
    }
    if unnamed > 0 {
        notes.push(format!("{unnamed} more are not even named: `variables: [\"START*\"]` lists all that begin so."));
    }
    let note = (!notes.is_empty()).then(|| notes.join(" "));
    Ok(EnvResult { service: owner.hostname(), variables: shown, total, keys, note, ..EnvResult::default() })
}

/// Whether a key is the named one, or begins as one that ends with `*`.
fn is_named(key: &str, name: &str) -> bool {
    name.strip_suffix('*').map_or(key == name, |start| key.starts_with(start))
}

/// What to say of keys that are not there, as many of them as fit.
fn absent(entries: &[EnvEntry], parameter: &str, keys: &[String], what: &str) -> Option<String> {
    let absent = keys.iter().enumerate().filter(|(_, key)| !entries.iter().any(|entry| is_named(&entry.key, key)));
    named(what, absent.map(|(index, key)| entries::name(parameter, index, key)).collect())
}

/// What is the case with these names, as many of them as fit; nothing without any.
fn named(what: &str, mut names: Vec<String>) -> Option<String> {
    let cut = Room::bytes(NOTE_BYTES).cut(&mut names);
    let more = if cut > 0 { format!(" and {cut} more") } else { String::new() };
    (cut > 0 || !names.is_empty()).then(|| format!("{what}: {}{more}.", names.join(", ")))
}

/// What the lists of a result may take.
fn room() -> Room {
    Room::of(&SPEC, Form::Nested)
}

/// Sets variables and leaves the others alone.
///
/// # Errors
/// `INVALID_ENV_FORMAT` with every entry that is wrong; then nothing was applied.
pub async fn set(cx: &Context, args: SetArgs) -> Result<Outcome<EnvResult>, Fail<Error>> {
    let session = cx.connection().session().await?;
    let owner = Owner::find(&session, args.service_hostname.as_ref(), args.project).await?;
    let restart = args.restart.unwrap_or(false);
    restart::refuse_own(cx, &owner, restart)?;
    let stored = owner.read(&session).await?;
    let wanted = entries::settable(&args.variables, &stored)?;
    session.conceal(wanted.iter().map(|wanted| wanted.value.as_str()));
    let note = resolve::note(&session, &owner, &entries::as_stored(&wanted)).await;
    let keys: Vec<String> = wanted.iter().map(|wanted| wanted.key.clone()).collect();
    let (mut secret, mut plain) = (Vec::new(), Vec::new());
    let changes = wanted.into_iter().filter_map(|wanted| {
        let entry = stored.iter().find(|entry| entry.key == wanted.key);
        let kept = args.sensitive.or(entry.map(|entry| entry.sensitive));
        let sensitive = kept.unwrap_or_else(|| sensitive::by_nature(&wanted.key, &wanted.value));
        if kept.is_none() {
            if sensitive { &mut secret } else { &mut plain }.push(format!("`{}`", wanted.key));
        }
        let content = Content { value: wanted.value, sensitive };
        match entry {
            Some(entry) if entry.content == content.value && entry.sensitive == sensitive && !entry.is_hidden() => None,
            Some(entry) => Some(Change::Put(entry.clone(), content)),
            None => Some(Change::Create(wanted.key, content)),
        }
    });
    let changes: Vec<Change> = changes.collect();
    let overwritten = changes.iter().filter_map(|change| match change {
        Change::Put(entry, content) if entry.content != content.value => Some(entry),
        _ => None,
    });
    loss::agreed(cx, &owner, "overwrite", overwritten)?;
    let note = chosen(&owner, &stored, secret, plain).into_iter().chain(note).reduce(joined);
    if changes.is_empty() {
        let said = match owner {
            Owner::Service(_) => "All of it is so already; nothing was changed.",
            // What somebody changed a moment ago is not seen, so this is not said as a fact.
            Owner::Project => {
                "All of it is so already by the platform's index, which lags by seconds; nothing was changed. If the \
                 project's variables were changed just now, look again with get."
            }
        };
        let record =
            EnvResult { note: Some(said.to_owned()).into_iter().chain(note).reduce(joined), ..unchanged(&owner) };
        return Ok(restart_only(cx, &session, &owner, record, &keys, restart).await?.map(fitted));
    }
    let wish = apply::Wish { restart, wait: args.wait, note };
    Ok(apply::all(cx, &session, &owner, changes, &wish).await?.map(fitted))
}

/// What was chosen for new variables of which the caller did not say whether they are sensitive.
fn chosen(owner: &Owner, stored: &[EnvEntry], secret: Vec<String>, plain: Vec<String>) -> Option<String> {
    // On the former platform all variables of a service are kept from those who only read.
    let is_former = |entry: &EnvEntry| !matches!(entry.kind.as_str(), "USER" | "SYSTEM");
    if matches!(owner, Owner::Service(_)) && stored.iter().any(is_former) {
        return None;
    }
    let unreadable = !secret.is_empty() && matches!(owner, Owner::Project);
    let unreadable = unreadable.then(|| "Their values cannot be read back from the platform.".to_owned());
    let secret = named("New and sensitive, by name or value", secret).into_iter().chain(unreadable);
    let all = secret.chain(named("New and readable for all on the project", plain));
    all.reduce(joined).map(|note| format!("{note} Give `sensitive` to have it otherwise."))
}

/// Removes variables.
///
/// # Errors
/// `INVALID_ENV_FORMAT` for what belongs to the platform; then nothing was applied.
pub async fn delete(cx: &Context, args: DeleteArgs) -> Result<Outcome<EnvResult>, Fail<Error>> {
    let session = cx.connection().session().await?;
    let owner = Owner::find(&session, args.service_hostname.as_ref(), args.project).await?;
    let restart = args.restart.unwrap_or(false);
    restart::refuse_own(cx, &owner, restart)?;
    let stored = owner.read(&session).await?;
    let keys = entries::removable(args.variables, &stored)?;
    let note = absent(&stored, "variables", &keys, "Not set, so not removed");
    let present: Vec<&EnvEntry> = keys.iter().filter_map(|key| stored.iter().find(|entry| entry.key == *key)).collect();
    loss::agreed(cx, &owner, "delete", present.iter().copied())?;
    let changes: Vec<Change> = present.into_iter().cloned().map(Change::Delete).collect();
    if changes.is_empty() {
        let record = EnvResult { note, ..unchanged(&owner) };
        return Ok(restart_only(cx, &session, &owner, record, &keys, restart).await?.map(fitted));
    }
    let wish = apply::Wish { restart, wait: args.wait, note };
    let record = apply::all(cx, &session, &owner, changes, &wish).await?;
    Ok(record.map(|record| fitted(told_of_users(&owner, record))))
}

/// Says which services refer to what was deleted: those that run with old values besides the service itself.
fn told_of_users(owner: &Owner, mut record: EnvResult) -> EnvResult {
    let Owner::Service(own) = owner else { return record };
    let users = record.restart_needed.iter().chain(&record.restarted).filter(|user| **user != own.name);
    let users = users.map(|user| format!("`{user}`")).collect();
    if let Some(users) = named("Variables of these refer to what was deleted, and stay as they are written", users) {
        record.note = noted(record.note, users);
    }
    record
}

/// Restarts, where that was asked for although no variable had to change, and else says which services need it: what
/// runs may be older than what is stored.
async fn restart_only(
    cx: &Context,
    session: &Session,
    owner: &Owner,
    mut record: EnvResult,
    keys: &[String],
    restart: bool,
) -> Result<Outcome<EnvResult>, Fail<Error>> {
    let (mut stale, note) = restart::needed(session, owner, keys, restart).await?;
    if !restart {
        // Nothing was changed now, so only what an earlier change has left behind needs one.
        let old = old_variables::hostnames(session).await?;
        stale.retain(|hostname| old.contains(hostname));
        record.next = restart::suggested(cx, session, &stale);
        record.restart_needed = stale;
        return Ok(Outcome::Done(record));
    }
    record.restart_needed = stale;
    record.note = record.note.into_iter().chain(note).reduce(joined);
    restart::all(cx, session, record).await
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
    let text = dotenv::text(&service.name, &resolved.variables);
    let (folder, path) =
        (cx.working_folder().to_owned(), args.file_path.map_or_else(|| ".env".to_owned(), |path| path.0));
    let written = files::apart(move || dotenv::write(&folder, &path, &text)).await;
    let written = written.unwrap_or_else(|error| Err(format!("the folder {error}")));
    let written = written.map_err(|reason| Fail::new(code::FileRefused, format!("No .env was written: {reason}.")))?;
    let mut note = written.note;
    let hidden = resolved.hidden.iter().map(|key| format!("`{key}`")).collect();
    if let Some(hidden) = named("Left out, for the platform does not tell this token their values", hidden) {
        note = noted(note, hidden);
    }
    if let Some(unresolved) = resolve::said(&resolved.unresolved) {
        note = noted(note, unresolved);
    }
    let keys = resolved.variables.into_iter().map(|(key, _)| key).collect();
    let record = EnvResult { service: owner.hostname(), keys, note, file: Some(written.file), ..EnvResult::default() };
    Ok(fitted(record))
}

/// What the containers of a service see, with its values.
pub(crate) struct Seen {
    /// Key and value.
    pub(crate) variables: Vec<(String, String)>,
    /// The keys whose values the platform does not tell this token.
    pub(crate) hidden: Vec<String>,
    /// References that lead nowhere, which stay as they are written.
    pub(crate) unresolved: Vec<String>,
}

/// The references to variables of services that stay literal text in a service, each with the key that has it.
///
/// # Errors
/// As every call of the platform.
pub(crate) async fn nowhere(session: &Session, service: &Service) -> Result<Vec<(String, String)>, PlatformFault> {
    resolve::nowhere(session, service).await
}

/// The variables for a command beside a service.
///
/// # Errors
/// Why they cannot be read, in words.
pub(crate) async fn of_service(cx: &Context, hostname: &str) -> Result<Seen, String> {
    let read = async {
        let session = cx.connection().session().await?;
        let service = services::find::<Error>(&session, &Hostname(hostname.to_owned())).await?;
        Ok::<_, Fail<Error>>(resolve::environment(&session, &service).await?)
    };
    let resolved = read.await.map_err(|fail| fail.detail.message)?;
    let unresolved = resolved.unresolved.into_iter().collect();
    Ok(Seen { variables: resolved.variables, hidden: resolved.hidden, unresolved })
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
            Self::Service(service) => session.service_variables(service).await,
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
        suggest::variables(self.hostname().as_deref())
    }
}

/// A note after what was noted before.
fn noted(before: Option<String>, note: String) -> Option<String> {
    before.into_iter().chain([note]).reduce(joined)
}

fn joined(before: String, note: String) -> String {
    [before, note].join(" ")
}

/// Cuts the lists of an answer to what fits, and says so.
fn fitted(mut record: EnvResult) -> EnvResult {
    let mut room = room();
    room.keep(&record.note);
    let part = room.part(1, 2);
    for (list, what) in [(&mut record.keys, "variables"), (&mut record.restart_needed, "services that need a restart")]
    {
        let cut = room.cut_to(part, list);
        if cut > 0 {
            record.note = noted(record.note.take(), format!("{cut} more {what} are not listed."));
        }
    }
    record
}

fn unchanged(owner: &Owner) -> EnvResult {
    EnvResult { service: owner.hostname(), changed: Some(false), ..EnvResult::default() }
}

fn view(entry: &EnvEntry, revealed: bool) -> EnvView {
    let mut view = wire_to_view::env(entry);
    view.references = references(&entry.content).map(str::to_owned).collect();
    if revealed && !entry.is_hidden() {
        view.value.clone_from(&entry.content);
    }
    view
}

/// The names in `${…}` of a value.
fn references(content: &str) -> impl Iterator<Item = &str> {
    parse(content).into_iter().filter(|one| one.form == references::Form::Name).map(|one| one.name)
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
