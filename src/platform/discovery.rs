//! Whose token it is and which project it works on: exactly one, or a clear answer why not.

use futures_util::future::join;
use serde::{Deserialize, Serialize};

use super::client::{Call, Client};
use super::error::{Error, ErrorKind};
use super::grants::{self, Choice};
use super::host::Host;
use super::retry::Budget;
use super::wire::{ClientUser, Condition, Project, UserInfo};
use crate::domain::ids::{ClientId, ProjectId};
use crate::generated::operations::Operation;

/// The project that a token works on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Identity {
    pub(super) client_id: ClientId,
    pub(super) project_id: ProjectId,
    pub(super) project_name: String,
    /// Why it looks like production, if it does.
    pub(super) production: Option<String>,
    /// Whose token it is, and the organisations that may have a record of it.
    pub(super) user: UserInfo,
    pub(super) organisations: Vec<ClientId>,
}

/// Finds the project. All calls together have the time of one operation. With the organisations that an earlier answer
/// named, their projects are asked for beside the owner, and again only where he has others now.
pub(super) async fn discover(
    client: &Client,
    chosen: Option<&ProjectId>,
    home: Option<&ProjectId>,
    known: &[ClientId],
) -> Result<Identity, Error> {
    let (mut budget, mut beside) = (client.budget(), client.budget());
    let owner = client.call_within::<UserInfo>(Call::new(Operation::UserInfo, &[]), &mut budget);
    let early = async {
        match chosen {
            Some(_) => None,
            None if known.is_empty() => None,
            None => Some(reachable(client, known, &mut beside).await),
        }
    };
    let (user, early) = join(owner, early).await;
    let user = user.map_err(about_authentication)?;
    let memberships = user.client_user_list.as_deref().ok_or_else(|| not_the_api(&client.host))?;
    let organisations = active(memberships);
    let project = match chosen {
        Some(id) => scoped(client, id, &mut budget).await?,
        None => {
            let searched = match early.filter(|_| organisations == known) {
                Some(early) => early,
                None => reachable(client, &organisations, &mut budget).await,
            };
            found(client, &user, searched, &organisations, home, &mut budget).await?
        }
    };
    let production = project.production();
    let client_id = Some(project.client_id).filter(|id| !id.as_str().is_empty());
    let client_id = client_id.or_else(|| organisations.first().cloned()).ok_or_else(no_project)?;
    Ok(Identity { client_id, project_id: project.id, project_name: project.name, production, user, organisations })
}

/// The organisations that the user belongs to; an invitation that was not accepted gives no access.
fn active(memberships: &[ClientUser]) -> Vec<ClientId> {
    let mut organisations: Vec<ClientId> = Vec::new();
    for membership in memberships {
        let known = organisations.contains(&membership.client_id) || membership.client_id.as_str().is_empty();
        if membership.status == "ACTIVE" && !known {
            organisations.push(membership.client_id.clone());
        }
    }
    organisations
}

/// Something answers JSON, and not what the API does.
fn not_the_api(host: &Host) -> Error {
    let what = format!("{host} does not look like the Zerops API: its answer has no organisations");
    Error::of(Operation::UserInfo.info(), ErrorKind::AuthApiError, what, false)
}

/// The project that the user has chosen with zcli.
async fn scoped(client: &Client, id: &ProjectId, budget: &mut Budget) -> Result<Project, Error> {
    match read(client, id, budget).await {
        Ok(project) if project.id == *id && !project.is_leaving() => Ok(project),
        Ok(_) => Err(scope_is_gone()),
        Err(error) if is_refusal(&error) => {
            Err(Error { status: error.status, api_code: error.api_code, fields: error.fields, ..scope_is_gone() })
        }
        Err(error) => Err(about_authentication(error)),
    }
}

/// Whether the API said no to the project, rather than failed: it answers bad ids with 400.
fn is_refusal(error: &Error) -> bool {
    match error.kind {
        ErrorKind::NotFound | ErrorKind::PermissionDenied => true,
        ErrorKind::Api => error.api_code.is_some() && matches!(error.status, Some(400..500)),
        _ => false,
    }
}

fn scope_is_gone() -> Error {
    Error::new(ErrorKind::ScopeGone, "Scoped project not found or inaccessible; run 'zcli scope project'")
}

/// The one project there is. A search that is refused, or that finds none or several, is no last word:
/// the token's own record says what it is granted.
async fn found(
    client: &Client,
    user: &UserInfo,
    searched: Result<Vec<Project>, Error>,
    organisations: &[ClientId],
    home: Option<&ProjectId>,
    budget: &mut Budget,
) -> Result<Project, Error> {
    let searched = searched.and_then(|projects| only(projects, home));
    let Err(error) = searched else { return searched };
    if !matches!(error.kind, ErrorKind::TokenMultiProject | ErrorKind::TokenNoProject) && !is_refused(&error) {
        return Err(about_authentication(error));
    }
    // The search was refused to a token that the API has just named the owner of: it is good.
    let refused = if is_refused(&error) { no_project() } else { error };
    let Some(granted) = grants::of(client, user, organisations, budget).await.map_err(about_authentication)? else {
        return Err(refused);
    };
    match grants::choose(&granted, home) {
        Choice::One(id) => match read(client, id, budget).await {
            Ok(project) if project.id == *id && !project.is_leaving() => Ok(project),
            Ok(_) => Err(no_project()),
            Err(error) => Err(about_authentication(error)),
        },
        // What the search named is better than what the record has, which are ids.
        Choice::Several(_) if refused.kind == ErrorKind::TokenMultiProject => Err(refused),
        Choice::Several(ids) => Err(several(ids)),
        Choice::None => Err(refused),
    }
}

/// Whether the API did not let the token search.
fn is_refused(error: &Error) -> bool {
    matches!(error.status, Some(401 | 403)) || error.kind == ErrorKind::PermissionDenied
}

async fn read(client: &Client, id: &ProjectId, budget: &mut Budget) -> Result<Project, Error> {
    client.call_within(Call::new(Operation::ProjectGet, &[id.as_str()]), budget).await
}

/// The projects of all organisations.
async fn reachable(client: &Client, organisations: &[ClientId], budget: &mut Budget) -> Result<Vec<Project>, Error> {
    let mut projects = Vec::new();
    for organisation in organisations {
        let conditions = [Condition::equals("clientId", organisation.as_str())];
        let found: Vec<Project> = client.search(Operation::ProjectSearch, &conditions, budget).await?;
        projects.extend(found);
    }
    Ok(projects)
}

/// The one project there is, or of several the one that zcp runs in. One that is being deleted does not
/// count: for minutes after a project was replaced it would make two of one, and work on it would be lost.
fn only(mut projects: Vec<Project>, home: Option<&ProjectId>) -> Result<Project, Error> {
    projects.retain(|project| !project.is_leaving());
    if let Some(index) = projects.iter().position(|project| Some(&project.id) == home) {
        return Ok(projects.swap_remove(index));
    }
    if projects.len() > 1 {
        return Err(several(projects.into_iter().map(|project| project.name).collect()));
    }
    projects.pop().ok_or_else(no_project)
}

/// These projects, by their names or ids.
fn several(projects: Vec<String>) -> Error {
    let message = format!("Token accesses {} projects; use project-scoped token", projects.len());
    Error { projects, ..Error::new(ErrorKind::TokenMultiProject, message) }
}

fn no_project() -> Error {
    Error::new(ErrorKind::TokenNoProject, "Token has no project access")
}

/// Of what goes wrong here, an unusable token and an API that cannot be asked are told apart; the rest
/// is the API failing to say who the token belongs to.
fn about_authentication(error: Error) -> Error {
    match error.kind {
        kind if kind.is_auth() => error,
        ErrorKind::Timeout | ErrorKind::Network | ErrorKind::RateLimited => error,
        _ => Error { kind: ErrorKind::AuthApiError, ..error },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn project(id: &str, status: &str) -> Project {
        serde_json::from_value(json!({"id": id, "status": status})).expect("a project")
    }

    #[test]
    fn exactly_one_project_in_the_known_words() {
        let words = |projects| match only(projects, None) {
            Ok(project) => project.id.to_string(),
            Err(error) => format!("{:?}: {error}", error.kind),
        };
        assert_eq!(words(vec![]), "TokenNoProject: Token has no project access");
        assert_eq!(words(vec![project("a", "DELETING")]), "TokenNoProject: Token has no project access");
        assert_eq!(words(vec![project("a", "ACTIVE")]), "a");
        assert_eq!(words(vec![project("a", "DELETING"), project("b", "STOPPED")]), "b");
        assert_eq!(
            words(vec![project("a", "ACTIVE"), project("b", "CREATING"), project("c", "DELETING")]),
            "TokenMultiProject: Token accesses 2 projects; use project-scoped token"
        );
    }

    #[test]
    fn only_active_memberships_count_and_each_once() {
        let user: UserInfo = serde_json::from_value(json!({"clientUserList": [
            {"clientId": "a", "status": "WAITING_AUTHORIZATION"},
            {"clientId": "b", "status": "ACTIVE"},
            {"clientId": "b", "status": "ACTIVE"},
            {"clientId": null, "status": "ACTIVE"},
            {"clientId": "c", "status": "ACTIVE"},
        ]}))
        .expect("a user");
        let memberships = user.client_user_list.expect("a list");
        assert_eq!(active(&memberships), [ClientId::new("b"), ClientId::new("c")]);
    }

    #[test]
    fn an_answer_without_organisations_is_not_of_the_api() {
        let listed = |json| serde_json::from_value::<UserInfo>(json).expect("a user").client_user_list.is_some();
        assert!(listed(json!({"clientUserList": []})) && listed(json!({"clientUserList": null})));
        assert!(!listed(json!({})) && !listed(json!({"ok": true})));
        let error = not_the_api(&Host::parse("example.com", "it").expect("a host"));
        assert!(error.kind == ErrorKind::AuthApiError && !error.is_retryable(), "{error}");
        assert!(error.message.starts_with("user.info: example.com does not look like the Zerops API"), "{error}");
    }

    #[test]
    fn failures_of_discovery_are_told_apart() {
        use ErrorKind::{
            Api, AuthApiError, AuthInvalidToken, AuthTokenExpired, Network, NotFound, PermissionDenied, RateLimited,
            Timeout,
        };
        for (kind, told) in [
            (AuthInvalidToken, AuthInvalidToken),
            (AuthTokenExpired, AuthTokenExpired),
            (Network, Network),
            (Timeout, Timeout),
            (Api, AuthApiError),
            (PermissionDenied, AuthApiError),
            (NotFound, AuthApiError),
            (RateLimited, RateLimited),
        ] {
            assert_eq!(about_authentication(Error::new(kind, "x")).kind, told);
        }
    }
}
