//! One `tools/call`: bounded, cancellable, and answered whatever the operation does.

use std::borrow::Cow;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use rmcp::model::{CallToolRequestParams, CallToolResponse, CallToolResult, ErrorData};
use rmcp::service::RequestContext;
use rmcp::{RoleServer, model::JsonObject};
use tokio_util::sync::CancellationToken;

use super::consent::{self, Bound};
use super::metrics::{ASKED, OK};
use super::offer::Lookup;
use super::progress::Reporter;
use super::record::Record;
use super::server::Server;
use super::{hosts, methods, refusal, render, tasks};
use crate::domain::decode;
use crate::domain::failure::{Failure, Question};
use crate::domain::params::Action;
use crate::domain::scope::{Consent, Progress, Scope};
use crate::generated::errors::AUTH_REQUIRED;
use crate::ops::tool::Tool;

/// What came of running an operation once.
enum Ran {
    /// It answered, rightly or wrongly.
    Answered(Answered),
    /// It wants the human asked; this is the answer if that cannot be.
    Asks(Question, Answered),
}

/// An answer, and the code of its failure.
struct Answered {
    result: CallToolResult,
    code: Cow<'static, str>,
}

/// Answers a call.
pub(super) async fn call(
    server: &Server,
    request: CallToolRequestParams,
    cx: &RequestContext<RoleServer>,
) -> Result<CallToolResponse, ErrorData> {
    let arguments = request.arguments.unwrap_or_default();
    let tool = match server.offer().lookup(&request.name, &arguments) {
        Lookup::Offered(tool) => tool,
        Lookup::Withheld(tool, why) => {
            let failure = refusal::withheld(tool.spec, &arguments, why);
            if let Some(record) = Record::of(server, cx, tool.spec, &arguments) {
                record.refused(&failure.code).await;
            }
            return Ok(render::failure(tool.spec, server.offer(), &failure).into());
        }
        Lookup::Unknown => return Err(unknown(server, &request.name)),
    };

    let mut counted = server.metrics().begin(tool.spec.name);
    let mut end = |answered: Answered| {
        counted.code = answered.code;
        answered.result.into()
    };
    let can_ask = consent::can_ask(cx);
    let modern = consent::is_modern(cx);
    // What one request of a connection can do, its human can: another one cannot take that back.
    let has_human = server.connection().has_human(can_ask || consent::could_ask(cx));
    let mut consent = match can_ask {
        true => Consent::CanAsk,
        false if server.requires_human() => Consent::HumanMissing,
        false if has_human => Consent::HumanWithheld,
        false => Consent::CannotAsk,
    };
    // It costs as much as the arguments, so it is made only where a question can be sealed.
    let bound = (modern && can_ask).then(|| Bound::new(server.caller().name(), &request.name, &arguments));
    if let Some(bound) = &bound {
        let state = request.request_state.as_deref();
        let responses = request.input_responses.as_ref();
        if let Some(answer) = server.questions().open(bound, state, responses, server.clock().now())? {
            consent = answer;
        }
    }

    let params = &tool.spec.params;
    let action = tool.spec.action_of(&arguments).and_then(|name| params.action(name));
    let mut run = Run::new(server, tool, action, cx);
    if !run.is_read_only {
        run.record = Record::of(server, cx, tool.spec, &arguments);
    }
    let as_task = tasks::is_wanted(cx, tool.spec, action, &arguments);
    let arguments = if as_task { tasks::unawaited(arguments) } else { arguments };
    // Kept only where the operation may run again before this call is answered.
    let again = (can_ask && !modern).then(|| arguments.clone());
    let is_asking = consent == Consent::CanAsk;
    let (question, unasked) = match run.once(arguments, consent).await {
        Ran::Answered(answered) => {
            let task = as_task.then(|| tasks::begun(server, tool.spec, &answered.result)).flatten();
            let whole = end(answered);
            return Ok(task.map_or(whole, Into::into));
        }
        Ran::Asks(question, unasked) => (question, unasked),
    };
    match (bound, again) {
        (Some(bound), _) if is_asking => {
            let asked = server.questions().ask(&bound, &question, server.clock().now())?;
            counted.code = Cow::Borrowed(ASKED);
            Ok(asked.into())
        }
        (None, Some(arguments)) => {
            let (patience, ended) = (server.limits().answer, &server.connection().ended);
            let asked = Box::pin(consent::ask_peer(cx, &question, patience, run.stopped(), ended)).await;
            let Some(answer) = asked else { return Ok(end(unasked)) };
            match Box::pin(run.once(arguments, answer)).await {
                Ran::Answered(answered) | Ran::Asks(_, answered) => Ok(end(answered)),
            }
        }
        _ => Ok(end(unasked)),
    }
}

/// Runs what a tool reads, for this server itself.
pub(super) async fn look(
    server: &Server,
    tool: &'static Tool,
    arguments: JsonObject,
    cx: &RequestContext<RoleServer>,
) -> CallToolResult {
    let action = tool.spec.action_of(&arguments).and_then(|name| tool.spec.params.action(name));
    match Run::new(server, tool, action, cx).unrecorded(arguments, Consent::CannotAsk).await {
        Ran::Answered(answered) | Ran::Asks(_, answered) => answered.result,
    }
}

fn unknown(server: &Server, name: &str) -> ErrorData {
    let hint = server.offer().nearest(name).map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
    ErrorData::invalid_params(format!("Unknown tool `{}`.{hint}", methods::shown(name)), None)
}

/// A call that may run more than once: before the human was asked and after.
struct Run<'a> {
    server: &'a Server,
    tool: &'static Tool,
    /// Dropping the operation half way leaves the platform as it was.
    is_read_only: bool,
    cx: &'a RequestContext<RoleServer>,
    reporter: Option<Arc<Reporter>>,
    /// What is written of it, where it may change something.
    record: Option<Record<'a>>,
}

impl<'a> Run<'a> {
    fn new(
        server: &'a Server,
        tool: &'static Tool,
        action: Option<&'static Action>,
        cx: &'a RequestContext<RoleServer>,
    ) -> Self {
        let is_read_only = action.map_or(tool.spec.hints, |action| action.hints).read_only;
        let reporter = cx.meta.get_progress_token().map(|token| {
            let closed = server.connection().ended.child_token();
            let (interval, clock) = (server.limits().progress_interval, Arc::clone(server.clock()));
            Arc::new(Reporter::new(cx.peer.clone(), token, interval, clock, closed))
        });
        Self { server, tool, is_read_only, cx, reporter, record: None }
    }

    /// Waits for the moment from which nobody wants the answer any more.
    async fn stopped(&self) {
        tokio::select! {
            () = self.cx.ct.cancelled() => {}
            () = self.server.connection().abort.cancelled() => {}
        }
    }

    /// Runs the operation, between what is written before it and after it.
    async fn once(&self, arguments: JsonObject, consent: Consent) -> Ran {
        let Some(record) = &self.record else { return self.unrecorded(arguments, consent).await };
        if let Err(failure) = record.intent(&consent).await {
            return self.answered(&failure);
        }
        let can_ask = consent == Consent::CanAsk;
        let ran = self.unrecorded(arguments, consent).await;
        match &ran {
            Ran::Asks(question, _) if can_ask => {
                if let Err(failure) = record.asked(question).await {
                    return self.answered(&failure);
                }
            }
            Ran::Answered(answered) | Ran::Asks(_, answered) => record.outcome(&answered.code, &answered.result).await,
        }
        ran
    }

    async fn unrecorded(&self, arguments: JsonObject, consent: Consent) -> Ran {
        let spec = self.tool.spec;
        // What asks nobody is over at once, so it never waits behind what does.
        let permit = if spec.calls.is_empty() {
            None
        } else {
            tokio::select! {
                permit = self.server.running().acquire() => Some(permit),
                () = self.stopped() => return self.answered(&refusal::cancelled(spec.name)),
            }
        };
        let cancel = CancellationToken::new();
        let progress = self.reporter.clone().map(|reporter| reporter as Arc<dyn Progress>);
        let human_decides = self.server.requires_human();
        let scope = Scope { progress, cancel: cancel.clone(), consent, human_decides };
        let mut running = Box::pin(AssertUnwindSafe(self.run(arguments, scope)).catch_unwind());
        // What is over at once is not waited for twice.
        let ran = tokio::select! {
            biased;
            ran = &mut running => Some(ran),
            () = self.stopped() => {
                cancel.cancel();
                if self.is_read_only {
                    None
                } else {
                    tokio::time::timeout(self.server.limits().writer_grace, running).await.ok()
                }
            }
        };
        drop(permit);
        match ran {
            Some(Ok(ran)) => ran,
            Some(Err(_)) => {
                tracing::error!(tool = spec.name, "an operation panicked");
                self.answered(&refusal::internal(spec.name))
            }
            None if self.is_read_only => self.answered(&refusal::cancelled(spec.name)),
            None => self.answered(&refusal::cut_off(spec.name)),
        }
    }

    /// Runs the operation and renders what it says, both where a panic is caught. What few calls wait for has a place of
    /// its own, for every call is moved about with the room for all that it may wait for.
    async fn run(&self, arguments: JsonObject, scope: Scope) -> Ran {
        let context = self.server.context(scope);
        let offer = self.server.offer();
        // Arguments that cannot be such are refused by the operation itself, before anything else.
        if !self.is_read_only && decode::decode(&self.tool.spec.params, arguments.clone()).is_ok() {
            match Box::pin(context.production()).await {
                Ok(None) => {}
                Ok(Some((project, why))) => {
                    return self.answered(&refusal::production(self.tool.spec.name, &project, &why));
                }
                Err(failure) => return Ran::Answered(self.failed(&failure)),
            }
            if self.server.requires_workflow()
                && let Some(failure) = Box::pin(context.without_workflow(self.tool.spec, &arguments)).await
            {
                return self.answered(&failure);
            }
        }
        // Before anything is changed it was asked whose the token is; a read may have begun on what was kept of it.
        let again =
            (self.is_read_only && !self.tool.spec.calls.is_empty()).then(|| (context.clone(), arguments.clone()));
        let mut outcome = (self.tool.call)(context, arguments).await;
        if let (Err(_), Some((context, arguments))) = (&outcome, again)
            && Box::pin(context.was_mistaken()).await
        {
            outcome = (self.tool.call)(context, arguments).await;
        }
        if let Some(reporter) = self.reporter.as_ref()
            && !matches!(&outcome, Err(Failure { question: Some(_), .. }))
        {
            reporter.close();
        }
        match outcome {
            Ok(success) => Ran::Answered(Answered {
                result: render::success(self.tool.spec, offer, success),
                code: Cow::Borrowed(OK),
            }),
            Err(failure) => {
                let answered = self.failed(&failure);
                match failure.question {
                    Some(question) => Ran::Asks(*question, answered),
                    None => Ran::Answered(answered),
                }
            }
        }
    }

    fn answered(&self, failure: &Failure) -> Ran {
        Ran::Answered(self.failed(failure))
    }

    fn failed(&self, failure: &Failure) -> Answered {
        let told = self.told_by_host(failure);
        let result = render::failure(self.tool.spec, self.server.offer(), told.as_ref().unwrap_or(failure));
        Answered { result, code: failure.code.clone().into() }
    }
}

impl Run<'_> {
    /// A failure for want of a token, with what this client has to be given. Callers over HTTP bring their own.
    fn told_by_host(&self, failure: &Failure) -> Option<Failure> {
        if failure.code != AUTH_REQUIRED.code {
            return None;
        }
        let advice = hosts::advice(&self.cx.client_info()?.name)?;
        Some(Failure { suggestion: format!("{} {advice}", failure.suggestion), ..failure.clone() })
    }
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        if let Some(reporter) = &self.reporter {
            reporter.close();
        }
    }
}
