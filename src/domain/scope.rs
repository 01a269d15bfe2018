//! What belongs to one call and not to the server: how to report progress, when to stop, and what
//! the human behind the client has said.

use std::fmt;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::clock::BoxFuture;
use super::failure::Stake;

/// Where progress of a call goes.
pub trait Progress: Send + Sync + fmt::Debug {
    /// Reports a step. `done` never shrinks; `total` is given where it is known.
    fn report(&self, message: String, done: f64, total: Option<f64>) -> BoxFuture<'_, ()>;
}

/// What the human behind the client has said to the question of this call.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Consent {
    /// The client cannot ask its human.
    #[default]
    CannotAsk,
    /// The client cannot ask its human, and no word of anybody else counts here.
    HumanMissing,
    /// The client can ask its human, as another of its requests says, and this request says that it cannot.
    HumanWithheld,
    /// The client can ask its human; nothing was asked yet.
    CanAsk,
    /// The human accepted a question about this, and about nothing else.
    Accepted(Stake),
    /// The human refused.
    Refused,
    /// The human was asked and said nothing: the question was closed, or the client brought something
    /// that is no answer.
    Unanswered,
    /// The human sent the form without the word that it asks for.
    Mistyped,
    /// The human was asked and no answer came in time.
    Late,
}

/// One call.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Present when the client sent a progress token.
    pub progress: Option<Arc<dyn Progress>>,
    /// Fires when the client cancels or the server stops.
    pub cancel: CancellationToken,
    /// What the human said.
    pub consent: Consent,
    /// Whether the word of a human alone counts here.
    pub human_decides: bool,
}
