//! What needs no token: regions, versions, settings and the catalogue of types.

#![expect(clippy::unnecessary_wraps, reason = "every row of the route table has the same signature")]

use serde_json::json;

use super::call::{Answer, Call, LongAnswer};
use crate::sandbox::schemas::schemas;
use crate::sandbox::search;
use crate::sandbox::wire::index::Rendered;
use crate::sandbox::wire::{catalog, project};

/// The version of the command line client that the version check names. Guessed: any will do.
const CLIENT_VERSION: &str = "v1.0.66";
const RELEASED: &str = "2026-01-02T03:04:05Z";

/// The address of the real platform.
const PLATFORM: &str = "api.app-prg1.zerops.io";

/// The regions: this sandbox, where it has TLS, because clients always ask for it. Without it the
/// address is that of the real platform, and a client that follows it leaves the sandbox.
pub(crate) fn regions(call: &mut Call<'_>) -> Answer {
    let address = call.secure_url.map_or(PLATFORM, |url| url.trim_start_matches("https://"));
    Ok(json!({ "items": [{
        "name": "prg1",
        "isDefault": true,
        "address": address,
        "guiAddress": "app.zerops.io",
    }] }))
}

/// The newest version of the command line client, in the shape of a release.
pub(crate) fn client_version(_call: &mut Call<'_>) -> Answer {
    Ok(json!({
        "url": "",
        "assets_url": "",
        "upload_url": "",
        "html_url": "",
        "id": 1,
        "author": {
            "login": "", "id": 0, "node_id": "", "avatar_url": "", "gravatar_id": "", "url": "", "html_url": "",
            "followers_url": "", "following_url": "", "gists_url": "", "starred_url": "", "subscriptions_url": "",
            "organizations_url": "", "repos_url": "", "events_url": "", "received_events_url": "", "type": "User",
            "user_view_type": "", "site_admin": false,
        },
        "node_id": "",
        "tag_name": CLIENT_VERSION,
        "target_commitish": "main",
        "name": CLIENT_VERSION,
        "draft": false,
        "prerelease": false,
        "created_at": RELEASED,
        "published_at": RELEASED,
        "assets": [],
        "tarball_url": "",
        "zipball_url": "",
        "body": "",
    }))
}

/// The settings of the platform; clients read the locations.
pub(crate) fn settings(_call: &mut Call<'_>) -> Answer {
    Ok(json!({
        "currencyList": [],
        "languageList": [{ "id": "en", "name": "English" }],
        "serviceStackList": [],
        "locationList": [project::location()],
    }))
}

/// The JSON schema of zerops.yaml.
pub(crate) fn zerops_yaml_schema(call: &mut Call<'_>) -> Answer {
    Ok(schemas(call.world.platform).zerops_yaml.clone())
}

/// The JSON schema of import.yaml.
pub(crate) fn import_yaml_schema(call: &mut Call<'_>) -> Answer {
    Ok(schemas(call.world.platform).import_yaml.clone())
}

/// The catalogue of service types.
pub(crate) fn types(call: &mut Call<'_>) -> LongAnswer {
    search::answer(&Rendered(&catalog::items(call.world.platform)), &call.body)
}
