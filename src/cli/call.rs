//! `zcp call`: one tool call through a real client and a real server, printed for a person or a
//! script.

use std::convert::Infallible;
use std::io::Read;
use std::process::ExitCode;
use std::sync::Arc;

use rmcp::model::CallToolResult;
use rmcp::service::ServiceError;
use serde_json::{Map, Value};

use super::args::{CallArgs, call_help};
use super::arguments::{self, Parsed};
use super::client::{Client, Handler};
use super::problem::Problem;
use super::progress::{Display, Mode};
use super::{answer, human, output, page, setup, terminal};
use crate::generated::registry::TOOLS;
use crate::mcp::runtime;
use crate::mcp::server::Server;

/// Calls the tool.
pub(super) fn call(args: &CallArgs) -> Result<ExitCode, Problem> {
    let Some(tool) = &args.tool else {
        output::line(call_help().trim_end())?;
        return Ok(ExitCode::SUCCESS);
    };
    // The arguments of a tool that does not exist cannot be read; the server says so in its words.
    let spec = TOOLS.iter().map(|tool| tool.spec).find(|spec| spec.name == tool);
    let parsed = match spec {
        Some(spec) => arguments::parse(&spec.params, &args.arguments, read_input).map_err(|problem| {
            Problem::Usage(format!("{problem}\n\n`zcp tools {}` shows its parameters.", spec.name))
        })?,
        None => Parsed::default(),
    };
    if let (true, Some(spec)) = (args.help || parsed.help, spec) {
        output::line(&page::page(spec, false, terminal::width()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut offer = args.offer.clone();
    offer.read_only |= parsed.read_only;
    let seed = parsed.sandbox.as_deref().or(args.sandbox.as_deref());
    let server = setup::server(&offer, seed)?;
    let is_json = args.json || parsed.json;
    let display = Display::new(Mode::suitable(args.quiet || parsed.quiet, is_json), tool);
    match runtime::run(make(server, tool, parsed.arguments, &display))?? {
        Ended::Answered(result) if is_json => answer::show_json(&result),
        Ended::Answered(result) => answer::show(&result),
        Ended::Stopped(signal, answer) => {
            if let Some(result) = &answer {
                if is_json {
                    answer::show_json(result)?
                } else {
                    answer::show(result)?
                };
            }
            // What a sandbox of this process has begun ends with it.
            let goes_on = answer.is_none() && seed.is_none() && spec.is_some_and(|spec| !spec.hints.read_only);
            let rest =
                if goes_on { ". What the platform has begun goes on; `zcp call zerops_events` shows it" } else { "" };
            Err(Problem::Stopped(signal, format!("the call was interrupted{rest}")))
        }
    }
}

/// How a call ended.
enum Ended {
    /// With an answer.
    Answered(CallToolResult),
    /// Early, by this signal; with what the server said of the work that it left.
    Stopped(&'static str, Option<CallToolResult>),
}

fn read_input() -> Result<String, String> {
    let mut text = String::new();
    match std::io::stdin().read_to_string(&mut text) {
        Ok(_) => Ok(text),
        Err(error) => Err(format!("standard input cannot be read: {error}")),
    }
}

/// Makes the call. The client asks for progress, so that a change is awaited.
async fn make(
    server: Server,
    tool: &str,
    arguments: Map<String, Value>,
    display: &Arc<Display>,
) -> Result<Ended, Problem> {
    let signal = runtime::signal()?;
    let handler = Handler::new(display.aside(human::at_terminal()), display.reports());
    let client = Client::in_process(server, handler).await.map_err(Problem::Failed)?;
    let waiting = async {
        display.wait().await;
        std::future::pending::<Infallible>().await
    };
    let called = {
        let mut call = std::pin::pin!(client.call(tool, arguments));
        tokio::select! {
            called = &mut call => called.map(Ended::Answered),
            signal = signal => {
                // The server says what became of the call; a second signal does not wait for that.
                let again = runtime::signal()?;
                client.interrupt();
                tokio::select! {
                    called = call => Ok(Ended::Stopped(signal, called.ok())),
                    _ = again => return Ok(Ended::Stopped(signal, None)),
                }
            }
            never = waiting => match never {},
        }
    };
    display.close();
    client.close().await;
    called.map_err(|error| match error {
        // The request itself was refused: there is no such tool.
        ServiceError::McpError(error) => Problem::Usage(format!("{}\n\n`zcp tools` lists the tools.", error.message)),
        other => Problem::Failed(format!("the call was not answered: {other}")),
    })
}
