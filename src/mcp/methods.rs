//! The methods that exist here, for telling wrong parameters from an unknown method.

use rmcp::model::{ErrorCode, ErrorData, ProtocolVersion};

use crate::domain::unseen::is_unseen;

/// The method that opens a connection of the older protocols.
pub(super) const INITIALIZE: &str = "initialize";

const METHODS: &[&str] = &[
    "completion/complete",
    INITIALIZE,
    "ping",
    "prompts/get",
    "prompts/list",
    "resources/list",
    "resources/read",
    "resources/templates/list",
    "server/discover",
    "skills/get",
    "skills/list",
    "tasks/cancel",
    "tasks/get",
    "tasks/update",
    "tools/call",
    "tools/list",
];

/// How much of an unknown name is shown back.
const SHOWN: usize = 64;

/// A name of the client as it may be shown back: cut, and without what a terminal would obey or a
/// reader would not see.
pub(super) fn shown(name: &str) -> String {
    name.chars().filter(|c| !is_unseen(*c)).take(SHOWN).collect()
}

/// Whether a version of the protocol is one in which each request says by itself what it is of, without a handshake.
pub(super) fn is_modern(version: Option<&ProtocolVersion>) -> bool {
    version.is_some_and(|version| !version.has_initialize())
}

/// Whether a method exists here.
pub(super) fn exists(method: &str) -> bool {
    METHODS.contains(&method)
}

/// Why there is no handshake in the current protocol.
pub(super) fn no_initialize() -> ErrorData {
    let message = "The protocol that `_meta` names has no `initialize`: send the request itself";
    ErrorData::new(ErrorCode::METHOD_NOT_FOUND, message, None)
}

/// Why a request of this method could not be read. It never quotes the parameters.
pub(super) fn misfit(method: &str) -> ErrorData {
    let message = match method {
        "tools/call" => "`params` of tools/call must be {\"name\": string, \"arguments\"?: object}".to_owned(),
        INITIALIZE => {
            let version = "\"protocolVersion\": string";
            let client = "\"clientInfo\": {\"name\": string, \"version\": string}";
            format!("`params` of initialize must be {{{version}, \"capabilities\": object of objects, {client}}}")
        }
        known if exists(known) => format!("`params` do not fit the method {known}"),
        unknown => {
            let message = format!("Unknown method `{}`", shown(unknown));
            return ErrorData::new(ErrorCode::METHOD_NOT_FOUND, message, None);
        }
    };
    ErrorData::invalid_params(message, None)
}
