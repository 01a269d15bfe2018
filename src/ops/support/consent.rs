//! The one door to what cannot be undone: whether somebody agreed to lose exactly this.
//!
//! An operation works out what would be lost from the things as they are, and comes here right before the
//! call that loses it. The human's word decides wherever they can be asked; the arguments of an agent count
//! only where nobody can be, and not even there when the server requires a human. A yes is compared with what would be lost now.

use crate::domain::call::NextCall;
use crate::domain::failure::{ErrorCode, Fail, Question, Stake};
use crate::domain::scope::Consent;
use crate::generated::errors::code;
use crate::ops::context::Context;

/// Something that cannot be undone.
pub(crate) struct Loss {
    /// What would be lost.
    pub(crate) stake: Stake,
    /// What would be done, as in "refused to …".
    pub(crate) deed: String,
    /// What the human is asked.
    pub(crate) question: String,
    /// What they type for a yes.
    pub(crate) word: String,
    /// What that does, as in "Type … to delete it".
    pub(crate) typed: String,
    /// What is said where nobody can be asked.
    pub(crate) message: String,
    /// What to do then, if not what the code says.
    pub(crate) suggestion: Option<&'static str>,
    /// What may be done before, and the call that says the human agreed.
    pub(crate) next: Vec<NextCall>,
    /// Whether this call says so.
    pub(crate) confirmed: bool,
}

/// Whether what would be lost is going to be told: the question, or what stands in its place. Elsewhere nobody reads it.
pub(crate) fn is_told(cx: &Context, confirmed: bool) -> bool {
    match cx.scope().consent {
        Consent::CanAsk => true,
        Consent::CannotAsk => !confirmed,
        _ => false,
    }
}

/// Goes on only when somebody agreed to this loss.
///
/// # Errors
/// `CONFIRM_REQUIRED` where nobody was asked; it asks where that can be done. `CONFIRM_REFUSED` and
/// `CONFIRM_UNANSWERED` once the human was asked.
pub(crate) fn agreed<E>(cx: &Context, loss: Loss) -> Result<(), Fail<E>>
where
    E: ErrorCode + From<code::ConfirmRequired> + From<code::ConfirmRefused> + From<code::ConfirmUnanswered>,
{
    let unanswered = |why: &str| {
        let message = format!("The human was asked whether to {}; {why}. Nothing was done.", loss.deed);
        Fail::new(code::ConfirmUnanswered, message)
    };
    match &cx.scope().consent {
        Consent::Accepted(stake) if *stake == loss.stake => Ok(()),
        Consent::CannotAsk if loss.confirmed => Ok(()),
        Consent::Accepted(_) => {
            let changed = "they agreed, but what would be lost is not the same any more";
            Err(unanswered(changed).suggest("Make the same call again: the human is asked about what is there now."))
        }
        Consent::HumanMissing => {
            let message = format!(
                "Refused to {}: this server takes the word of a human alone (--require-human), and this client cannot \
                 ask its human. Nothing was done.",
                loss.deed
            );
            let elsewhere = "Tell the human to do it in the Zerops GUI, or to use a client that can ask (elicitation).";
            Err(Fail::new(code::ConfirmRequired, message).suggest(elsewhere))
        }
        Consent::HumanWithheld => {
            let message = format!(
                "Refused to {}: this client can ask its human, and this request of it says that it cannot. Nothing was \
                 done.",
                loss.deed
            );
            let again = "Make the call by a request that declares elicitation: then the human is asked.";
            Err(Fail::new(code::ConfirmRequired, message).suggest(again))
        }
        Consent::Refused => {
            let message = format!("The human refused to {}. Nothing was done.", loss.deed);
            Err(Fail::new(code::ConfirmRefused, message))
        }
        Consent::Unanswered => Err(unanswered("the question was closed, or the client brought no answer")),
        Consent::Mistyped => Err(unanswered("what they typed is not the word that the form asks for")),
        Consent::Late => Err(unanswered("no answer came in time")),
        Consent::CannotAsk | Consent::CanAsk => {
            let mut fail = Fail::new(code::ConfirmRequired, loss.message);
            fail.detail.suggestion = loss.suggestion.map(str::to_owned);
            fail.detail.next.extend(loss.next);
            Err(fail.ask(Question { text: loss.question, word: loss.word, deed: loss.typed, stake: loss.stake }))
        }
    }
}
