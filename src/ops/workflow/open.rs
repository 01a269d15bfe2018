//! The bootstrap that is open, and the notebook's refusals as errors.

use crate::domain::failure::Fail;
use crate::generated::errors::code;
use crate::generated::tools::zerops_workflow::Error;
use crate::ops::context::Context;
use crate::ops::support::notebook;
use crate::platform::session::Session as Platform;
use crate::suggest;
use crate::workflow::notebook::{Book, Kind, NotebookError, Reading, Session};

/// What is said of the notebook beside an answer.
pub(super) fn notes(reading: &Reading) -> Vec<String> {
    let forgets = reading.forgets.then(|| notebook::FORGETS.to_owned());
    reading.notes.iter().cloned().chain(forgets).collect()
}

/// Changes the notebook, or says why not.
pub(super) async fn change<T: Send + 'static>(
    cx: &Context,
    platform: &Platform,
    change: impl FnOnce(&mut Book) -> T + Send + 'static,
) -> Result<(T, Reading), Fail<Error>> {
    tracing::debug!(effect = "notebook.write", "changing the notebook");
    let changed = notebook::apply(cx, platform, |book| Ok::<T, std::convert::Infallible>(change(book))).await;
    match changed {
        Ok((Ok(value), reading)) => Ok((value, reading)),
        Err(error) => Err(refused(&error)),
    }
}

fn refused(error: &NotebookError) -> Fail<Error> {
    let message = format!("Nothing was changed: {error}.");
    match error {
        NotebookError::Busy(_) => Fail::new(code::NotebookBusy, message),
        NotebookError::Newer { .. } => Fail::new(code::NotebookNewer, message),
        NotebookError::OtherProject(_) => Fail::new(code::NotebookOtherProject, message),
        NotebookError::Refused(_) => Fail::new(code::NotebookRefused, message),
    }
}

/// A bootstrap that is open, with its id.
pub(super) struct Open {
    pub(super) id: String,
    pub(super) session: Session,
}

/// The open bootstrap that a call means: the one it names, or the only one. One that another living
/// process has in hand is left alone.
pub(super) fn find(reading: &Reading, named: Option<&str>) -> Result<Open, Fail<Error>> {
    let sessions = &reading.book.sessions;
    if let Some(id) = named
        && !sessions.contains_key(id)
    {
        let known: Vec<&str> = sessions.keys().map(String::as_str).collect();
        let known = if known.is_empty() { "none is open".to_owned() } else { format!("open: {}", known.join(", ")) };
        let fail = Fail::new(code::NoBootstrap, format!("There is no bootstrap `{id}`: {known}."));
        return Err(fail.next(suggest::bootstrap(None, None)));
    }
    let newest = reading.book.registry.open.iter().rev().find(|entry| {
        entry.kind == Kind::Session
            && sessions.contains_key(&entry.name)
            && !reading.is_anothers(Kind::Session, &entry.name)
    });
    let id = named.or(newest.map(|entry| entry.name.as_str())).or_else(|| {
        let mut free = sessions.keys().filter(|id| !reading.is_anothers(Kind::Session, id));
        free.next_back().map(String::as_str)
    });
    let Some((id, session)) = id.and_then(|id| sessions.get_key_value(id)) else {
        return Err(Fail::new(code::NoBootstrap, "No bootstrap is open.").next(suggest::bootstrap(None, None)));
    };
    if reading.is_anothers(Kind::Session, id) {
        let message = format!("Another zcp that is running has the bootstrap `{id}` in hand.");
        return Err(Fail::new(code::BootstrapTaken, message));
    }
    Ok(Open { id: id.clone(), session: session.clone() })
}
