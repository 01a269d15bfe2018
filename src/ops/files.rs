//! Reading what an argument names on this computer. Paths are confined to the working folder, also
//! behind links, because an argument may come from anybody.

use std::io::Read;
use std::path::Path;

use crate::domain::failure::{ErrorCode, Fail};
use crate::generated::errors::code;
use crate::generated::types::FilePath;

/// The most bytes of a file that are read; a document has fewer.
const MOST_BYTES: u64 = 512 * 1024;

/// The text of a file. It blocks, so it is called where that is allowed.
pub(super) fn read<E>(folder: &Path, path: &FilePath) -> Result<String, Fail<E>>
where
    E: ErrorCode + From<code::FileNotFound>,
{
    let refuse = |what: String| Fail::new(code::FileNotFound, what).field("filePath", "cannot be read");
    let root = folder.canonicalize().map_err(|_| refuse("The working folder of zcp does not exist.".to_owned()))?;
    let whole = root.join(&path.0).canonicalize().map_err(|error| {
        refuse(format!("There is no file at this path below {}: {}.", root.display(), error.kind()))
    })?;
    if !whole.starts_with(&root) {
        return Err(refuse(format!("This path leads out of {}, the working folder of zcp.", root.display())));
    }
    let file =
        std::fs::File::open(&whole).map_err(|error| refuse(format!("The file cannot be read: {}.", error.kind())))?;
    if !file.metadata().is_ok_and(|metadata| metadata.is_file()) {
        return Err(refuse("This path names no file.".to_owned()));
    }
    let mut text = String::new();
    match file.take(MOST_BYTES + 1).read_to_string(&mut text) {
        Ok(_) if text.len() as u64 > MOST_BYTES => Err(refuse(format!("The file has more than {MOST_BYTES} bytes."))),
        Ok(_) => Ok(text),
        Err(error) => Err(refuse(format!("The file is no text: {}.", error.kind()))),
    }
}
