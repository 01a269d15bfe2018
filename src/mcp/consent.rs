//! Asking the human behind the client before something that cannot be undone.
//!
//! Older clients are asked by a request of the server while the call waits. Newer ones get the
//! question as an intermediate result and call again with the answer; what ties the answer to the
//! question is sealed into the result, so that nothing is kept here and any replica with the same
//! key can go on.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use rmcp::RoleServer;
use rmcp::model::{
    BooleanSchema, ClientResult, ElicitRequest, ElicitRequestParams, ElicitResult, ElicitationAction,
    ElicitationSchema, InputRequest, InputRequiredResult, InputResponses, PrimitiveSchemaDefinition, ProtocolVersion,
    RequestStateCodec, SealOptions, ServerRequest,
};
use rmcp::service::{PeerRequestOptions, RequestContext};
use serde_json::{Map, Value};
use tokio_util::sync::CancellationToken;

use crate::domain::failure::Question;
use crate::domain::scope::Consent;

/// The one field of the form, and the key of the question among the requested inputs.
const FIELD: &str = "confirm";

/// How long an answer may take. A client could send an answer twice, or another one than the human
/// gave, so this is not longer than it takes to read a question.
const TIME_TO_LIVE: Duration = Duration::from_mins(2);

/// The secret that seals questions. Replicas that share it can go on with each other's questions.
#[derive(Clone)]
pub struct SealKey([u8; 32]);

impl SealKey {
    /// Takes the secret.
    #[must_use]
    pub const fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// A fresh secret, for a server that has no replicas.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn random() -> std::io::Result<Self> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|error| std::io::Error::other(error.to_string()))?;
        Ok(Self(secret))
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(…)")
    }
}

/// Seals questions and opens them again.
#[derive(Clone, Debug)]
pub(super) struct Questions {
    codec: RequestStateCodec,
}

impl Questions {
    pub(super) fn new(key: &SealKey) -> Self {
        Self { codec: RequestStateCodec::new_unchecked(key.0) }
    }

    /// The intermediate result that asks a client of the current protocol.
    pub(super) fn ask(&self, call: &Bound, question: &Question) -> InputRequiredResult {
        let options = SealOptions::new().associated_data(&call.0).ttl(TIME_TO_LIVE);
        let state = self.codec.seal_with(FIELD.as_bytes(), &options);
        let request = InputRequest::Elicitation(ElicitRequest::new(form(question)));
        InputRequiredResult::new(Some(BTreeMap::from([(FIELD.to_owned(), request)])), Some(state))
    }

    /// Opens the state that a client sent back and reads the human's answer that came with it.
    ///
    /// A state that does not open is no answer: it came too late, belongs to another call, or was
    /// sealed before a restart by a server with another key. Then the human is asked again.
    pub(super) fn open(
        &self,
        call: &Bound,
        state: Option<&str>,
        responses: Option<&InputResponses>,
    ) -> Option<Consent> {
        self.codec.open_with(state?, &call.0).ok()?;
        let response = responses?.get(FIELD)?.clone();
        Some(serde_json::from_value::<ElicitResult>(response).map_or(Consent::Refused, |result| consent(&result)))
    }
}

/// The call that a question belongs to, as the bytes that its seal covers.
pub(super) struct Bound(Vec<u8>);

impl Bound {
    /// Binds to a tool and its arguments, in whatever order their fields come.
    pub(super) fn new(tool: &str, arguments: &Map<String, Value>) -> Self {
        let mut arguments = Value::Object(arguments.clone());
        arguments.sort_all_objects();
        Self(format!("tools/call\0{tool}\0{arguments}").into_bytes())
    }
}

/// Whether the client of this request has declared that it can show a form to its human.
pub(super) fn can_ask(cx: &RequestContext<RoleServer>) -> bool {
    cx.client_capabilities()
        .and_then(|capabilities| capabilities.elicitation)
        .is_some_and(|elicitation| elicitation.form.is_some() || elicitation.url.is_none())
}

/// Whether this request speaks the protocol that has no requests from server to client.
pub(super) fn is_modern(cx: &RequestContext<RoleServer>) -> bool {
    cx.protocol_version().is_some_and(|version| version.as_str() >= ProtocolVersion::V_2026_07_28.as_str())
}

/// Asks a client of an older protocol and waits for its human. A client that fails to ask counts
/// as a refusal. When the call is `stopped` before, there is no answer, and the question is
/// withdrawn, so that no dialog is left open: unless the connection has `ended`, on which nothing
/// but answers is written.
pub(super) async fn ask_peer(
    cx: &RequestContext<RoleServer>,
    question: &Question,
    stopped: impl Future<Output = ()>,
    ended: &CancellationToken,
) -> Option<Consent> {
    let request = ServerRequest::ElicitRequest(ElicitRequest::new(form(question)));
    let asked = cx.peer.send_cancellable_request(request, PeerRequestOptions::no_options()).await;
    if let Ok(mut asked) = asked {
        let answer = tokio::select! {
            answer = &mut asked.rx => answer,
            () = stopped => {
                let withdrawn = asked.cancel(Some("the call that asked has ended".to_owned()));
                tokio::select! {
                    biased;
                    () = ended.cancelled() => {}
                    withdrawn = withdrawn => if withdrawn.is_err() {
                        tracing::debug!("the connection ended before the question was withdrawn");
                    }
                }
                return None;
            }
        };
        if let Ok(Ok(ClientResult::ElicitResult(result))) = answer {
            return Some(consent(&result));
        }
    }
    tracing::warn!("the client could not ask its human; taken as a refusal");
    Some(Consent::Refused)
}

fn consent(result: &ElicitResult) -> Consent {
    let confirmed = result.content.as_ref().and_then(|content| content.get(FIELD)) == Some(&Value::Bool(true));
    if result.action == ElicitationAction::Accept && confirmed { Consent::Accepted } else { Consent::Refused }
}

fn form(question: &Question) -> ElicitRequestParams {
    let confirm = BooleanSchema::new().title("Confirm").description("Whether zcp may go on.");
    let properties = BTreeMap::from([(FIELD.to_owned(), PrimitiveSchemaDefinition::Boolean(confirm))]);
    ElicitRequestParams::FormElicitationParams {
        meta: None,
        message: question.text.clone(),
        requested_schema: ElicitationSchema::new(properties).with_required(vec![FIELD.to_owned()]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_of_another_server_or_of_long_ago_is_no_answer() {
        let answer = InputResponses::from([(FIELD.to_owned(), serde_json::json!({ "action": "decline" }))]);
        let (call, question) = (Bound::new("t", &Map::new()), Question { text: "Go on?".to_owned() });
        let questions = Questions::new(&SealKey::new([1; 32]));
        let state = questions.ask(&call, &question).request_state.expect("a state");
        let opened = |questions: &Questions| questions.open(&call, Some(&state), Some(&answer));
        assert_eq!(opened(&questions), Some(Consent::Refused));
        assert_eq!(opened(&Questions::new(&SealKey::new([2; 32]))), None);
        assert_eq!(TIME_TO_LIVE, Duration::from_mins(2));
    }
}
