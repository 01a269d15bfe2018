//! Values of preprocessor expressions, before an import.

use std::sync::{Arc, LazyLock};

use tokio::sync::Semaphore;

use super::context::Context;
use crate::domain::documents::preprocessor::{check_each, scan_all};
use crate::domain::failure::Fail;
use crate::domain::room::{Form, Room};
use crate::generated::errors::code;
use crate::generated::tools::zerops_preprocess::{Args, Error, SPEC};
use crate::generated::types::PreprocessResult;
use crate::preprocessor::{Fault, SystemRandom, values};

/// Making keys and hashing passwords keeps a core busy for seconds; so many calls do it at once.
const MOST_AT_ONCE: usize = 2;
/// So much is said of what is wrong.
const MOST_FAULTS: usize = 20;

static TURNS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(MOST_AT_ONCE)));

/// Expands expressions in their order, as an import would.
///
/// # Errors
/// `INVALID_PARAMETER` with everything that is wrong; no message has a word of an expression in it.
pub async fn expand(cx: &Context, args: Args) -> Result<PreprocessResult, Fail<Error>> {
    let texts: Vec<String> = args.expressions.into_iter().map(|text| text.0).collect();
    if texts.is_empty() {
        return Err(Fail::new(code::InvalidParameter, "`expressions` is empty.").field("expressions", "is empty"));
    }
    let faults = faults(&texts);
    if !faults.is_empty() {
        let message = format!("{} of the {} expressions cannot be expanded.", places(&faults), texts.len());
        let fail = Fail::new(code::InvalidParameter, message);
        return Err(faults.into_iter().take(MOST_FAULTS).fold(fail, |fail, (at, why)| fail.field(field(at), why)));
    }
    let random = cx.seed().map_or_else(SystemRandom::new, |seed| Some(SystemRandom::seeded(seed)));
    let mut random = random.ok_or_else(|| {
        Fail::new(code::InvalidParameter, "This computer has no source of randomness, so nothing can be generated.")
    })?;
    let turn = Arc::clone(&TURNS).acquire_owned().await.ok();
    let (now, cancel) = (cx.clock().now(), cx.scope().cancel.clone());
    let work = tokio::task::spawn_blocking(move || {
        let values = values(&texts, &mut random, now, &|| !cancel.is_cancelled());
        drop(turn);
        values
    });
    let note = "They are kept nowhere: an import with the same expressions makes other values.".to_owned();
    match work.await {
        Ok(Ok(values)) if !Room::of(&SPEC, Form::Nested).take(&values) => {
            let message = "The values together are longer than an answer.";
            let fail = Fail::new(code::InvalidParameter, message).field("expressions", "are too many for one call");
            Err(fail.suggest("Ask for fewer or shorter values at once."))
        }
        Ok(Ok(values)) => Ok(PreprocessResult { values, note }),
        Ok(Err(refusal)) => {
            let why = match refusal.fault {
                Fault::Wrong(why) => why,
                Fault::Duration => {
                    "this and what stands before it take too long; use fewer RSA keys and hashes".to_owned()
                }
            };
            let message = "An expression cannot be expanded.";
            Err(Fail::new(code::InvalidParameter, message).field(field(refusal.at), why))
        }
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(Fail::new(code::InvalidParameter, "The server is stopping.")),
        },
    }
}

/// What is wrong with each text, by its place.
fn faults(texts: &[String]) -> Vec<(usize, String)> {
    let scans: Vec<_> = texts.iter().map(|text| scan_all(text)).collect();
    let mut checked = check_each(&scans.iter().collect::<Vec<_>>()).into_iter();
    let mut all = Vec::new();
    for (at, scan) in scans.iter().enumerate() {
        all.extend(scan.faults.iter().map(|fault| (at, fault.message.to_owned())));
        for fault in checked.next().unwrap_or_default() {
            let fix = fault.fix.map(|fix| format!("; {fix}")).unwrap_or_default();
            all.push((at, format!("{}{fix}", fault.message)));
        }
        if scan.spans.is_empty() && !texts[at].contains('|') {
            all.push((at, "it has no expression, which is written <@function(<argument>)>".to_owned()));
        }
    }
    all
}

/// How many texts are named.
fn places(faults: &[(usize, String)]) -> usize {
    faults.iter().map(|(at, _)| at).collect::<std::collections::BTreeSet<_>>().len()
}

fn field(at: usize) -> String {
    format!("expressions[{at}]")
}
