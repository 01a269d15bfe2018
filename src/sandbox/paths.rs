//! Where the sandbox answers what is none of the API's operations, and how paths are read.

use crate::generated::further::Further;
use crate::generated::operations::Operation;

/// The path before every operation.
pub(crate) const PREFIX: &str = "/api/rest/public";

/// A call that is no operation, at an address that an operation has handed out.
#[derive(Debug)]
pub(crate) struct Beside {
    /// The name that faults and the request log use.
    pub(crate) name: &'static str,
    /// The whole path.
    pub(crate) path: &'static str,
}

/// Reading log lines, at a path of its own and with a secret of its own.
pub(crate) const LOG_BACKEND: Beside = Beside { name: "log.fetch", path: "/api/rest/log" };
/// Where archives go, to addresses with a signature of their own.
pub(crate) const UPLOAD: Beside = Beside { name: "upload.put", path: "/api/rest/upload/{appVersionId}" };
/// Where backups are read, at addresses with a secret of their own.
pub(crate) const BACKUP: Beside = Beside { name: "backup.fetch", path: "/api/rest/backup/{secret}" };
/// The catalogue of recipes, which on the real platform has a host of its own.
pub(crate) const RECIPES: Beside = Beside { name: "recipes.read", path: "/api/recipes" };

/// The name of every call that is answered.
pub(crate) fn names() -> impl Iterator<Item = &'static str> + Clone {
    let operations = Operation::ALL.iter().map(|operation| operation.info().name);
    let further = Further::ALL.iter().map(|call| call.info().name);
    operations.chain(further).chain([&LOG_BACKEND, &UPLOAD, &BACKUP, &RECIPES].map(|call| call.name))
}

/// The decoded arguments of a path, if it has the form of the pattern.
pub(crate) fn matched(pattern: &str, path: &str) -> Option<Vec<String>> {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    let mut arguments = Vec::new();
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(arguments),
            (Some(wanted), Some(given)) if wanted.starts_with('{') => {
                if given.is_empty() {
                    return None;
                }
                arguments.push(decoded(given));
            }
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return None,
        }
    }
}

/// Resolves `%XX`; what is no such sequence stays.
pub(crate) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let hex = text.get(index + 1..index + 3).filter(|_| bytes[index] == b'%');
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            out.push(byte);
            index += 3;
        } else {
            out.push(bytes[index]);
            index += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
