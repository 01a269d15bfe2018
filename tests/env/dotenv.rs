//! The file of variables: for its owner alone, out of git, and nowhere else.

use std::fs;

use serde_json::json;

use super::env;
use crate::harness::world::{Setting, World, block_on};

#[test]
fn a_dotenv_is_written_for_its_owner_and_kept_out_of_git() {
    let folder = tempfile::tempdir().expect("a folder");
    let git = |arguments: &[&str]| {
        let run = std::process::Command::new("git").args(arguments).current_dir(folder.path()).output().expect("git");
        assert!(run.status.success(), "{run:?}");
        String::from_utf8(run.stdout).expect("text")
    };
    git(&["init", "--quiet"]);
    fs::create_dir(folder.path().join("web")).expect("a folder");
    fs::write(folder.path().join("web/.gitignore"), "node_modules").expect("a file");
    block_on(async {
        let setting = Setting { working_folder: folder.path().to_owned(), ..Setting::default() };
        let world = World::start(&setting).await;
        let hard = "it's \"a\" # $x\nb";
        let set = [format!("HARD={hard}"), "URL=pg://${db_password}@db/${nothing_here}".to_owned()];
        env(&world, json!({ "action": "set", "serviceHostname": "api", "variables": set, "wait": true })).await;
        let write = json!({ "action": "generate-dotenv", "serviceHostname": "api", "filePath": "web/.env" });
        let answer = env(&world, write.clone()).await;
        assert_eq!(answer["file"], "web/.env", "{answer}");
        let note = answer["note"].as_str().expect("a note");
        assert!(note.contains("`/.env` was added to .gitignore") && note.contains("`${nothing_here}`"), "{note}");
        assert!(!answer.to_string().contains("canary-session-key"), "{answer}");
        let again = env(&world, write).await;
        assert!(!again["note"].as_str().expect("a note").contains(".gitignore"), "{again}");
        let kept = "TAKEN=1\n";
        fs::write(folder.path().join(".env"), kept).expect("a file");
        let over = env(&world, json!({ "action": "generate-dotenv", "serviceHostname": "api" })).await;
        assert_eq!(over["code"], "FILE_REFUSED", "{over}");
        assert_eq!(fs::read_to_string(folder.path().join(".env")).expect("the file"), kept);
    });
    let ignored = fs::read_to_string(folder.path().join("web/.gitignore")).expect("a file");
    assert_eq!(ignored, "node_modules\n/.env\n");
    assert_eq!(
        git(&["status", "--porcelain", "--untracked-files=all"]).lines().count(),
        2,
        "the user's .env, .gitignore"
    );
    let text = fs::read_to_string(folder.path().join("web/.env")).expect("the file");
    assert!(
        text.contains("HARD=\"it's \\\"a\\\" # \\$x\\nb\"\n") && text.contains("SESSION_KEY=canary-session-key"),
        "{text}"
    );
    assert!(text.contains("@db/${nothing_here}'") && !text.contains("${db_password}"), "{text}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder.path().join("web/.env")).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_dotenv_goes_nowhere_else() {
    let folder = tempfile::tempdir().expect("a folder");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/tmp", folder.path().join("link")).expect("a link");
    block_on(async {
        let setting = Setting { working_folder: folder.path().to_owned(), ..Setting::default() };
        let world = World::start(&setting).await;
        for path in [
            "../.env",
            "/tmp/.env",
            "src/.env",
            "link/.env",
            "main.rs",
            ".",
            ".env/",
            ".env.[a]",
            ".env.x ",
            ".env.a\nb",
        ] {
            let write = json!({ "action": "generate-dotenv", "serviceHostname": "api", "filePath": path });
            let answer = env(&world, write).await;
            let fine = path == ".env/";
            assert!(fine || answer["code"] == "FILE_REFUSED", "{path}: {answer}");
        }
    });
}
