//! Reading what an argument names on this computer: below the working folder, also behind links, because an
//! argument may come from anybody.

use std::path::Path;

use crate::domain::failure::{ErrorCode, Fail};
use crate::files::{Problem, Root, apart};
use crate::generated::errors::code;
use crate::generated::types::FilePath;

/// The most bytes of a file that are read; a document has fewer.
const MOST_BYTES: u64 = 512 * 1024;

/// The text of a file.
pub(super) async fn read<E>(folder: &Path, path: &FilePath) -> Result<String, Fail<E>>
where
    E: ErrorCode + From<code::FileNotFound>,
{
    let refuse = |what: String| Fail::new(code::FileNotFound, what).field("filePath", "cannot be read");
    let (at, name) = (folder.to_owned(), path.0.clone());
    let read = apart(move || {
        let root = Root::open(&at).map_err(|_| "The working folder of zcp does not exist.".to_owned())?;
        root.text(Path::new(&name), MOST_BYTES).map_err(|error| match error.problem {
            Problem::Missing => format!("There is no file at this path below {}.", root.path().display()),
            Problem::Outside => {
                format!("This path leads out of {}, the working folder of zcp.", root.path().display())
            }
            _ => format!("The file at this path {error}."),
        })
    });
    match read.await {
        Ok(read) => read.map_err(refuse),
        Err(error) => Err(refuse(format!("The file at this path {error}."))),
    }
}
