//! What surrounds the story: the sandbox, the server process, and what to do next.

use std::env;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::{ExitCode, Stdio};

use tokio_util::sync::CancellationToken;

use super::app::{self, App};
use super::folder::Folder;
use super::lines::paragraph;
use super::scene::Scene;
use super::stage::Stage;
use super::story;
use crate::cli::args::DemoArgs;
use crate::cli::client::{Client, Handler};
use crate::cli::output::{DIM, GOOD, HEADING, NAME, WARN, painted};
use crate::cli::problem::Problem;
use crate::cli::{connect, human, local, output, terminal};
use crate::process::runtime;
use crate::programs::{self, Needs, Running};
use crate::sandbox::options::Options;
use crate::sandbox::server::Sandbox;
use crate::sandbox::tokens::TokenKind;

/// Tells the story.
pub(crate) fn demo(args: &DemoArgs) -> Result<ExitCode, Problem> {
    let executes = cfg!(unix) && !args.no_exec;
    let options = Options::new().seed(local::builtin(&args.seed)?).execute(executes);
    let folder = Folder::temporary()?;
    runtime::run(async {
        let sandbox = Sandbox::start(options)
            .await
            .map_err(|error| Problem::Failed(format!("the sandbox did not start: {error}")))?;
        let ended = on(&sandbox, args, folder.path()).await;
        sandbox.shutdown().await;
        ended
    })?
}

/// Tells the story on a sandbox, and leaves that running afterwards where it is wanted.
async fn on(sandbox: &Sandbox, args: &DemoArgs, folder: &Path) -> Result<ExitCode, Problem> {
    let url = sandbox.url();
    let runs = app::runs(sandbox);
    let (app, missing) = if runs { App::of_this_computer().await } else { (App::server(), None) };
    output::line(&painted(HEADING, "zcp demo: an agent works on a Zerops project"))?;
    let about = format!(
        "A sandbox at {url} plays the platform, `zcp serve` is a process of its own, and this is its MCP client."
    );
    output::line(&paragraph("", DIM, &about))?;
    for note in sandbox.execution_notes().unwrap_or_default().iter().chain(&missing) {
        output::line(&paragraph("", WARN, note))?;
    }
    let signal = runtime::signal()?;
    let told = tokio::select! {
        told = tell(&url, app, folder, runs, args.keep) => told,
        signal = signal => Err(Problem::Stopped(signal, "the demo was interrupted".to_owned())),
    };
    match told {
        Ok(()) => output::line(&painted(GOOD, "\nEverything went as told."))?,
        Err(problem @ Problem::Failed(_)) if args.keep => {
            output::error_line(&format!("{} {}", painted(WARN, "error:"), output::printable(&problem.to_string())));
            keep(sandbox).await?;
            return Err(problem);
        }
        Err(problem) => return Err(problem),
    }
    if args.keep || wants_more().await? {
        keep(sandbox).await?;
    } else {
        output::line(&next(&args.seed))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Starts the server process, tells the story to it, and ends it by closing its input.
async fn tell(url: &str, app: App, folder: &Path, runs: bool, keeps: bool) -> Result<(), Problem> {
    let mut server = spawn(url, folder)?;
    let (Some(reader), Some(writer)) = (server.stdout(), server.stdin()) else {
        return Err(Problem::Failed("the server process has no pipes".to_owned()));
    };
    let scene = Scene::new();
    let handler = Handler::new(scene.human(), scene.progress());
    let client = Client::over(reader, writer, handler, CancellationToken::new()).await.map_err(Problem::Failed)?;
    let stage = Stage::new(client, scene, keeps);
    let told = story::tell(&stage, app, folder, runs).await;
    stage.close().await;
    let status = server.wait().await?;
    told?;
    if status.success() { Ok(()) } else { Err(Problem::Failed(format!("the server process ended with {status}"))) }
}

/// A server that knows the sandbox alone: nothing of this environment's project reaches it.
fn spawn(url: &str, folder: &Path) -> Result<Running, Problem> {
    let program = env::current_exe()?;
    let mut server = programs::command(program, Needs::Nothing);
    server
        .arg("serve")
        .current_dir(folder)
        .env("ZCP_API_HOST", url)
        .env("ZCP_API_KEY", TokenKind::Valid.token())
        .stdin(Stdio::piped())
        .stderr(Stdio::inherit());
    programs::start(server).map_err(|error| Problem::Failed(format!("the server process did not start: {error}")))
}

/// Asks whoever watches on a terminal whether the sandbox is kept. Nobody else is asked.
async fn wants_more() -> Result<bool, Problem> {
    if !(io::stdin().is_terminal() && terminal::is_error_terminal() && terminal::width().is_some()) {
        return Ok(false);
    }
    let signal = runtime::signal()?;
    let asking = tokio::task::spawn_blocking(|| human::ask_yes("\nKeep this sandbox, and connect an agent to it?"));
    tokio::select! {
        answer = asking => Ok(answer.ok().flatten() == Some(true)),
        _ = signal => {
            output::error_line("");
            Ok(false)
        }
    }
}

/// Leaves the sandbox running until Ctrl-C, and says how to get there.
async fn keep(sandbox: &Sandbox) -> Result<(), Problem> {
    let signal = runtime::signal()?;
    let (url, token, ssh) = (sandbox.url(), TokenKind::Valid.token(), sandbox.ssh_config());
    output::line(&format!("\n{}", painted(HEADING, "Connect an agent to this very sandbox")))?;
    output::line(&connect::running_sandbox(&url, token, ssh))?;
    output::line(&format!("\n{}", painted(HEADING, "Or look at it yourself, in another shell")))?;
    output::line(&connect::exports(&url, token, ssh))?;
    output::line(&format!("{} services", connect::program()))?;
    output::line(&painted(DIM, "\nThe sandbox stays until Ctrl-C."))?;
    signal.await;
    Ok(())
}

fn next(seed: &str) -> String {
    let program = connect::program();
    let command = |words: &str, what: &str| {
        format!(
            "  {}{}",
            painted(NAME, format!("{:26}", format!("{program} {words}"))),
            painted(DIM, format!("  {what}"))
        )
    };
    [
        painted(HEADING, "\nConnect an agent"),
        command("demo --keep", "tells this again, and keeps the sandbox for an agent"),
        command("sandbox", "a project to try things on; it says how an agent connects"),
        format!("\n{}", painted(HEADING, "Or to a sandbox of its own, which simulates builds")),
        connect::own_sandbox(seed),
    ]
    .join("\n")
}
