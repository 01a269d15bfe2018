//! What surrounds the story: the sandbox, the server process, and what to do next.

use std::env;
use std::path::Path;
use std::process::{ExitCode, Stdio};
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::app::{self, App};
use super::folder::Folder;
use super::stage::Stage;
use super::story;
use crate::cli::args::DemoArgs;
use crate::cli::client::{Client, Handler, Human};
use crate::cli::output::{DIM, GOOD, HEADING, NAME, WARN, painted};
use crate::cli::problem::Problem;
use crate::cli::{connect, local, output};
use crate::mcp::runtime;
use crate::programs::{self, Needs, Running};
use crate::sandbox::options::Options;
use crate::sandbox::server::Sandbox;
use crate::sandbox::tokens::TokenKind;

/// Tells the story.
pub(crate) fn demo(args: &DemoArgs) -> Result<ExitCode, Problem> {
    let options = Options::new().seed(local::builtin(&args.seed)?).execute(cfg!(unix) && !args.no_exec);
    let app = App::of_this_computer();
    let folder = Folder::temporary()?;
    runtime::run(async {
        let sandbox = Sandbox::start(options)
            .await
            .map_err(|error| Problem::Failed(format!("the sandbox did not start: {error}")))?;
        let url = sandbox.url();
        output::line(&painted(HEADING, "zcp demo: an agent works on a Zerops project"))?;
        output::line(&painted(
            DIM,
            format!(
                "A sandbox at {url} plays the platform, `zcp serve` is a process of its own, and this is its MCP client."
            ),
        ))?;
        for note in sandbox.execution_notes().unwrap_or_default() {
            output::line(&painted(WARN, note))?;
        }
        let signal = runtime::signal()?;
        let told = tokio::select! {
            told = tell(&url, app, folder.path(), app::runs(&sandbox)) => told,
            signal = signal => Err(Problem::Stopped(signal, "the demo was interrupted".to_owned())),
        };
        if let Err(problem) = told {
            sandbox.shutdown().await;
            return Err(problem);
        }
        output::line(&painted(GOOD, "\nEverything went as told."))?;
        output::line(&format!("\n{}", painted(HEADING, "Connect an agent to the same sandbox")))?;
        if args.keep {
            keep(&url).await?;
        } else {
            output::line(&next(&args.seed))?;
        }
        sandbox.shutdown().await;
        Ok(ExitCode::SUCCESS)
    })?
}

/// Starts the server process, tells the story to it, and ends it by closing its input.
async fn tell(url: &str, app: App, folder: &Path, runs: bool) -> Result<(), Problem> {
    let mut server = spawn(url, folder)?;
    let (Some(reader), Some(writer)) = (server.stdout(), server.stdin()) else {
        return Err(Problem::Failed("the server process has no pipes".to_owned()));
    };
    let handler = Handler::new(Human::Asks(Arc::new(Stage::human)), Arc::new(Stage::progress));
    let client = Client::over(reader, writer, handler, CancellationToken::new()).await.map_err(Problem::Failed)?;
    let stage = Stage::new(client);
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

async fn keep(url: &str) -> Result<(), Problem> {
    let signal = runtime::signal()?;
    let token = TokenKind::Valid.token();
    let exports = connect::exports(url, token, None);
    output::line(&format!("{}\n{exports}", painted(HEADING, "In another shell")))?;
    output::line(&connect::running_sandbox(url, token, None))?;
    output::line(&painted(DIM, "\nThe sandbox stays until Ctrl-C."))?;
    signal.await;
    Ok(())
}

fn next(seed: &str) -> String {
    let program = connect::program();
    format!(
        "{}\n\n{}\n  {}   {}\n  {}",
        connect::own_sandbox(seed),
        painted(HEADING, "One sandbox for several processes"),
        painted(NAME, format!("{program} sandbox --seed {seed} --port 8080")),
        painted(DIM, "in one shell, and in the others"),
        connect::exports("http://127.0.0.1:8080", TokenKind::Valid.token(), None).replace('\n', "\n  "),
    )
}
