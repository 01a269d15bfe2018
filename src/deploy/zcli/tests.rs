use std::os::unix::fs::PermissionsExt;

use super::*;

fn stub(folder: &Path, script: &str) -> PathBuf {
    let program = folder.join("zcli");
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).expect("written");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("executable");
    program
}

async fn run(folder: &Path, script: &str, setup: &str, git: bool) -> (bool, String) {
    let program = stub(folder, script);
    let (service, project) = (ServiceId::new("s5Yh1NvZQ6e8Gd2oKtPuMw"), ProjectId::new("p7Lw0RkXTmuqJf4s9BcDeQ"));
    let push = Push { program: &program, folder, service: &service, project: &project, setup, include_git: false, git };
    let (token, host) = (Token::new("secret-token-of-a-test").expect("a token"), Host::parse("api.example.org", "x"));
    let mut pushing = push.start(&token, &host.expect("a host")).expect("it starts");
    let ended = loop {
        match pushing.ended() {
            Some(ended) => break ended,
            None => tokio::time::sleep(std::time::Duration::from_millis(5)).await,
        }
    };
    (ended, pushing.words().await)
}

#[tokio::test]
async fn the_token_goes_by_the_environment_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = r#"printf '[%s]' "$@"; printf '\n'; printf '%s\n' "$ZEROPS_TOKEN" | wc -c
        cat "$ZEROPS_CLI_DATA_FILE_PATH"; printf '\n%s\n' "$ZEROPS_CLI_DATA_FILE_PATH"; pwd"#;
    let (ended, words) = run(folder.path(), script, "api", false).await;
    assert!(ended, "{words}");
    let lines: Vec<&str> = words.split("; ").collect();
    assert_eq!(lines[0], "[push][--service-id=s5Yh1NvZQ6e8Gd2oKtPuMw][--setup=api][--disable-logs][--no-git]");
    assert_eq!(lines[1], "23");
    assert!(!lines[2].contains("secret-token") && lines[2].contains("api.example.org"), "{}", lines[2]);
    assert!(!Path::new(lines[3]).exists(), "nothing is left behind");
    assert_eq!(Path::new(lines[4]).canonicalize().ok(), folder.path().canonicalize().ok());
}

#[tokio::test]
async fn every_value_is_one_word_of_its_flag() {
    let folder = tempfile::tempdir().expect("a folder");
    for setup in ["--help", "a b", "$(id)", "`id`", "a\nb", "'", "\"", ";x", "-", "ž🦀"] {
        let (_, words) =
            run(folder.path(), r#"for word; do printf '%s|' "$word"; done | tr '\n' '~'"#, setup, true).await;
        let expected =
            format!("push|--service-id=s5Yh1NvZQ6e8Gd2oKtPuMw|--setup={}|--disable-logs|", setup.replace('\n', "~"));
        assert_eq!(words, expected);
    }
}

#[tokio::test]
async fn what_it_says_when_it_fails_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ended, words) = run(folder.path(), "echo 'no such setup' >&2; exit 1", "api", true).await;
    assert_eq!((ended, words.as_str()), (false, "no such setup"));
}

#[tokio::test]
async fn nothing_around_it_names_another_service() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = r#"printf '%s %s %s' "$ZEROPS_SERVICEID" "$ZEROPS_NOGIT" "$ZEROPS_DEPLOYGITFOLDER""#;
    assert_eq!(run(folder.path(), script, "api", false).await.1, "s5Yh1NvZQ6e8Gd2oKtPuMw true false");
    // What is not said is not inherited either, whatever begins with that word.
    let told = run(folder.path(), "env | grep -c '^ZEROPS_' ; env | grep -c '^ZCP_'; true", "api", false).await.1;
    assert_eq!(told, "10; 0");
}
