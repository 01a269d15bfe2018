//! Several at once, and the words of the command line.

use std::process::{Child, Stdio};

use super::folder::{Entry, World};

#[test]
fn several_at_once_do_what_one_does() {
    let before = [Entry::File("CLAUDE.md", "# Mine\n"), Entry::File(".mcp.json", "{\"mcpServers\": {\"a\": {}}}\n")];
    let one = World::new(&before);
    assert_eq!(one.init(&[]).code, Some(0));
    let many = World::new(&before);
    let start = |_| many.command(&[]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let running: Vec<Child> = (0..6).map(start).collect();
    for mut child in running {
        assert_eq!(child.wait().expect("it ends").code(), Some(0));
    }
    assert_eq!(one.tree().len(), many.tree().len());
    for file in ["CLAUDE.md", "AGENTS.md", ".mcp.json", ".claude/settings.json"] {
        assert_eq!(one.read(file), many.read(file), "{file}");
    }
}

#[test]
fn what_is_printed_is_what_a_file_would_hold() {
    let world = World::new(&[]);
    for (arguments, file) in [
        (&["--print"][..], ".mcp.json"),
        (&["--print=settings"], ".claude/settings.json"),
        (&["--print=instructions"], "CLAUDE.md"),
        (&["--print", "--client", "codex"], ".codex/config.toml"),
        (&["--print", "--client", "vscode"], ".vscode/mcp.json"),
    ] {
        let printed = world.init(arguments);
        assert_eq!((printed.code, printed.err.as_str()), (Some(0), ""), "{arguments:?}");
        assert!(world.tree().is_empty());
        let client: Vec<&str> = arguments.iter().copied().filter(|word| !word.starts_with("--print")).collect();
        world.init(&client);
        assert_eq!(world.read(file), Some(printed.out), "{file}");
        world.init(&[client.as_slice(), &["--remove"]].concat());
        assert!(world.tree().is_empty(), "{arguments:?}");
    }
}

#[test]
fn the_difference_is_shown_without_secrets() {
    let text = "{\n  \"mcpServers\": {\n    \"a\": {\n      // s3cret\n      \"args\": [\"--api-key\", \"s3cret\", \"postgres://u:s3cret@h\"],\n      \"env\": {\"X\": \"s3cret\"}\n    }\n  }\n}\n";
    let world = World::new(&[Entry::File(".mcp.json", text)]);
    let shown = world.init(&["--dry-run"]).out;
    assert!(!shown.contains("s3cret"), "{shown}");
    for line in ["--- .mcp.json", "+++ .mcp.json", "+    \"zerops\": {", "--- /dev/null", "+++ CLAUDE.md"] {
        assert!(shown.lines().any(|own| own == line), "{line}: {shown}");
    }
    assert!(shown.trim_end().ends_with("Nothing was written. Without --dry-run it is."), "{shown}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_named_and_the_rest_is_done() {
    let world = World::new(&[]);
    let mut command = world.command(&["--user", "--client", "codex"]);
    // Not even the superuser makes files there.
    let ended = super::folder::ended(command.env("HOME", "/proc"));
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.out.contains("~/.codex/config.toml  left alone: it cannot be written"), "{ended:?}");
    assert!(world.read("AGENTS.md").is_some());
}

#[test]
fn what_is_not_understood_writes_nothing() {
    let world = World::new(&[]);
    for (arguments, hint) in [
        (&["--client", "cluade"][..], "claude"),
        (&["--remove", "--with-token"], "--with-token"),
        (&["--print", "--dry-run"], "--dry-run"),
        (&["here"], "here"),
    ] {
        let ended = world.init(arguments);
        assert!(ended.code == Some(2) && ended.err.contains(hint), "{ended:?}");
    }
    let mut homeless = world.command(&["--with-token"]);
    let ended = super::folder::ended(homeless.env_remove("HOME"));
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(world.tree().is_empty());
}
