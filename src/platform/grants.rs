//! What a token itself may reach. An integration token may read its own record, also where searching
//! for projects is refused (measured 2026-09); the record proves its scope.

use super::client::{Call, Client};
use super::error::{Error, ErrorKind};
use super::retry::Budget;
use super::wire::{Grant, TokenRecord, UserInfo};
use crate::domain::ids::{ClientId, ProjectId};
use crate::generated::operations::Operation;

/// The projects that the token of this user is granted; none for a token that has no record of its own, as
/// a personal one.
///
/// # Errors
/// When the API failed to say.
pub(super) async fn of(
    client: &Client,
    user: &UserInfo,
    organisations: &[ClientId],
    budget: &mut Budget,
) -> Result<Option<Vec<Grant>>, Error> {
    if user.id.is_empty() {
        return Ok(None);
    }
    let mut grants: Option<Vec<Grant>> = None;
    for organisation in organisations {
        let arguments = [organisation.as_str(), user.id.as_str()];
        let call = Call::new(Operation::IntegrationTokenGet, &arguments);
        match client.call_within::<TokenRecord>(call, budget).await {
            Ok(record) => grants.get_or_insert_default().extend(record.projects),
            Err(error) if has_no_record(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(grants)
}

/// Whether the API said that there is no such token, or that this one may not look.
fn has_no_record(error: &Error) -> bool {
    matches!(error.kind, ErrorKind::NotFound | ErrorKind::PermissionDenied | ErrorKind::AuthInvalidToken)
        || error.api_code.as_deref() == Some("clientUserConnectionNotFound")
}

/// The one project that the grants lead to: the only one that may be changed, else the one that zcp runs
/// in, else the only one there is.
pub(super) fn choose<'a>(grants: &'a [Grant], home: Option<&ProjectId>) -> Choice<'a> {
    let open: Vec<&Grant> = grants.iter().filter(|grant| grant.role_code != "NO_ACCESS").collect();
    let changeable: Vec<&Grant> = open.iter().copied().filter(|grant| grant.role_code != "READ_ONLY").collect();
    if let Some(grant) = open.iter().find(|grant| Some(&grant.project_id) == home) {
        return Choice::One(&grant.project_id);
    }
    match (open.as_slice(), changeable.as_slice()) {
        (_, [grant]) | ([grant], _) => Choice::One(&grant.project_id),
        ([], _) => Choice::None,
        _ => Choice::Several(open.iter().map(|grant| grant.project_id.to_string()).collect()),
    }
}

/// What grants lead to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Choice<'a> {
    One(&'a ProjectId),
    Several(Vec<String>),
    None,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_one_that_may_be_changed_is_chosen_and_the_own_one_before_it() {
        let grants = |roles: &[(&str, &str)]| -> Vec<Grant> {
            let json = |(id, role): &(&str, &str)| json!({ "projectId": id, "roleCode": role });
            roles.iter().map(|role| serde_json::from_value(json(role)).expect("a grant")).collect()
        };
        let home = ProjectId::new("c");
        for (roles, home, chosen) in [
            (vec![], None, Choice::None),
            (vec![("a", "NO_ACCESS")], None, Choice::None),
            (vec![("a", "READ_ONLY")], None, Choice::One(&ProjectId::new("a"))),
            (vec![("a", "READ_ONLY"), ("b", "BASIC_USER")], None, Choice::One(&ProjectId::new("b"))),
            (vec![("a", "ADMIN"), ("b", "BASIC_USER")], None, Choice::Several(vec!["a".into(), "b".into()])),
            (vec![("a", "READ_ONLY"), ("b", "READ_ONLY")], None, Choice::Several(vec!["a".into(), "b".into()])),
            (vec![("a", "ADMIN"), ("c", "BASIC_USER")], Some(&home), Choice::One(&home)),
        ] {
            assert_eq!(choose(&grants(&roles), home), chosen, "{roles:?}");
        }
    }
}
