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
    ElicitationSchema, ErrorData, InputRequest, InputRequiredResult, InputResponses, PrimitiveSchemaDefinition,
    ProtocolVersion, RequestStateCodec, RequestStateError, SealOptions, ServerRequest,
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
    /// A state that came too late is no answer: then the human is asked again.
    ///
    /// # Errors
    /// When the state is of another call, or was not sealed here or before a restart.
    pub(super) fn open(
        &self,
        call: &Bound,
        state: Option<&str>,
        responses: Option<&InputResponses>,
    ) -> Result<Option<Consent>, ErrorData> {
        let Some(state) = state else { return Ok(None) };
        match self.codec.open_with(state, &call.0) {
            Ok(_) => {}
            Err(RequestStateError::Expired) => return Ok(None),
            Err(_) => {
                let message = "`requestState` is none that this server gave for this call; call again without it";
                return Err(ErrorData::invalid_params(message, None));
            }
        }
        let Some(response) = responses.and_then(|responses| responses.get(FIELD)) else { return Ok(None) };
        let answer = serde_json::from_value::<ElicitResult>(response.clone());
        Ok(Some(answer.map_or_else(|_| unanswered(), |answer| consent(&answer))))
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

/// Asks a client of an older protocol and waits for its human. When the call is `stopped` before,
/// there is no answer, and the question is withdrawn, so that no dialog is left open: unless the
/// connection has `ended`, on which nothing but answers is written.
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
    Some(unanswered())
}

/// What the human said. A form that was closed is no word of the human.
fn consent(result: &ElicitResult) -> Consent {
    let confirmed = result.content.as_ref().and_then(|content| content.get(FIELD)) == Some(&Value::Bool(true));
    match result.action {
        ElicitationAction::Accept if confirmed => Consent::Accepted,
        ElicitationAction::Accept | ElicitationAction::Decline => Consent::Refused,
        _ => unanswered(),
    }
}

/// The client has not got an answer, so the call is as one of a client that cannot ask.
fn unanswered() -> Consent {
    tracing::warn!("the client brought no answer of its human; taken as one that cannot ask");
    Consent::CannotAsk
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
        assert!(matches!(opened(&questions), Ok(Some(Consent::Refused))));
        let error = opened(&Questions::new(&SealKey::new([2; 32]))).expect_err("another server's");
        assert!(error.message.contains("call again without it"), "{error}");
        let options = SealOptions::new().associated_data(&call.0).ttl(Duration::ZERO);
        let late = questions.codec.seal_with(FIELD.as_bytes(), &options);
        std::thread::sleep(Duration::from_millis(2));
        assert!(matches!(questions.open(&call, Some(&late), Some(&answer)), Ok(None)));
        assert_eq!(TIME_TO_LIVE, Duration::from_mins(2));
    }
}
