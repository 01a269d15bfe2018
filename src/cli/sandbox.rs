//! `zcp sandbox`: a local Zerops in the foreground.

use std::io::{self, Read};
use std::path::Path;
use std::process::ExitCode;

use super::args::{ClockArg, SandboxArgs};
use super::offer_args::DEFAULT_SEED;
use super::output::{DIM, HEADING, NAME, WARN, painted};
use super::problem::Problem;
use super::{connect, output, terminal, wrap};
use crate::domain::call::shell_quoted;
use crate::process::runtime;
use crate::sandbox::options::{ClockMode, Options};
use crate::sandbox::seeds::{self, Seed};
use crate::sandbox::server::Sandbox;
use crate::sandbox::tokens::TokenKind;

/// The largest document that is read; the platform takes less.
const MAX_BYTES: u64 = 1024 * 1024;

/// Runs a sandbox until Ctrl-C or SIGTERM.
pub(super) fn sandbox(args: &SandboxArgs) -> Result<ExitCode, Problem> {
    let clock = match args.clock {
        ClockArg::Real => ClockMode::Real,
        ClockArg::Instant => ClockMode::Instant,
    };
    let mut options =
        Options::new().port(args.port).clock(clock).platform(args.platform).execute(!args.no_exec && cfg!(unix));
    if args.tls {
        options = options.tls_port(args.tls_port);
    }
    if let Some(folder) = &args.dir {
        options = options.folder(folder);
    }
    for seed in projects(args)? {
        options = options.seed(seed);
    }
    runtime::run(async {
        let signal = runtime::signal()?;
        let sandbox = Sandbox::start(options).await.map_err(|error| not_started(&error, args))?;
        if args.json {
            output::line(&output::json(&sandbox.control().status()))?;
        } else {
            output::line(&welcome(&sandbox))?;
        }
        signal.await;
        sandbox.shutdown().await;
        Ok(ExitCode::SUCCESS)
    })?
}

fn not_started(error: &std::io::Error, args: &SandboxArgs) -> Problem {
    if error.kind() == std::io::ErrorKind::AddrInUse {
        let ports = [args.port, args.tls_port].into_iter().filter(|port| *port != 0);
        let ports: Vec<String> = ports.map(|port| port.to_string()).collect();
        return Problem::Failed(format!(
            "port {} is in use; choose another one, or 0 for any free one",
            ports.join(" or ")
        ));
    }
    Problem::Failed(format!("the sandbox did not start: {error}"))
}

/// The projects: those of the seeds, then those of the imports. Each is called as it is said to be,
/// else as its document says; else the first is `demo`, the others are called after where they come from.
fn projects(args: &SandboxArgs) -> Result<Vec<Seed>, Problem> {
    let mut sources: Vec<(String, String)> = Vec::new();
    let default = [DEFAULT_SEED.to_owned()];
    let names = if args.seeds.is_empty() && args.imports.is_empty() { &default } else { args.seeds.as_slice() };
    for name in names {
        let Some(document) = seeds::find(name) else {
            let known = seeds::NAMES.join(", ");
            return Err(Problem::Usage(format!("no seed is called `{name}`. Known: {known}")));
        };
        sources.push((name.clone(), document.to_owned()));
    }
    for path in &args.imports {
        let document = read_document(path)
            .map_err(|error| Problem::Failed(format!("{} cannot be read: {error}", path.display())))?;
        sources.push((stem(path), document));
    }
    if args.projects.len() > sources.len() {
        return Err(Problem::Usage("there are more --project names than projects".to_owned()));
    }
    let named = |(index, (source, document)): (usize, (String, String))| {
        let default = if index == 0 { "demo".to_owned() } else { source };
        let seed = Seed::new(default, document);
        match args.projects.get(index) {
            Some(name) => seed.named(name),
            None => seed,
        }
    };
    Ok(sources.into_iter().enumerate().map(named).collect())
}

/// Reads an import document: a regular file, or standard input for `-`. Devices and pipes may have
/// no end.
fn read_document(path: &Path) -> io::Result<String> {
    if path == Path::new("-") {
        return read_bounded(io::stdin().lock());
    }
    read_bounded(crate::files::open_named(path)?)
}

fn read_bounded(from: impl Read) -> io::Result<String> {
    let mut text = String::new();
    from.take(MAX_BYTES + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MAX_BYTES {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is larger than 1 MiB"));
    }
    Ok(text)
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .filter(|stem| *stem != "-")
        .map_or_else(|| "import".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// What a token is for, in a few words.
fn purpose(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Valid => "reads and writes the first project",
        TokenKind::ReadOnly => "reads the first project; each change is refused",
        TokenKind::NoProject => "is valid and reaches no project",
        TokenKind::TwoProjects => "reaches every project, so zcp asks for a narrower one",
        TokenKind::Sibling => "reads and writes the first project, reads the others",
        TokenKind::Expired => "was valid once",
    }
}

/// How zcli finds the sandbox; nothing without TLS.
fn zcli(sandbox: &Sandbox) -> Vec<String> {
    let Some((url, ca_file)) = sandbox.secure() else { return Vec::new() };
    let mut lines = vec![painted(HEADING, "With TLS, for zcli; nothing trusts its certificate but what you tell to")];
    lines.push(format!("  {url}, whose certificate authority is {}", ca_file.display()));
    lines.extend(sandbox.control().zcli_exports());
    lines.push(format!("zcli login {}", TokenKind::Valid.token()));
    lines.push(String::new());
    lines
}

fn welcome(sandbox: &Sandbox) -> String {
    let (url, notes, ssh_config) = (&sandbox.url(), sandbox.execution_notes(), sandbox.ssh_config());
    let token = TokenKind::Valid.token();
    let heading = |text: &str| painted(HEADING, text);
    let ssh = ssh_config.map(|file| format!("\n  ssh -F {} HOSTNAME", shell_quoted(&file.display().to_string())));
    let ssh = ssh.unwrap_or_default();
    let width = terminal::width();
    let prose = |text: &str| wrap::page(text, width);
    let token_of =
        |kind: &TokenKind| wrap::hanging(&format!("  {:27} ", kind.token()), &painted(DIM, purpose(*kind)), width);
    let tokens: Vec<String> = TokenKind::ALL.iter().map(token_of).collect();
    let mut lines = vec![
        format!("A local Zerops listens at {}.", painted(NAME, url)),
        painted(WARN, notes.map_or_else(|| "It simulates: no code runs.".to_owned(), |notes| prose(&notes.join("\n")))),
        "Ctrl-C ends it and forgets everything.".to_owned(),
        String::new(),
        heading("In another shell"),
        connect::exports(url, token, ssh_config),
        format!("{} call zerops_discover", connect::program()),
        String::new(),
    ];
    lines.extend(zcli(sandbox));
    lines.extend([
        connect::running_sandbox(url, token, ssh_config),
        String::new(),
        heading("By hand"),
        format!("  curl -s -H 'Authorization: Bearer {token}' {url}/api/rest/public/user/info{ssh}"),
        String::new(),
        heading("Tokens"),
        tokens.join("\n"),
        String::new(),
        heading("Control: state, faults, time, the log of requests; no token needed"),
        format!("  curl -s {url}/sandbox/status"),
        format!("  curl -s {url}/sandbox/requests"),
        format!("  curl -s {url}/sandbox/faults -d '{{\"operation\":\"service.get\",\"kind\":\"reset\"}}'"),
        format!("  curl -s {url}/sandbox/clock/advance -d '{{\"seconds\":60}}'"),
    ]);
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::platform_date::PlatformDate;

    fn args(seeds: &[&str], projects: &[&str]) -> SandboxArgs {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let (seeds, projects) = (owned(seeds), owned(projects));
        SandboxArgs {
            port: 0,
            seeds,
            imports: Vec::new(),
            projects,
            clock: ClockArg::Real,
            platform: PlatformDate::default(),
            no_exec: false,
            json: false,
            tls: false,
            tls_port: 0,
            dir: None,
        }
    }

    fn names(args: &SandboxArgs) -> Vec<String> {
        projects(args).expect("projects").into_iter().map(|seed| seed.project).collect()
    }

    #[test]
    fn projects_are_named_in_order() {
        assert_eq!(names(&args(&[], &[])), ["demo"]);
        assert_eq!(names(&args(&["ha", "empty"], &[])), ["demo", "empty"]);
        assert_eq!(names(&args(&["ha", "empty"], &["shop", "blog"])), ["shop", "blog"]);
        assert!(matches!(projects(&args(&[], &["a", "b"])), Err(Problem::Usage(_))));
    }

    #[test]
    fn an_import_that_cannot_be_read_is_named() {
        let mut args = args(&[], &[]);
        args.imports.push("no-such-file.yaml".into());
        let problem = projects(&args).expect_err("unreadable");
        assert!(problem.to_string().starts_with("no-such-file.yaml"), "{problem}");
    }

    #[test]
    fn an_import_without_an_end_is_not_read() {
        let error = read_bounded(io::repeat(b'x')).expect_err("endless");
        assert!(error.to_string().contains("1 MiB"), "{error}");
        assert_eq!(read_bounded(&b"services: []"[..]).expect("short"), "services: []");
        assert!(read_document(Path::new(".")).is_err());
        #[cfg(unix)]
        assert!(read_document(Path::new("/dev/zero")).is_err());
    }
}
