//! `zcp init`: from what is wanted to what was done, one line for each file.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::mem::{Discriminant, discriminant};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::args::{InitArgs, Part};
use super::clients::{CLIENTS, Client, Format, OTHER};
use super::content::Content;
use super::done::{Done, Folded, line, outcome};
use super::file::{MAX_BYTES, Opened, Unwritten, open_in_home, open_in_project};
use super::plan::{self, Wanted};
use super::server::Start;
use super::target::Target;
use super::word::{Project, Word};
use super::{diff, overlay, ssh, tracked};
use crate::cli::output::{self, DIM, painted};
use crate::cli::place::Place;
use crate::cli::problem::Problem;
use crate::cli::{connect, setup, terminal, wrap};
use crate::platform::credentials::Credentials;
use crate::platform::host::DEFAULT_HOST;
use crate::process::runtime;

/// How often a file that somebody else writes at the same time is tried.
const TRIES: usize = 5;

/// Puts everything where it belongs, or takes it out.
pub(in crate::cli) fn init(args: &InitArgs) -> Result<ExitCode, Problem> {
    let place = Place::current();
    let project = std::env::current_dir()
        .map_err(|error| Problem::Failed(format!("the folder that this runs in cannot be found: {error}")))?;
    let start = start(args, &project)?;
    if let Some(part) = args.print {
        return print(args, part, &place, start);
    }
    let home = std::env::home_dir().filter(|home| home.is_absolute());
    let home = home.ok_or_else(|| Problem::Failed("there is no home folder: set HOME".to_owned()))?;
    let in_home = args.user || place.hostname().is_some();
    let ssh = match (place.hostname(), args.remove) {
        (None, false) => None,
        (Some(_), false) => Some(ssh::lines(&place)),
        (_, true) => in_home.then(|| Ok(String::new())),
    };
    let wanted = Wanted { clients: &args.clients, in_home, remove: args.remove, start, skills: args.skills, ssh };
    let clients = plan::clients(&wanted);
    let mut seen = Seen::default();
    let mut left = 0;
    let mut changed = 0;
    let mut has_server = true;
    let mut unignored = false;
    let mut folded = Folded::default();
    let targets = plan::targets(wanted, &project, &home);
    tracked::refuse(&targets, &project)?;
    let all = targets.len();
    for mut target in targets {
        if let (true, Content::Ignored(lines)) = (args.remove, &mut target.content) {
            lines.retain(|line| !seen.kept.contains(line));
        }
        let done = if unignored && target.in_project && target.content.has_token() {
            Done::LeftAlone("git would take the token, for .gitignore was left alone".to_owned())
        } else {
            carry_out(&target, &project, args, &mut seen)
        };
        let is_left = matches!(done, Done::LeftAlone(_));
        unignored |= is_left && matches!(target.content, Content::Ignored(_));
        left += usize::from(is_left);
        if is_left && target.in_project {
            seen.kept.insert(format!("/{}", target.shown));
        }
        has_server &= !(is_left && matches!(target.content, Content::Json(..) | Content::Toml(_)));
        changed += usize::from(matches!(done, Done::To(_) | Done::Would(_)));
        if is_skill(&target) && !is_left {
            folded.add(&target.shown, &done);
        } else if !(args.remove && matches!(done, Done::Unchanged(_))) {
            let shown = line(&target, &done);
            // A difference is shown as it is.
            let shown = if matches!(done, Done::Would(_)) { shown } else { wrap::page(&shown, terminal::width()) };
            output::line(&shown)?;
        }
    }
    for line in folded.lines(args.remove) {
        output::line(&line)?;
    }
    if !args.remove && clients.iter().any(|client| client.in_project.is_none() && client.in_home.is_none()) {
        let entry = Content::Json(OTHER, Start { read_only: args.read_only, ..Start::new(connect::program()) })
            .alone()
            .map_err(Problem::Failed)?;
        output::line(&format!("\nPut this into the configuration of your client:\n\n{}", entry.trim_end()))?;
    }
    let end = if args.dry_run {
        "Nothing was written. Without --dry-run it is.".to_owned()
    } else if args.remove {
        removed(changed, left, in_home)
    } else if has_server {
        next(&clients)
    } else {
        "Correct the files above and run `zcp init` again: a client without its server has no tools.".to_owned()
    };
    output::line(&wrap::page(&format!("\n{}", painted(DIM, end)), terminal::width()))?;
    if left == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    let was = if left == 1 { "was" } else { "were" };
    Err(Problem::Failed(format!("{left} of {all} files {was} left alone, for the reason that stands beside it")))
}

/// How the server is started; with the token only where that was asked for.
fn start(args: &InitArgs, project: &Path) -> Result<Start, Problem> {
    let known = credentials();
    let host = known.as_ref().ok().map(|known| known.host.clone());
    let word = Word::Project(Project { host, folder: overlay::top(project), is_brought: false });
    let start = Start {
        word,
        read_only: args.read_only,
        requires_workflow: args.require_workflow,
        ..Start::new(connect::program())
    };
    if !args.with_token {
        return Ok(start);
    }
    let Credentials { token, host, .. } = known.map_err(Problem::Failed)?;
    let header = token.header();
    let token = header.as_ref().and_then(|header| header.to_str().ok()?.strip_prefix("Bearer "));
    let token = token.ok_or_else(|| Problem::Failed("the token cannot be written".to_owned()))?;
    let scheme = if host.is_plain() { "http://" } else { "" };
    let host = Some(format!("{scheme}{host}")).filter(|host| host != DEFAULT_HOST);
    Ok(Start { token: Some(token.to_owned()), host, ..start })
}

fn credentials() -> Result<Credentials, String> {
    let read = runtime::run(async { setup::connection().credentials().await });
    read.map_err(|error| error.to_string())?.map_err(|error| error.message)
}

fn print(args: &InitArgs, part: Part, place: &Place, start: Start) -> Result<ExitCode, Problem> {
    let named = args.clients.first();
    let client = CLIENTS.iter().find(|client| named.is_none_or(|name| client.name == *name));
    let content = match (part, client.map(|client| client.format)) {
        (Part::Instructions, _) => Content::Instructions,
        (Part::Settings, _) => Content::Settings(start.word),
        (Part::Ssh, _) => Content::Ssh(ssh::lines(place).map_err(Problem::Failed)?),
        (Part::Config, Some(Format::Json(form))) => Content::Json(form, start),
        (Part::Config, Some(Format::Toml) | None) => Content::Toml(start),
    };
    output::line(content.alone().map_err(Problem::Failed)?.trim_end())?;
    Ok(ExitCode::SUCCESS)
}

fn is_skill(target: &Target) -> bool {
    matches!(target.content, Content::Skill(_))
}

/// What has been come across.
#[derive(Default)]
struct Seen {
    /// The files themselves, with what they got.
    files: Vec<(PathBuf, Discriminant<Content>)>,
    /// The rules of files that may hold a token still.
    kept: BTreeSet<String>,
}

fn carry_out(target: &Target, project: &Path, args: &InitArgs, seen: &mut Seen) -> Done {
    if args.remove && target.path.metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return Done::Unchanged("");
    }
    for _ in 0..TRIES {
        let opened =
            if target.in_project { open_in_project(project, &target.path) } else { open_in_home(&target.path) };
        let opened = match opened {
            Ok(opened) => opened,
            Err(why) => return Done::LeftAlone(why),
        };
        if let Some(why) = &target.refused {
            return Done::LeftAlone(why.clone());
        }
        let kind = discriminant(&target.content);
        if seen.files.iter().any(|(real, other)| *real == opened.real && *other == kind) {
            return Done::Unchanged("it is the same file as one above");
        }
        match change(target, &opened, args, &mut seen.kept) {
            Ok(done) => {
                seen.files.push((opened.real, kind));
                return done;
            }
            Err(Unwritten::Failed(why)) => return Done::LeftAlone(why),
            Err(Unwritten::Changed) => {}
        }
    }
    Done::LeftAlone("somebody else is writing it; run this again".to_owned())
}

fn change(target: &Target, opened: &Opened, args: &InitArgs, kept: &mut BTreeSet<String>) -> Result<Done, Unwritten> {
    if target.content.has_token() && opened.is_anothers() {
        return Err(Unwritten::Failed(
            "it belongs to another user, who would read the token; run this as that user, or leave out --with-token"
                .to_owned(),
        ));
    }
    let before = opened.text.as_deref();
    let after = match (args.remove, before) {
        (true, None) => return Ok(Done::Unchanged("")),
        (true, Some(text)) => target.content.take(text),
        (false, before) => target.content.put(before).map(Some),
    };
    let after = after.map_err(Unwritten::Failed)?;
    if after.as_deref().is_some_and(|text| target.content.may_keep_token(text)) {
        kept.insert(format!("/{}", target.shown));
    }
    if after.as_deref() == before {
        return Ok(Done::Unchanged(""));
    }
    if after.as_ref().is_some_and(|text| text.len() as u64 > MAX_BYTES) {
        return Err(Unwritten::Failed("it would be larger than 1 MiB".to_owned()));
    }
    if args.dry_run {
        opened.check()?;
        if is_skill(target) {
            return Ok(Done::Would(outcome(before, after.as_deref()).to_owned()));
        }
        return Ok(Done::Would(diff::unified(&target.shown, before, after.as_deref(), &target.content.texts())));
    }
    match &after {
        Some(text) => {
            // Clients keep secrets of their own in the home folder.
            let private = target.content.is_private() || (before.is_none() && !target.in_project);
            opened.write(text, private && !args.remove)?;
        }
        None => {
            opened.delete()?;
            if target.in_project {
                remove_folders(target);
            }
        }
    }
    Ok(Done::To(match (before, &after) {
        (Some(_), Some(_)) if args.remove => "taken out of it",
        (Some(text), Some(_)) if target.content.is_block() && text.contains("ZCP:BEGIN") => {
            "updated: what stood between its ZCP marks was replaced"
        }
        (_, None) if !is_skill(target) => "deleted: nothing else was in it",
        _ => outcome(before, after.as_deref()),
    }))
}

/// Takes away the folders of a file that is gone. One that still holds something stays.
fn remove_folders(target: &Target) {
    let depth = target.shown.matches('/').count();
    for folder in target.path.ancestors().skip(1).take(depth) {
        if std::fs::remove_dir(folder).is_err() {
            return;
        }
    }
}

fn removed(changed: usize, left: usize, in_home: bool) -> String {
    let what = match (changed, left) {
        (0, 0) => "There was nothing to take out.",
        (_, 0) => "What `zcp init` had put in is out again.",
        (0, _) => "Nothing was taken out: correct the files above and run `zcp init --remove` again.",
        _ => {
            "The rest of what `zcp init` had put in is out again: correct the files above and run `zcp init --remove` again."
        }
    };
    let rest = if in_home { "" } else { " `zcp init --remove --user` does it in the home folder." };
    format!("{what}{rest}")
}

fn next(clients: &[&Client]) -> String {
    let titles: Vec<&str> = clients.iter().map(|client| client.title).collect();
    let start = format!("Next: start {} in this folder and allow the server `zerops`.", titles.join(" or "));
    match credentials() {
        Ok(_) => format!("{start} `zcp doctor` says whether it reaches the project."),
        Err(why) => format!("{why}. `zcp doctor` says what else is missing.\n{start}"),
    }
}
