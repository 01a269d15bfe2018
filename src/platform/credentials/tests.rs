use super::*;

const FILE: &str = "/data/cli.data";
const FULL: &str = r#"{"Token":"file-token","RegionData":{"name":"x","address":"api.file.io"},
    "ScopeProjectId":"p1","ProjectVpnKeyRegistry":{"p1":{"Key":"private"}}}"#;

fn resolved(variables: &[(&str, &str)], file: Option<&str>) -> Result<Credentials, Error> {
    let lookup = |name: &str| match name {
        "ZEROPS_CLI_DATA_FILE_PATH" => Some(FILE.into()),
        _ => variables.iter().find(|(variable, _)| *variable == name).map(|(_, value)| (*value).into()),
    };
    let read = |path: &Path| match file {
        Some("(unreadable)") => Err(io::ErrorKind::PermissionDenied.into()),
        Some(text) if path == Path::new(FILE) => Ok(text.to_owned()),
        _ => Err(io::ErrorKind::NotFound.into()),
    };
    resolve(&lookup, &read)
}

#[test]
fn the_first_token_and_the_first_host_win() {
    let file = Origin::File(FILE.into());
    let variable = Origin::Variable;
    for (variables, text, token, token_origin, host, host_origin, project) in [
        (
            &[("ZCP_API_KEY", "a"), ("ZEROPS_ZCP_API_KEY", "b")][..],
            None,
            "a",
            variable("ZCP_API_KEY"),
            DEFAULT_HOST,
            Origin::Default,
            None,
        ),
        (
            &[("ZCP_API_KEY", ""), ("ZEROPS_ZCP_API_KEY", "b")],
            None,
            "b",
            variable("ZEROPS_ZCP_API_KEY"),
            DEFAULT_HOST,
            Origin::Default,
            None,
        ),
        (&[], Some(FULL), "file-token", file.clone(), "api.file.io", file.clone(), Some("p1")),
        // The project of the file belongs to the token of the file.
        (&[("ZCP_API_KEY", "a")], Some(FULL), "a", variable("ZCP_API_KEY"), "api.file.io", file.clone(), None),
        (
            &[("ZEROPS_API_HOST", "h2")],
            Some(FULL),
            "file-token",
            file.clone(),
            "h2",
            variable("ZEROPS_API_HOST"),
            Some("p1"),
        ),
        (
            &[("ZCP_API_HOST", "h1"), ("ZEROPS_API_HOST", "h2")],
            Some(FULL),
            "file-token",
            file.clone(),
            "h1",
            variable("ZCP_API_HOST"),
            Some("p1"),
        ),
        (&[("ZCP_API_HOST", "")], Some(FULL), "file-token", file.clone(), "api.file.io", file.clone(), Some("p1")),
        (
            &[],
            Some(r#"{"Token":"t","RegionData":{"address":""},"ScopeProjectId":null}"#),
            "t",
            file.clone(),
            DEFAULT_HOST,
            Origin::Default,
            None,
        ),
        (
            &[],
            Some(r#"{"Token":"t","RegionData":null,"ScopeProjectId":""}"#),
            "t",
            file.clone(),
            DEFAULT_HOST,
            Origin::Default,
            None,
        ),
        (&[], Some(r#"{"Token":"t"}"#), "t", file.clone(), DEFAULT_HOST, Origin::Default, None),
        // Who has set a token does not need the file.
        (&[("ZCP_API_KEY", "a")], Some("{broken"), "a", variable("ZCP_API_KEY"), DEFAULT_HOST, Origin::Default, None),
        (
            &[("ZCP_API_KEY", "a")],
            Some("(unreadable)"),
            "a",
            variable("ZCP_API_KEY"),
            DEFAULT_HOST,
            Origin::Default,
            None,
        ),
    ] {
        let found = resolved(variables, text).expect("credentials");
        assert_eq!(Some(found.token), Token::new(token), "{variables:?} {text:?}");
        assert_eq!((found.token_origin, found.host_origin), (token_origin, host_origin), "{variables:?} {text:?}");
        assert_eq!(found.host.to_string(), host);
        assert_eq!(found.project, project.map(ProjectId::new));
    }
}

#[test]
fn without_a_token_the_words_are_known() {
    for (variables, text) in [
        (&[][..], None),
        (&[("ZCP_API_KEY", "")], None),
        (&[], Some("")),
        (&[], Some(r#"{"Token":"","RegionData":{"address":"x"}}"#)),
        (&[], Some(r#"{"Token":null}"#)),
        (&[], Some("{}")),
    ] {
        let error = resolved(variables, text).expect_err("no token");
        assert_eq!(error.kind, ErrorKind::AuthRequired);
        assert_eq!(error.message, "No authentication found: set ZCP_API_KEY or log in with zcli");
    }
}

#[test]
fn a_token_that_cannot_be_sent_is_refused_with_its_origin() {
    for (variables, text, origin) in [
        (&[("ZCP_API_KEY", "hunter2\ny")][..], None, "ZCP_API_KEY"),
        (&[], Some(r#"{"Token":"hunter2 y"}"#), "The token in /data/cli.data"),
    ] {
        let error = resolved(variables, text).expect_err("no token");
        assert_eq!(error.kind, ErrorKind::AuthInvalidToken);
        assert_eq!(error.message, format!("{origin} has characters that no token has"));
    }
}

#[test]
fn a_broken_file_is_named_and_not_quoted() {
    for text in [r#"{"Token":"hunter2",,}"#, r#"{"Token":["hunter2"]}"#, "hunter2", "(unreadable)"] {
        let error = resolved(&[], Some(text)).expect_err("broken");
        assert_eq!(error.kind, ErrorKind::AuthRequired);
        assert!(error.message.contains(FILE) && !error.message.contains("hunter2"), "{error}");
    }
}

#[test]
fn an_unusable_host_is_refused_with_its_origin() {
    let error = resolved(&[("ZCP_API_KEY", "a"), ("ZCP_API_HOST", "http://example.com")], None).expect_err("plain");
    assert!(error.kind.is_auth() && error.message.contains("ZCP_API_HOST"), "{error}");
    let file = r#"{"Token":"t","RegionData":{"address":"http://example.com"}}"#;
    assert!(resolved(&[], Some(file)).expect_err("plain").message.contains(FILE));
}

#[test]
fn a_variable_that_cannot_be_read_is_named_and_nothing_else_is_used() {
    let with = |name: &'static str, value: OsString| {
        let lookup = move |asked: &str| match asked {
            _ if asked == name => Some(value.clone()),
            "ZCP_API_KEY" => Some("a".into()),
            _ => None,
        };
        resolve(&lookup, &|_| Ok(FULL.to_owned())).expect_err(name)
    };
    let blank = || OsString::from(" \t");
    let mut odd = vec![("blank", blank as fn() -> OsString)];
    #[cfg(unix)]
    odd.push(("no text", || std::os::unix::ffi::OsStringExt::from_vec(vec![b'x', 0xff])));
    for (what, value) in odd {
        for name in ["ZCP_API_HOST", "ZEROPS_API_HOST"] {
            let error = with(name, value());
            assert!(error.kind == ErrorKind::UnusableHost && error.message.starts_with(name), "{what}: {error}");
        }
        let error = with("ZCP_API_KEY", value());
        assert!(
            error.kind == ErrorKind::AuthInvalidToken && error.message.starts_with("ZCP_API_KEY"),
            "{what}: {error}"
        );
    }
}

#[test]
fn the_description_has_everything_but_the_token() {
    let text = resolved(&[("ZCP_API_HOST", "http://127.0.0.1:9")], Some(FULL)).expect("credentials").describe();
    assert_eq!(text, "token from /data/cli.data, API at 127.0.0.1:9 (ZCP_API_HOST), project p1");
    let debug = format!("{:?}", resolved(&[], Some(FULL)).expect("credentials"));
    assert!(!debug.contains("file-token") && !debug.contains("private"), "{debug}");
}

#[test]
fn fixed_credentials_are_taken_as_they_are() {
    let source = |token: Option<&str>, host: &str| Source::Fixed {
        token: token.and_then(Token::new),
        host: host.to_owned(),
        project: None,
    };
    assert!(source(Some("t"), "http://127.0.0.1:1").resolve().is_ok());
    assert_eq!(source(None, "http://127.0.0.1:1").resolve().expect_err("none").kind, ErrorKind::AuthRequired);
    assert_eq!(source(Some("t"), "http://10.0.0.1").resolve().expect_err("plain").kind, ErrorKind::UnusableHost);
}
