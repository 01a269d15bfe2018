//! The token: written only when it is asked for, and then for one reader.

use super::folder::{Ended, Entry, World, ended};
use crate::harness::need::need;

const TOKEN: &str = "t0ken-of-a-project-that-is-long";

fn init(world: &World, arguments: &[&str]) -> Ended {
    let ended = ended(world.command(arguments).env("ZCP_API_KEY", TOKEN));
    assert!(!ended.out.contains(TOKEN) && !ended.err.contains(TOKEN), "{ended:?}");
    ended
}

#[test]
fn it_is_written_only_when_asked_for_and_kept() {
    let world = World::new(&[Entry::File(".gitignore", "/target\n"), Entry::File(".mcp.json", "{\"a\": 1}\n")]);
    let before = world.tree();
    assert_eq!(init(&world, &[]).code, Some(0));
    assert!(!world.read(".mcp.json").expect("a file").contains(TOKEN));
    assert_eq!(world.read(".gitignore").as_deref(), Some("/target\n"));

    let arguments = ["--with-token", "--client", "claude,cursor,codex"];
    assert!(init(&world, &[&arguments[..], &["--dry-run"]].concat()).out.contains("ZCP_API_KEY"));
    assert_eq!(init(&world, &arguments).code, Some(0));
    for file in [".mcp.json", ".cursor/mcp.json", ".codex/config.toml"] {
        assert!(world.read(file).expect("a file").contains(TOKEN), "{file}");
        assert_eq!(world.mode(file), 0o600, "{file}");
    }
    let ignored = world.read(".gitignore").expect("a file");
    assert_eq!(ignored, "/target\n\n# ZCP:BEGIN\n/.codex/config.toml\n/.cursor/mcp.json\n/.mcp.json\n# ZCP:END\n");

    let with_token = world.tree();
    init(&world, &["--client", "claude,cursor,codex"]);
    assert_eq!(world.tree(), with_token, "a later run takes no token away");
    init(&world, &["--with-token"]);
    assert_eq!(world.tree(), with_token, "nor the lines of other clients");

    assert_eq!(init(&world, &["--remove", "--client", "cursor"]).code, Some(0));
    let ignored = world.read(".gitignore").expect("a file");
    assert_eq!(
        ignored, "/target\n\n# ZCP:BEGIN\n/.codex/config.toml\n/.mcp.json\n# ZCP:END\n",
        "what still has a token stays left out"
    );
    assert_eq!(init(&world, &["--remove", "--client", "claude,cursor,codex"]).code, Some(0));
    let left: Vec<_> = world.tree().into_keys().collect();
    assert_eq!(left, before.into_keys().collect::<Vec<_>>());
    assert_eq!(world.read(".mcp.json").as_deref(), Some("{\"a\": 1}\n"));
    assert_eq!(world.read(".gitignore").as_deref(), Some("/target\n"));
}

#[test]
fn the_host_of_a_token_is_written_with_it() {
    let world = World::new(&[]);
    let arguments = ["--with-token", "--client", "claude,codex,gemini"];
    let files = [".mcp.json", ".gemini/settings.json", ".codex/config.toml"];
    for (host, is_written) in [("http://127.0.0.1:1", true), ("api.app-prg1.zerops.io", false)] {
        let run = ended(world.command(&arguments).env("ZCP_API_KEY", TOKEN).env("ZCP_API_HOST", host));
        assert_eq!(run.code, Some(0), "{run:?}");
        for file in files {
            let text = world.read(file).expect("a file");
            assert!(text.contains(TOKEN) && text.contains(host) == is_written, "{file}: {text}");
        }
    }
}

#[test]
fn clients_that_keep_variables_back_are_told_which_ones_to_pass_on() {
    let world = World::new(&[]);
    let arguments = ["--client", "codex,gemini"];
    assert_eq!(init(&world, &arguments).code, Some(0));
    let gemini = world.read(".gemini/settings.json").expect("a file");
    assert!(gemini.contains("\"ZCP_API_KEY\": \"$ZCP_API_KEY\"") && !gemini.contains(TOKEN), "{gemini}");
    let codex = world.read(".codex/config.toml").expect("a file");
    assert!(codex.contains("env_vars = [\"ZCP_API_KEY\", ") && !codex.contains(TOKEN), "{codex}");
    let before = world.tree();
    assert_eq!(init(&world, &arguments).code, Some(0));
    assert_eq!(world.tree(), before);
    assert_eq!(init(&world, &["--remove", "--client", "codex,gemini"]).code, Some(0));
    assert!(world.tree().is_empty());
}

#[test]
fn without_a_token_there_is_none_to_write() {
    let world = World::new(&[]);
    let ended = world.init(&["--with-token"]);
    assert!(ended.code == Some(1) && ended.err.contains("No authentication found"), "{ended:?}");
    assert!(world.tree().is_empty());
}

#[test]
fn it_is_not_written_where_git_would_keep_it() {
    if !need(&["git"]) {
        return;
    }
    let world = World::new(&[Entry::File(".mcp.json", "{}\n"), Entry::File(".cursor/mcp.json", "{}\n")]);
    let git = |words: &[&str]| {
        let mut command = std::process::Command::new("git");
        command.args(words).env("HOME", world.home()).current_dir(world.project());
        let ran = ended(&mut command);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x"]);
    std::fs::remove_dir_all(world.path(".cursor")).expect("a folder that git has and nobody else");
    for (client, file) in [("claude", ".mcp.json"), ("cursor", ".cursor/mcp.json")] {
        let before = world.tree();
        for more in [&[][..], &["--dry-run"]] {
            let refused = init(&world, &[&["--with-token", "--client", client], more].concat());
            assert_eq!(refused.code, Some(1), "{refused:?}");
            for word in ["--with-token", "ZCP_API_KEY", &format!("git rm --cached {file}")] {
                assert!(refused.err.contains(word), "{refused:?}");
            }
        }
        assert_eq!(world.tree(), before, "nothing is written, not even what git ignores");
        // Without the token the entry is everybody's to read.
        assert_eq!(init(&world, &["--client", client]).code, Some(0));
        git(&["rm", "-q", "--cached", file]);
        assert_eq!(init(&world, &["--with-token", "--client", client]).code, Some(0));
        assert!(world.read(file).expect("a file").contains(TOKEN));
    }
    // What was put in goes also from a file that git has.
    git(&["add", "-f", ".mcp.json"]);
    assert_eq!(init(&world, &["--remove", "--client", "claude"]).code, Some(0));
    assert!(!world.read(".mcp.json").is_some_and(|text| text.contains(TOKEN)));
}

#[test]
fn a_link_to_what_git_keeps_is_seen_through() {
    if !need(&["git"]) {
        return;
    }
    let world = World::new(&[Entry::File("shared.json", "{}\n"), Entry::Link(".mcp.json", "shared.json")]);
    for words in [&["init", "-q"][..], &["add", "shared.json"]] {
        let mut git = std::process::Command::new("git");
        assert_eq!(ended(git.args(words).current_dir(world.project())).code, Some(0));
    }
    let before = world.tree();
    let refused = init(&world, &["--with-token"]);
    assert!(refused.code == Some(1) && refused.err.contains("git rm --cached shared.json"), "{refused:?}");
    assert_eq!(world.tree(), before);
}

#[test]
fn no_token_is_written_where_git_would_take_it() {
    // Neither leads to a file that can be merged.
    for ignore in [Entry::Link(".gitignore", "../outside/ignore"), Entry::Bytes(".gitignore", b"\xff\xfe\n")] {
        let world = World::new(&[ignore]);
        let run = init(&world, &["--with-token", "--client", "claude,cursor"]);
        assert_eq!(run.code, Some(1), "{run:?}");
        assert!(run.out.contains("git would take the token"), "{run:?}");
        assert!(world.read(".mcp.json").is_none() && world.read(".cursor/mcp.json").is_none(), "{run:?}");
    }
}

#[test]
fn a_rule_stays_as_long_as_the_token_does() {
    for (file, from, to) in [
        (".mcp.json", "\"args\"", "\"timeout\": 60000, \"args\""),
        (".mcp.json", "\"zerops\"", "\"zerops2\""),
        (".mcp.json", "{", "{{"),
        (".codex/config.toml", "# ZCP:END", "# mine"),
    ] {
        let client = if file == ".mcp.json" { "claude" } else { "codex" };
        let world = World::new(&[]);
        assert_eq!(init(&world, &["--with-token", "--client", client]).code, Some(0));
        let changed = world.read(file).expect("a file").replacen(from, to, 1);
        std::fs::write(world.path(file), &changed).expect("a file");
        for more in [&["--dry-run"][..], &[]] {
            let run = init(&world, &[&["--remove", "--client", client], more].concat());
            if to != "\"zerops2\"" {
                let line = run.out.lines().find(|line| line.starts_with(file)).unwrap_or_default();
                assert!(run.code == Some(1) && line.contains("left alone"), "{to}: {run:?}");
                assert!(!run.out.contains("What `zcp init` had put in is out again"), "{run:?}");
            }
            assert_eq!(world.read(file).as_ref(), Some(&changed));
            let ignored = world.read(".gitignore").unwrap_or_default();
            assert!(ignored.contains(&format!("/{file}")), "{to}: {run:?}");
        }
        // Once it is out of the file, the rule goes too.
        std::fs::remove_file(world.path(file)).expect("a file");
        assert_eq!(init(&world, &["--remove", "--client", client]).code, Some(0));
        assert_eq!(world.read(".gitignore"), None);
    }
    let world = World::new(&[]);
    assert_eq!(init(&world, &["--with-token", "--client", "claude"]).code, Some(0));
    let text = world.read(".mcp.json").expect("a file");
    let by_hand = text.replace("\"args\"", "\"timeout\": 5, \"args\"");
    std::fs::write(world.path(".mcp.json"), by_hand).expect("a file");
    let told = init(&world, &["--remove", "--client", "claude"]).out;
    assert!(told.contains("keeps a token in ZCP_API_KEY") && told.contains("take that server out"), "{told}");
    // By hand in one's own home it is nobody's affair.
    let world = World::new(&[Entry::File(
        "~/.claude.json",
        "{\"mcpServers\": {\"zerops\": {\"command\": \"zcp\", \"timeout\": 5, \"env\": {\"ZCP_API_KEY\": \"s3cret\"}}}}",
    )]);
    let before = world.tree();
    assert_eq!(init(&world, &["--remove", "--user", "--client", "claude"]).code, Some(0));
    assert_eq!(world.tree(), before);
}

#[test]
fn it_is_not_written_where_another_user_would_read_it() {
    let world = World::new(&[Entry::File(".mcp.json", "{}\n"), Entry::File("~/.claude.json", "{}\n")]);
    // Only the superuser gives files away.
    let given = |file| std::os::unix::fs::chown(world.path(file), Some(65_534), Some(65_534)).is_ok();
    if !given(".mcp.json") || !given("~/.claude.json") {
        return;
    }
    for (arguments, file) in [(&["--with-token"][..], ".mcp.json"), (&["--with-token", "--user"], "~/.claude.json")] {
        for more in [&["--dry-run"][..], &[]] {
            let run = init(&world, &[arguments, more].concat());
            assert_eq!((run.code, world.read(file).as_deref()), (Some(1), Some("{}\n")), "{run:?}");
            let line = run.out.lines().find(|line| line.starts_with(file)).unwrap_or_default();
            assert!(line.contains("belongs to another user"), "{run:?}");
        }
    }
    // Without the token the file is written, and stays theirs.
    assert_eq!(init(&world, &["--client", "claude"]).code, Some(0));
    let owner = std::os::unix::fs::MetadataExt::uid(&world.path(".mcp.json").metadata().expect("a file"));
    assert_eq!(owner, 65_534);
}

#[test]
fn it_is_not_written_where_git_is_told_of_another_repository() {
    let world = World::new(&[Entry::File(".mcp.json", "{}\n")]);
    let before = world.tree();
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_DISCOVERY_ACROSS_FILESYSTEM"] {
        let run = |arguments: &[&str], value: &str| {
            ended(world.command(arguments).env("ZCP_API_KEY", TOKEN).env(name, value))
        };
        for more in [&[][..], &["--user"], &["--dry-run"]] {
            let refused = run(&[&["--with-token"], more].concat(), "/elsewhere");
            assert_eq!((refused.code, world.tree() == before), (Some(1), true), "{refused:?}");
            assert!(refused.err.contains("Nothing was written") && refused.err.contains(name), "{refused:?}");
        }
        assert_eq!(run(&["--with-token", "--dry-run"], "").code, Some(0), "it is not set");
        assert_eq!(run(&["--dry-run"], "/elsewhere").code, Some(0), "no token is written");
    }
}
