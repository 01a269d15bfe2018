//! What is written of a call in the audit log, where there is one.

use rmcp::RoleServer;
use rmcp::model::{CallToolResult, JsonObject};
use rmcp::service::RequestContext;
use serde_json::Value;

use super::audit::{Audit, Entry};
use super::refusal;
use super::server::Server;
use crate::domain::failure::{Failure, Question};
use crate::domain::scope::Consent;
use crate::domain::tool::ToolSpec;

/// Where the platform's own ids stand in a record: what a call started, or looked at.
const HANDLES: [(&str, &str); 3] =
    [("process", "/process/id"), ("appVersion", "/appVersionId"), ("appVersion", "/appVersion/id")];

/// A call, as it is written.
pub(super) struct Record<'a> {
    server: &'a Server,
    audit: &'a Audit,
    spec: &'static ToolSpec,
    /// Tells this call from all others.
    call: String,
    client: String,
    arguments: JsonObject,
}

impl<'a> Record<'a> {
    /// The record of a call; none where nothing is written.
    pub(super) fn of(
        server: &'a Server,
        cx: &RequestContext<RoleServer>,
        spec: &'static ToolSpec,
        arguments: &JsonObject,
    ) -> Option<Self> {
        let audit = server.audit()?;
        let client = cx.client_info().map(|client| format!("{} {}", client.name, client.version)).unwrap_or_default();
        let client = super::methods::shown(&client);
        let mut id = [0; 8];
        // Without randomness the number of the line still tells it.
        let call = getrandom::fill(&mut id).map(|()| format!("{:016x}", u64::from_be_bytes(id))).unwrap_or_default();
        Some(Self { server, audit, spec, call, client, arguments: refusal::outline(spec, arguments) })
    }

    /// What is about to be done, and who agreed to it.
    ///
    /// # Errors
    /// The refusal of the call, when that cannot be written.
    pub(super) async fn intent(&self, consent: &Consent) -> Result<(), Failure> {
        let mut entry = self.entry("intent").with("arguments", self.arguments.clone()).with("agreed", word(consent));
        if let Consent::Accepted(stake) = consent {
            entry = entry.with("shown", serde_json::to_value(stake).unwrap_or_default());
        }
        self.write(entry).await
    }

    /// What the human is asked.
    ///
    /// # Errors
    /// As those of [`Record::intent`].
    pub(super) async fn asked(&self, question: &Question) -> Result<(), Failure> {
        let stake = serde_json::to_value(&question.stake).unwrap_or_default();
        self.write(self.entry("asked").with("question", question.text.as_str()).with("shown", stake)).await
    }

    /// What came of it. Where that cannot be written, it is done all the same.
    pub(super) async fn outcome(&self, code: &str, result: &CallToolResult) {
        let mut entry = self.entry("outcome").with("code", code);
        for (name, place) in HANDLES {
            let handle = result.structured_content.as_ref().and_then(|record| record.pointer(place));
            entry = entry.with(name, handle.and_then(Value::as_str).unwrap_or_default());
        }
        let _ = self.write(entry).await;
    }

    /// That it was refused before anything was looked at.
    pub(super) async fn refused(&self, code: &str) {
        let entry = self.entry("refused").with("arguments", self.arguments.clone()).with("code", code);
        let _ = self.write(entry).await;
    }

    fn entry(&self, event: &str) -> Entry {
        Entry::new(event)
            .with("call", self.call.as_str())
            .with("caller", self.server.caller().name())
            .with("client", self.client.as_str())
            .with("tool", self.spec.name)
    }

    async fn write(&self, entry: Entry) -> Result<(), Failure> {
        self.audit.write(entry, self.server.clock().now()).await.map_err(|error| {
            tracing::error!(kind = %error.kind(), "the audit log cannot be written");
            refusal::unrecorded(self.spec.name, &error)
        })
    }
}

/// Who agreed, in a word.
fn word(consent: &Consent) -> &'static str {
    match consent {
        Consent::CannotAsk => "nobody could be asked",
        Consent::HumanMissing => "no human could be asked",
        Consent::HumanWithheld => "nobody could be asked by this request",
        Consent::CanAsk => "nobody was asked yet",
        Consent::Accepted(_) => "the human agreed",
        Consent::Refused => "the human refused",
        Consent::Unanswered => "the human did not answer",
        Consent::Mistyped => "the human typed another word",
        Consent::Late => "the human did not answer in time",
    }
}
