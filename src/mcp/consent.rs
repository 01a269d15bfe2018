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
    BooleanSchema, ElicitRequest, ElicitRequestParams, ElicitResult, ElicitationAction, ElicitationSchema,
    InputRequest, InputRequiredResult, InputResponses, PrimitiveSchemaDefinition, ProtocolVersion, RequestStateCodec,
    RequestStateError, SealOptions,
};
use rmcp::service::RequestContext;
use serde_json::{Map, Value};

use crate::domain::failure::Question;
use crate::domain::scope::Consent;

/// The one field of the form, and the key of the question among the requested inputs.
const FIELD: &str = "confirm";

/// How long an answer may take.
const TIME_TO_LIVE: Duration = Duration::from_mins(10);

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

/// What a repeated call says about the question that was asked before it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// It brings the human's answer.
    Answered(Consent),
    /// It brings none, or one that came too late: ask again.
    None,
    /// Its state was not made for this call.
    Forged,
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

    /// Opens the state that a client sent back and reads the answer that came with it.
    pub(super) fn open(&self, call: &Bound, state: Option<&str>, responses: Option<&InputResponses>) -> Reply {
        let Some(state) = state else {
            return Reply::None;
        };
        match self.codec.open_with(state, &call.0) {
            Err(RequestStateError::Expired) => Reply::None,
            Err(_) => Reply::Forged,
            Ok(_) => match responses.and_then(|responses| responses.get(FIELD)) {
                None => Reply::None,
                Some(response) => Reply::Answered(
                    serde_json::from_value::<ElicitResult>(response.clone())
                        .map_or(Consent::Refused, |result| consent(&result)),
                ),
            },
        }
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
/// as a refusal.
pub(super) async fn ask_peer(cx: &RequestContext<RoleServer>, question: &Question) -> Consent {
    if let Ok(result) = cx.peer.create_elicitation(form(question)).await {
        consent(&result)
    } else {
        tracing::warn!("the client could not ask its human; taken as a refusal");
        Consent::Refused
    }
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
