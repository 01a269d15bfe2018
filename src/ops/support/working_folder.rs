//! Reading what an argument names on this computer: below the working folder, also behind links, because an
//! argument may come from anybody.

use std::path::Path;

use crate::domain::failure::{ErrorCode, Fail};
use crate::files::{Kind, Problem, Root, apart};
use crate::generated::errors::code;
use crate::generated::types::FilePath;

/// The most bytes of a file that are read; a document has fewer.
const MOST_BYTES: u64 = 512 * 1024;

/// The text of a file.
pub(crate) async fn read<E>(folder: &Path, path: &FilePath) -> Result<String, Fail<E>>
where
    E: ErrorCode + From<code::FileNotFound> + From<code::FileRefused>,
{
    let (at, name) = (folder.to_owned(), path.0.clone());
    let read = apart(move || {
        let root =
            Root::open(&at).map_err(|_| Unread::Missing("The working folder of zcp does not exist.".to_owned()))?;
        let path = Path::new(&name);
        root.text(path, MOST_BYTES).map_err(|error| match error.problem {
            Problem::Missing => {
                Unread::Missing(format!("There is no file at this path below {}.", root.path().display()))
            }
            Problem::Outside => {
                Unread::Missing(format!("This path leads out of {}, the working folder of zcp.", root.path().display()))
            }
            Problem::NotRegular => {
                Unread::Refused(format!("What is at this path is {}, no regular file.", what(&root, path)))
            }
            _ => Unread::Refused(format!("The file at this path {error}.")),
        })
    });
    let unread = match read.await {
        Ok(Ok(text)) => return Ok(text),
        Ok(Err(unread)) => unread,
        Err(error) => Unread::Refused(format!("The file at this path {error}.")),
    };
    Err(match unread {
        Unread::Missing(why) => Fail::new(code::FileNotFound, why),
        Unread::Refused(why) => Fail::new(code::FileRefused, why),
    }
    .field("filePath", "cannot be read"))
}

/// Why a file was not read, in words.
enum Unread {
    /// There is none that may be known of.
    Missing(String),
    /// There is something else.
    Refused(String),
}

/// What is at a path that is no regular file.
fn what(root: &Root, path: &Path) -> &'static str {
    match root.resolve(path).and_then(|path| root.look(&path)).map(|look| look.kind) {
        Ok(Kind::Folder) => "a folder",
        Ok(Kind::Other) => "a pipe, a socket or a device",
        _ => "something else",
    }
}
