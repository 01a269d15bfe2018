//! The user behind a token.

use serde_json::{Value, json};

use crate::sandbox::model::data::Data;
use crate::sandbox::model::project::Project;
use crate::sandbox::tokens::TokenKind;
use crate::sandbox::world::World;

/// The id of the membership, which is no thing of its own here.
const MEMBERSHIP: &str = "cu1AbC2dEf3GhI4jKl5MnQ";

/// `UserAuthorize`.
///
/// Observed: an integration token is a user of its own, `token-<id>@zerops.io` under the name of the token
/// (2026-09-15), and one for a project has no role in the organisation.
/// Guessed: formerly, the role of a token that may only read.
pub(crate) fn info(world: &World, token: TokenKind) -> Value {
    let created = world.started.to_string();
    let (user, role) = if world.platform.is_former() {
        (person(&world.data), if token == TokenKind::ReadOnly { "READ_ONLY" } else { "OWNER" })
    } else {
        (integration(token), "NO_ACCESS")
    };
    let mut info = user.clone();
    let owner = role == "OWNER";
    let more = json!({
        "countryCallingCode": null,
        "phoneNumber": null,
        "language": { "id": "en", "name": "English" },
        "created": created,
        "lastUpdate": created,
        "status": "ACTIVE",
        "clientUserList": [{
            "id": MEMBERSHIP,
            "clientId": world.data.client,
            "userId": user["id"],
            "status": "ACTIVE",
            "roleCode": role,
            "canViewFinances": owner,
            "canEditFinances": owner,
            "canCreateProjects": owner,
            "user": user,
            "client": { "id": world.data.client, "accountName": "Sandbox", "avatar": null },
        }],
        "passwordIsSet": owner,
        "totpIsSet": false,
        "hasPasskey": false,
        "hasU2F": false,
        "intercomHash": "",
    });
    if let (Some(info), Value::Object(more)) = (info.as_object_mut(), more) {
        info.extend(more);
    }
    info
}

/// The record of an integration token: what it is granted.
pub(crate) fn record(world: &World, token: TokenKind) -> Value {
    let grant = |project: &Project| {
        let role = world.data.role(token, &project.id)?;
        Some(json!({ "projectId": project.id, "roleCode": role }))
    };
    json!({
        "id": token.id(),
        "name": token.name(),
        "roleCode": "NO_ACCESS",
        "canViewFinances": false,
        "canEditFinances": false,
        "canCreateProjects": false,
        "createdByUser": world.data.user,
        "created": world.started.to_string(),
        "projects": world.data.projects.iter().filter_map(grant).collect::<Vec<Value>>(),
    })
}

fn person(data: &Data) -> Value {
    json!({
        "id": data.user,
        "email": "dev@example.com",
        "emailVerified": true,
        "fullName": "Dev One",
        "firstName": "Dev",
        "lastName": "One",
        "avatar": null,
    })
}

fn integration(token: TokenKind) -> Value {
    json!({
        "id": token.id(),
        "email": format!("token-{}@zerops.io", token.id()),
        "emailVerified": true,
        "fullName": token.name(),
        "firstName": token.name(),
        "lastName": "",
        "avatar": null,
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
