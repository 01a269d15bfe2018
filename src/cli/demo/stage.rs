//! How the story is shown: what the agent says and calls, and what comes back.

use std::cell::Cell;
use std::time::Duration;

use anstyle::Style;
use serde_json::Value;

use super::lines::{paragraph, shown};
use super::scene::Scene;
use crate::cli::client::{Client, text_of};
use crate::cli::output::{BAD, HEADING};
use crate::cli::problem::Problem;
use crate::cli::{failure, output, terminal, words};
use crate::domain::call::NextCall;
use crate::domain::failure::failure_of;

/// How long whoever reads on a terminal has between two steps.
const BREATH: Duration = Duration::from_millis(1500);
/// How long a call may take; the help of the demo says so too.
const PATIENCE: Duration = Duration::from_mins(2);

/// Where the story is told: a client that says what it does.
#[derive(Debug)]
pub(super) struct Stage {
    client: Client,
    scene: Scene,
    /// Whether the sandbox goes on after a failure, so that something can be called.
    keeps: bool,
    step: Cell<usize>,
}

impl Stage {
    /// A stage around a connected client.
    pub(super) fn new(client: Client, scene: Scene, keeps: bool) -> Self {
        Self { client, scene, keeps, step: Cell::new(0) }
    }

    /// The client.
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Ends the connection.
    pub(super) async fn close(self) {
        self.client.close().await;
    }

    /// Begins a step with what the agent says. On a terminal there is a breath before it.
    pub(super) async fn say(&self, text: &str) -> Result<(), Problem> {
        if self.step.get() > 0 && terminal::width().is_some() {
            tokio::time::sleep(BREATH).await;
        }
        self.step.set(self.step.get() + 1);
        let number = format!("{}. ", self.step.get());
        Ok(output::line(&format!("\n{}", paragraph(&number, HEADING, text)))?)
    }

    /// Makes a call that must work; answers its record.
    pub(super) async fn succeed(&self, call: &NextCall) -> Result<Value, Problem> {
        let (is_error, mut value) = self.make(call).await?;
        if is_error {
            if !self.keeps {
                // The sandbox ends with this failure: nothing can be called there.
                value["next"] = Value::Null;
            }
            let spec = words::find(&call.tool).map(|word| word.spec);
            output::line(&failure::text(spec, &value))?;
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
        let text = |key: &str| value[key].as_str().unwrap_or_default();
        output::line(&paragraph("   < ", BAD, &format!("{code}: {}", text("error"))))?;
        output::line(&paragraph("     ", Style::new(), text("suggestion")))?;
        for next in value["next"].as_array().into_iter().flatten() {
            if let Ok(next) = serde_json::from_value::<NextCall>(next.clone()) {
                output::line(&shown("     next: ", &next))?;
            }
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
        output::line(&shown("   > ", call))?;
        let display = self.scene.begin(&call.tool);
        let answer = {
            let mut calling = std::pin::pin!(self.client.call(&call.tool, call.args.clone()));
            let deadline = tokio::time::Instant::now() + PATIENCE;
            let limited = tokio::time::timeout_at(deadline, &mut calling);
            tokio::select! {
                answer = limited => answer,
                never = display.show_name() => match never {},
            }
        };
        display.close();
        let answer = answer
            .map_err(|_| self.unlike(&format!("{} was not answered within {} s", call.tool, PATIENCE.as_secs())))?;
        let result = answer.map_err(|error| self.unlike(&format!("{} was not answered: {error}", call.tool)))?;
        let value = match &result.structured_content {
            Some(value) => value.clone(),
            None => failure_of(&text_of(&result)).unwrap_or_default(),
        };
        Ok((result.is_error == Some(true), value))
    }
}
