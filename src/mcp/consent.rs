//! Asking the human behind the client before something that cannot be undone.
//!
//! Older clients are asked by a request of the server while the call waits. Newer ones get the
//! question as an intermediate result and call again with the answer; what ties the answer to the
//! question is sealed into the result, so that any replica with the same key can go on. Kept here is only
//! which answers were used: each is good once.
//!
//! Only an accepted form with the word that it asks for is a yes: some clients preselect the one choice that a form
//! has, so that a single key would do. Whatever else a client brings, of whatever form, is none.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use ring::hkdf;
use rmcp::RoleServer;
use rmcp::model::{
    ClientCapabilities, ClientResult, ElicitRequest, ElicitRequestParams, ElicitResult, ElicitationAction,
    ElicitationSchema, ErrorData, InputRequest, InputRequiredResult, InputResponses, PrimitiveSchemaDefinition,
    RequestStateCodec, SealOptions, ServerRequest, StringSchema,
};
use rmcp::service::{PeerRequestOptions, RequestContext};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio_util::sync::CancellationToken;

use super::methods;
use crate::domain::failure::{Question, Stake};
use crate::domain::scope::Consent;

/// The one field of the form, and the key of the question among the requested inputs.
pub(super) const FIELD: &str = "confirm";

/// How long an answer may take: as long as a human needs to come back and read a question.
pub(super) const TIME_TO_ANSWER: Duration = Duration::from_mins(5);

/// The secret that seals questions. Replicas that share it can go on with each other's questions.
#[derive(Clone)]
pub struct SealKey([u8; 32]);

impl SealKey {
    /// Takes the secret.
    #[must_use]
    pub const fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// The secret that replicas make from one that they share (HKDF with SHA-256, RFC 5869). Nobody finds the shared
    /// one by it.
    ///
    /// # Errors
    /// Never with secrets of this length.
    pub fn derived(shared: &[u8]) -> std::io::Result<Self> {
        let mut secret = [0; 32];
        let key = hkdf::Salt::new(hkdf::HKDF_SHA256, b"zcp").extract(shared);
        let filled =
            key.expand(&[b"questions to the human, 1"], hkdf::HKDF_SHA256).and_then(|key| key.fill(&mut secret));
        filled.map_err(|_| std::io::Error::other("a key of this length cannot be derived"))?;
        Ok(Self(secret))
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
    time_to_answer: Duration,
    /// The answers that were used, until when nobody can use them anyway.
    used: Arc<Mutex<HashMap<String, Timestamp>>>,
}

/// What is sealed with a question.
#[derive(Serialize, Deserialize)]
struct Asked {
    /// Tells this question from all others.
    once: String,
    /// Until when it can be answered.
    until: Timestamp,
    /// What a human types for a yes.
    word: String,
    /// What a yes is good for.
    stake: Stake,
}

impl Questions {
    pub(super) fn new(key: &SealKey, time_to_answer: Duration) -> Self {
        Self { codec: RequestStateCodec::new_unchecked(key.0), time_to_answer, used: Arc::default() }
    }

    /// What seals questions, for what else goes to a client and comes back.
    pub(super) const fn codec(&self) -> &RequestStateCodec {
        &self.codec
    }

    /// The intermediate result that asks a client of the current protocol.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub(super) fn ask(
        &self,
        call: &Bound,
        question: &Question,
        now: Timestamp,
    ) -> Result<InputRequiredResult, ErrorData> {
        let failed = |()| ErrorData::internal_error("the question could not be sealed", None);
        let mut once = [0; 16];
        getrandom::fill(&mut once).map_err(|_| failed(()))?;
        let once = u128::from_be_bytes(once);
        let once = format!("{once:032x}");
        let until = now.checked_add(self.time_to_answer).unwrap_or(Timestamp::MAX);
        let asked = Asked { once, until, word: question.word.clone(), stake: question.stake.clone() };
        let asked = serde_json::to_vec(&asked).map_err(|_| failed(()))?;
        let state = self.codec.seal_with(&asked, &SealOptions::new().associated_data(&call.0));
        let request = InputRequest::Elicitation(ElicitRequest::new(form(question)));
        Ok(InputRequiredResult::new(Some(BTreeMap::from([(FIELD.to_owned(), request)])), Some(state)))
    }

    /// Opens the state that a client sent back and reads the human's answer that came with it. Without any
    /// answer nothing was said, and the human is asked again.
    ///
    /// # Errors
    /// When the state is of another call, was not sealed here or before a restart, or was used already.
    pub(super) fn open(
        &self,
        call: &Bound,
        state: Option<&str>,
        responses: Option<&InputResponses>,
        now: Timestamp,
    ) -> Result<Option<Consent>, ErrorData> {
        let Some(state) = state else { return Ok(None) };
        let opened = self.codec.open_with(state, &call.0).ok();
        let Some(asked) = opened.and_then(|asked| serde_json::from_slice::<Asked>(&asked).ok()) else {
            let message = "`requestState` is none that this server gave for this call; call again without it";
            return Err(ErrorData::invalid_params(message, None));
        };
        let Some(responses) = responses else { return Ok(None) };
        self.use_up(&asked, now)?;
        if now >= asked.until {
            return Ok(Some(Consent::Late));
        }
        let answer = responses.get(FIELD).map(|answer| serde_json::from_value::<ElicitResult>(answer.clone()));
        Ok(Some(match answer {
            Some(Ok(answer)) => consent(&answer, &asked.word, asked.stake),
            _ => unanswered(),
        }))
    }

    fn use_up(&self, asked: &Asked, now: Timestamp) -> Result<(), ErrorData> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, until| now < *until);
        if used.contains_key(&asked.once) {
            let message = "`requestState` was answered already; call again without it";
            return Err(ErrorData::invalid_params(message, None));
        }
        if now < asked.until {
            used.insert(asked.once.clone(), asked.until);
        }
        Ok(())
    }
}

/// The call that a question belongs to, as the bytes that its seal covers.
pub(super) struct Bound(Vec<u8>);

impl Bound {
    /// Binds to a caller, a tool and its arguments, in whatever order their fields come.
    pub(super) fn new(caller: &str, tool: &str, arguments: &Map<String, Value>) -> Self {
        let mut arguments = Value::Object(arguments.clone());
        arguments.sort_all_objects();
        Self(format!("tools/call\0{caller}\0{tool}\0{arguments}").into_bytes())
    }
}

/// Whether the client of this request has declared that it can show a form to its human.
pub(super) fn can_ask(cx: &RequestContext<RoleServer>) -> bool {
    cx.client_capabilities().is_some_and(|capabilities| shows_forms(&capabilities))
}

/// Whether it has declared that when the connection began, whatever this request says.
pub(super) fn could_ask(cx: &RequestContext<RoleServer>) -> bool {
    cx.peer.peer_info().is_some_and(|client| shows_forms(&client.capabilities))
}

fn shows_forms(capabilities: &ClientCapabilities) -> bool {
    capabilities.elicitation.as_ref().is_some_and(|elicitation| elicitation.form.is_some() || elicitation.url.is_none())
}

/// Whether this request speaks the protocol that has no requests from server to client.
pub(super) fn is_modern(cx: &RequestContext<RoleServer>) -> bool {
    methods::is_modern(cx.protocol_version().as_ref())
}

/// Asks a client of an older protocol and waits for its human, but not longer than `patience`. A question
/// that nobody waits for any more is withdrawn, so that no dialog is left open: unless the connection has
/// `ended`, on which nothing but answers is written. None when the call is `stopped` before.
pub(super) async fn ask_peer(
    cx: &RequestContext<RoleServer>,
    question: &Question,
    patience: Duration,
    stopped: impl Future<Output = ()>,
    ended: &CancellationToken,
) -> Option<Consent> {
    let request = ServerRequest::ElicitRequest(ElicitRequest::new(form(question)));
    let asked = cx.peer.send_cancellable_request(request, PeerRequestOptions::no_options()).await;
    let Ok(mut asked) = asked else { return Some(unanswered()) };
    // What was cancelled and answered in one breath was cancelled.
    let given_up = tokio::select! {
        biased;
        () = stopped => None,
        answer = &mut asked.rx => {
            return Some(match answer {
                Ok(Ok(ClientResult::ElicitResult(result))) => consent(&result, &question.word, question.stake.clone()),
                _ => unanswered(),
            });
        }
        () = tokio::time::sleep(patience) => Some(Consent::Late),
    };
    let withdrawn = asked.cancel(Some("nobody waits for the answer any more".to_owned()));
    tokio::select! {
        biased;
        () = ended.cancelled() => {}
        withdrawn = withdrawn => if withdrawn.is_err() {
            tracing::debug!("the connection ended before the question was withdrawn");
        }
    }
    given_up
}

/// What the human said. A form that was closed is no word of the human, and no yes either.
fn consent(result: &ElicitResult, word: &str, stake: Stake) -> Consent {
    let typed = result.content.as_ref().and_then(|content| content.get(FIELD)).and_then(Value::as_str);
    match result.action {
        ElicitationAction::Accept if typed.is_some_and(|typed| typed.trim() == word) => Consent::Accepted(stake),
        ElicitationAction::Accept => Consent::Mistyped,
        ElicitationAction::Decline => Consent::Refused,
        _ => unanswered(),
    }
}

fn unanswered() -> Consent {
    tracing::warn!("the client asked its human and brought no answer");
    Consent::Unanswered
}

fn form(question: &Question) -> ElicitRequestParams {
    let title = format!("Type `{}` to {}", question.word, question.deed);
    let confirm = StringSchema::new().title(title).description("Nothing is done without this word.");
    let properties = BTreeMap::from([(FIELD.to_owned(), PrimitiveSchemaDefinition::String(confirm))]);
    ElicitRequestParams::FormElicitationParams {
        meta: None,
        message: question.text.clone(),
        requested_schema: ElicitationSchema::new(properties).with_required(vec![FIELD.to_owned()]),
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn an_answer_is_of_its_server_in_its_time_and_used_once() {
        let answer = |action: &str| InputResponses::from([(FIELD.to_owned(), serde_json::json!({ "action": action }))]);
        let question = Question {
            text: "Go on?".to_owned(),
            word: "a".to_owned(),
            deed: "go on".to_owned(),
            stake: Stake::new(["a"]),
        };
        let (call, now) = (Bound::new("", "t", &Map::new()), Timestamp::UNIX_EPOCH);
        let questions = Questions::new(&SealKey::new([1; 32]), Duration::from_secs(9));
        let ask = || questions.ask(&call, &question, now).expect("sealed").request_state.expect("a state");
        let open = |questions: &Questions, state: &str, after: i64| {
            questions.open(&call, Some(state), Some(&answer("decline")), now + SignedDuration::from_secs(after))
        };
        let state = ask();
        let error = open(&Questions::new(&SealKey::new([2; 32]), Duration::MAX), &state, 0).expect_err("another's");
        assert!(error.message.contains("call again without it"), "{error}");
        assert_eq!(open(&questions, &state, 8), Ok(Some(Consent::Refused)));
        for after in [0, 8] {
            let error = open(&questions, &state, after).expect_err("used");
            assert!(error.message.contains("answered already"), "{error}");
        }
        let late = ask();
        assert_eq!(open(&questions, &late, 9), Ok(Some(Consent::Late)));
        assert!(questions.used.lock().expect("a lock").is_empty(), "what nobody can use is not kept");
    }
}
