//! The user behind a token.

use serde_json::{Value, json};

use crate::sandbox::model::data::Data;
use crate::sandbox::tokens::TokenKind;

/// The id of the membership, which is no thing of its own here.
const MEMBERSHIP: &str = "cu1AbC2dEf3GhI4jKl5MnQ";

/// `UserAuthorize`.
///
/// Guessed: the role of a token that may only read.
pub(crate) fn info(data: &Data, token: TokenKind, created: jiff::Timestamp) -> Value {
    let role = if token == TokenKind::ReadOnly { "READ_ONLY" } else { "OWNER" };
    json!({
        "id": data.user,
        "email": "dev@example.com",
        "emailVerified": true,
        "fullName": "Dev One",
        "firstName": "Dev",
        "lastName": "One",
        "avatar": null,
        "countryCallingCode": null,
        "phoneNumber": null,
        "language": { "id": "en", "name": "English" },
        "created": created.to_string(),
        "lastUpdate": created.to_string(),
        "status": "ACTIVE",
        "clientUserList": [{
            "id": MEMBERSHIP,
            "clientId": data.client,
            "userId": data.user,
            "status": "ACTIVE",
            "roleCode": role,
            "canViewFinances": role == "OWNER",
            "canEditFinances": role == "OWNER",
            "canCreateProjects": role == "OWNER",
            "user": {
                "id": data.user,
                "email": "dev@example.com",
                "emailVerified": true,
                "fullName": "Dev One",
                "firstName": "Dev",
                "lastName": "One",
                "avatar": null,
            },
            "client": { "id": data.client, "accountName": "Sandbox", "avatar": null },
        }],
        "passwordIsSet": true,
        "totpIsSet": false,
        "hasPasskey": false,
        "hasU2F": false,
        "intercomHash": "",
    })
}

/// `UserJsonObject`: the user as the maker of something.
pub(crate) fn maker(data: &Data) -> Value {
    json!({
        "type": "USER",
        "id": data.user,
        "email": "dev@example.com",
        "firstName": "Dev",
        "fullName": "Dev One",
        "avatar": null,
    })
}

/// The platform itself as the maker of something.
pub(crate) fn system() -> Value {
    json!({ "type": "SYSTEM", "id": null, "email": null, "firstName": null, "fullName": "Zerops", "avatar": null })
}
