use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::generated::operations::Operation;
use crate::platform::secrets::Secrets;
use crate::platform::token::Token;
use crate::platform::wire::{Process, Service};

fn read<T: DeserializeOwned>(operation: Operation, answer: &Answer) -> Result<T, Error> {
    let token = Token::new("t0k3n-value").expect("a token");
    let secrets = Secrets::default();
    let door = Door { token: &token, other: None, secrets: &secrets };
    Reading { operation: operation.info(), door, now: "2026-01-02T03:04:05Z".parse().expect("time") }.read(answer)
}

fn refusal(status: u16, body: &Value) -> Answer {
    Answer { status, content_type: "application/json".into(), body: body.to_string().into(), ..Answer::default() }
}

fn failure(operation: Operation, answer: &Answer) -> Error {
    read::<Service>(operation, answer).expect_err("an error")
}

#[test]
fn status_and_code_decide_the_kind() {
    use ErrorKind::{Api, AuthInvalidToken, AuthTokenExpired, NotFound, PermissionDenied, RateLimited};
    for (status, code, kind) in [
        (401, "", AuthInvalidToken),
        (401, "notAuthorized", AuthInvalidToken),
        (401, "tokenExpired", AuthTokenExpired),
        (400, "tokenExpired", AuthTokenExpired),
        (400, "invalidCredentials", AuthInvalidToken),
        (401, "insufficientPrivileges", PermissionDenied),
        (403, "", PermissionDenied),
        (403, "notAuthorized", PermissionDenied),
        (403, "insufficientPermissions", PermissionDenied),
        (400, "notAllowedForIntegrationToken", PermissionDenied),
        (403, "notAllowedForIntegrationTokenWithoutDelegation", PermissionDenied),
        (403, "roleLevelExceeded", PermissionDenied),
        (400, "clientUserConnectionNotFound", NotFound),
        (404, "", NotFound),
        (404, "processNotFound", NotFound),
        (400, "serviceStackNotFound", NotFound),
        (400, "projectNotFound", NotFound),
        (400, "clientUserConnectionNotFound", NotFound),
        (400, "appVersionNotFound", NotFound),
        (400, "somethingNewNotFound", NotFound),
        (400, "userNotFound", Api),
        (400, "serviceStackTypeVersionNotFound", Api),
        (400, "serviceStackTypeNotFound", Api),
        (400, "zeropsYamlSetupNotFound", Api),
        (400, "invalidUserInput", Api),
        (400, "serviceStackIsNotHttp", Api),
        (409, "", Api),
        (422, "", Api),
        (429, "", RateLimited),
        (429, "notAuthorized", RateLimited),
        (500, "internalServerError", Api),
        (500, "serviceStackNotFound", Api),
        (503, "", Api),
    ] {
        let answer = refusal(status, &json!({"error": {"code": code, "message": "Words of the API."}}));
        let error = failure(Operation::ServiceGet, &answer);
        assert_eq!((error.kind, error.status), (kind, Some(status)), "{status} {code}");
        assert_eq!(error.api_code.as_deref().unwrap_or_default(), code);
    }
}

#[test]
fn a_search_that_the_token_may_not_make_is_no_fault_of_the_input() {
    let of = |code: &str, words: &str| {
        failure(Operation::ProjectSearch, &refusal(400, &json!({"error": {"code": code, "message": words}}))).kind
    };
    for code in ["invalidUserInput", "invalidUserInputWithText"] {
        assert_eq!(of(code, "search is not allowed, insufficient privileges"), ErrorKind::PermissionDenied);
        assert_eq!(of(code, "clientId not defined"), ErrorKind::Api);
    }
}

#[test]
fn the_words_of_the_api_come_through() {
    let body = json!({"error": {"code": "invalidUserInput", "message": "Bad input, t0k3n-value.", "meta": [
        {"parameter": "id", "message": "field is required"}]}});
    let error = failure(Operation::ServiceStop, &refusal(400, &body));
    assert_eq!(error.message, "service.stop: Bad input, [token]");
    assert_eq!(error.fields, [crate::domain::failure::FieldReason::new("id", "field is required")]);
    assert!(!error.may_have_taken_effect);
    let error = failure(Operation::ServiceStop, &refusal(500, &json!({"error": {"message": "Oh"}})));
    assert!(error.may_have_taken_effect);
    assert_eq!(error.message, "service.stop: Oh; the request may have taken effect");
    let error = failure(Operation::UserInfo, &refusal(401, &json!({"error": null})));
    assert_eq!(error.message, "Authentication failed: invalid or expired token");
    let error = failure(Operation::ServiceStop, &refusal(403, &json!({})));
    assert_eq!(error.message, "service.stop: the token does not permit this");
}

#[test]
fn a_wait_is_passed_on() {
    let mut answer = refusal(429, &json!({}));
    answer.retry_after = Some("7".into());
    let error = failure(Operation::ServiceStop, &answer);
    assert_eq!(error.retry_after, Some(Duration::from_secs(7)));
    assert_eq!(error.message, "service.stop: too many requests; nothing was changed; try again in 7 s");
}

#[test]
fn what_is_not_json_is_said_and_not_shown() {
    let page = |status| Answer {
        status,
        content_type: "text/html; charset=utf-8".into(),
        body: b"<html>hunter2".to_vec(),
        ..Answer::default()
    };
    for status in [200, 401, 403, 404, 500, 502] {
        let error = failure(Operation::ServiceGet, &page(status));
        assert_eq!((error.kind, error.status), (ErrorKind::Api, Some(status)));
        assert!(error.message.contains("(text/html)") && !error.message.contains("hunter2"), "{error}");
    }
    assert_eq!(
        failure(Operation::ServiceGet, &page(200)).message,
        "service.get: the API answered something that is not JSON (text/html)"
    );
    assert_eq!(failure(Operation::ServiceGet, &page(429)).kind, ErrorKind::RateLimited);
    let nothing = Answer { status: 204, ..Answer::default() };
    let error = failure(Operation::ServiceStop, &nothing);
    assert_eq!(error.message, "service.stop: the API answered nothing; the request may have taken effect");
}

#[test]
fn another_shape_is_said_without_its_values() {
    let answer = refusal(200, &json!({"name": {"secret": "hunter2"}}));
    let error = read::<Service>(Operation::ServiceGet, &answer).expect_err("a shape");
    assert_eq!(error.kind, ErrorKind::Api);
    assert!(error.message.contains("a string was expected") && !error.message.contains("hunter2"), "{error}");
    assert!(error.message.contains("(`name`, line 1"), "{error}");
    let answer = refusal(200, &json!({"id": "x", "status": 7, "name": "y"}));
    let error = read::<Service>(Operation::ServiceGet, &answer).expect_err("a shape");
    assert!(error.message.contains("(`status`, line 1"), "{error}");
    let error = read::<Service>(Operation::ServiceGet, &refusal(200, &json!([]))).expect_err("a shape");
    assert!(error.message.contains("an object was expected"), "{error}");
    let answer = refusal(200, &json!({"subdomainAccess": "hunter2, expected nothing at line 1"}));
    let error = read::<Service>(Operation::ServiceGet, &answer).expect_err("a shape");
    assert!(!error.message.contains("hunter2") && !error.message.contains("nothing"), "{error}");
}

#[test]
fn words_in_an_answer_are_clean_and_bounded() {
    for meta in [
        json!({"failReason": format!("t0k3n-value \u{1b}{}", "x".repeat(5_000))}),
        json!({"error": {"code": "c", "message": format!("t0k3n-value \u{202e}{}", "x".repeat(5_000))}}),
        json!({"error": {"code": format!("t0k3n-value {}", "x".repeat(5_000))}}),
    ] {
        let answer = refusal(200, &json!({"id": "p", "status": "FAILED", "publicMeta": meta}));
        let process: Process = read(Operation::ProcessGet, &answer).expect("a process");
        let reason = process.fail_reason().expect("a reason");
        assert!(reason.starts_with("[token] xxx") && reason.chars().count() < 400, "{reason}");
    }
}

#[test]
fn redirects_name_the_host_alone() {
    for (location, shown) in [
        (Some("https://evil.example.com:8443/x?token=hunter2"), "to evil.example.com:8443,"),
        (Some("/login?secret=hunter2"), "a redirect, which"),
        (None, "a redirect, which"),
    ] {
        let answer = Answer { status: 302, location: location.map(str::to_owned), ..Answer::default() };
        let error = failure(Operation::ServiceGet, &answer);
        assert!(error.message.contains(shown) && !error.message.contains("hunter2"), "{error}");
    }
}

#[test]
fn names_are_excerpts_without_the_token() {
    let name = "demo\n2026 forged \u{1b}[31m \u{202e}t0k3n-value\u{0}";
    let answer = refusal(200, &json!({"id": "p1", "name": name, "status": name}));
    let project = read::<crate::platform::wire::Project>(Operation::ProjectGet, &answer).expect("a project");
    assert_eq!(project.name, "demo 2026 forged [31m [token]");
    assert_eq!(project.status, project.name);
    let answer = refusal(200, &json!({"id": "p1", "serviceStacks": [{"id": "s1", "name": name}]}));
    let process = read::<Process>(Operation::ProcessGet, &answer).expect("a process");
    assert_eq!(process.service_stacks[0].name, project.name);
}
