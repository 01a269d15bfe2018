//! How the story is shown: what the agent says and calls, and what comes back.

use std::cell::Cell;

use serde_json::Value;

use crate::cli::client::{Client, Report, text_of};
use crate::cli::output::{BAD, DIM, GOOD, HEADING, NAME, WARN, painted};
use crate::cli::problem::Problem;
use crate::cli::{answer, output};
use crate::domain::call::NextCall;

/// Where the story is told: a client that says what it does.
#[derive(Debug)]
pub(super) struct Stage {
    client: Client,
    step: Cell<usize>,
}

impl Stage {
    /// A stage around a connected client.
    pub(super) fn new(client: Client) -> Self {
        Self { client, step: Cell::new(0) }
    }

    /// The client.
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Ends the connection.
    pub(super) async fn close(self) {
        self.client.close().await;
    }

    /// Begins a step with what the agent says.
    pub(super) fn say(&self, text: &str) -> Result<(), Problem> {
        self.step.set(self.step.get() + 1);
        let number = painted(HEADING, format!("{}.", self.step.get()));
        Ok(output::line(&format!("\n{number} {}", painted(HEADING, text)))?)
    }

    /// Makes a call that must work; answers its record.
    pub(super) async fn succeed(&self, call: &NextCall) -> Result<Value, Problem> {
        let (is_error, value) = self.make(call).await?;
        if is_error {
            output::line(&answer::failure_text(&value))?;
            return Err(self.unlike(&format!("{} failed", call.tool)));
        }
        Ok(value)
    }

    /// Makes a call that must fail with this code; shows the failure and answers it.
    pub(super) async fn fail(&self, call: &NextCall, code: &str) -> Result<Value, Problem> {
        let (is_error, value) = self.make(call).await?;
        if !is_error || value["code"] != code {
            return Err(self.unlike(&format!("{} did not answer {code}", call.tool)));
        }
        let text = |key: &str| output::printable(value[key].as_str().unwrap_or_default());
        output::line(&format!("   {} {} {}", painted(BAD, "<"), painted(BAD, code), text("error")))?;
        output::line(&format!("     {}", text("suggestion")))?;
        for next in value["next"].as_array().into_iter().flatten() {
            let (tool, args) = (next["tool"].as_str().unwrap_or_default(), &next["args"]);
            output::line(&format!("     {} {} {args}", painted(DIM, "next:"), painted(NAME, tool)))?;
        }
        Ok(value)
    }

    /// Refuses to go on unless something is as told.
    pub(super) fn expect(&self, is_so: bool, what: &str) -> Result<(), Problem> {
        if is_so { Ok(()) } else { Err(self.unlike(what)) }
    }

    fn unlike(&self, what: &str) -> Problem {
        Problem::Failed(format!("step {} did not go as told: {what}", self.step.get()))
    }

    async fn make(&self, call: &NextCall) -> Result<(bool, Value), Problem> {
        let arguments = Value::Object(call.args.clone());
        output::line(&format!("   {} {} {arguments}", painted(DIM, ">"), painted(NAME, &call.tool)))?;
        let answer = self.client.call(&call.tool, call.args.clone()).await;
        let result = answer.map_err(|error| self.unlike(&format!("{} was not answered: {error}", call.tool)))?;
        let value = match &result.structured_content {
            Some(value) => value.clone(),
            None => serde_json::from_str(&text_of(&result)).unwrap_or_default(),
        };
        Ok((result.is_error == Some(true), value))
    }

    /// Shows progress as it comes.
    pub(super) fn progress(report: &Report<'_>) {
        let text = painted(DIM, format!("   … {}", output::printable(report.message)));
        // What cannot be shown is no reason to end a call.
        let _ = output::line(&text);
    }

    /// Plays the human: shows the question and agrees.
    pub(super) fn human(question: &str) -> Option<bool> {
        let question = output::printable(question);
        let _ = output::line(&format!("   {} {question}", painted(WARN, "?")));
        let _ = output::line(&format!("   {} yes {}", painted(WARN, "!"), painted(DIM, "(the human; played here)")));
        Some(true)
    }
}

/// Shows a line of an answer.
pub(super) fn show(text: &str) -> Result<(), Problem> {
    Ok(output::line(&format!("   {} {}", painted(GOOD, "<"), output::printable(text)))?)
}
