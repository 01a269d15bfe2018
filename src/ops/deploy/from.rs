//! Which folder and setup a service was deployed from last: where the next deploy of it is suggested from.

use std::path::{Component, Path};

use super::Run;
use super::order::From;
use crate::ops::context::Context;
use crate::ops::support::notebook;
use crate::platform::session::Session;
use crate::workflow::notebook::{Book, Deployed, Reading};

/// Notes it. Code that came from a container is in no folder, so what was noted before is forgotten.
pub(super) async fn note(cx: &Context, session: &Session, from: &From, run: &Run) {
    let service = run.service.name.clone();
    let deployed = match from {
        From::Folder { path, .. } if !run.setup.is_empty() => {
            within(cx.working_folder(), path).map(|folder| Deployed { folder, setup: run.setup.clone() })
        }
        _ => None,
    };
    if of(&notebook::read(cx, session).await, &service) == deployed.as_ref() {
        return;
    }
    let append = move |book: &mut Book| {
        let noted = &mut book.unit_of_mut(&service).deployed;
        match deployed {
            Some(deployed) => noted.insert(service, deployed),
            None => noted.remove(&service),
        };
        Ok::<(), ()>(())
    };
    tracing::debug!(effect = "notebook.append", "noting what a service was deployed from");
    if let Err(error) = notebook::apply(cx, session, append).await {
        tracing::debug!(%error, "what a service was deployed from was not noted");
    }
}

/// What was noted of a service.
pub(super) fn of<'a>(reading: &'a Reading, service: &str) -> Option<&'a Deployed> {
    reading.book.unit_of(service)?.1.deployed.get(service)
}

/// A folder as seen from the working folder, as calls that are suggested name it.
fn within(working_folder: &Path, path: &str) -> Option<String> {
    let path = Path::new(path);
    let path = path.strip_prefix(working_folder).unwrap_or(path);
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::Normal(name) => parts.push(name.to_str()?),
            _ => return None,
        }
    }
    Some(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_named_as_a_call_names_it() {
        let named = |path: &str| within(Path::new("/home/dev/shop"), path);
        for (path, wanted) in [
            (".", Some(".")),
            ("", Some(".")),
            ("/home/dev/shop", Some(".")),
            ("./api/", Some("api")),
            ("/home/dev/shop/b/c", Some("b/c")),
            ("../other", None),
            ("/home/dev/other", None),
        ] {
            assert_eq!(named(path).as_deref(), wanted, "{path}");
        }
    }
}
