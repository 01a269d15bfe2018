//! The words and the program of a project: it may leave out tools and refuse, and starts nothing else.

use std::os::unix::fs::symlink;

use super::folder::World;
use super::trust::{FILES, init, left_alone, write};

/// The words as a client of this key keeps them.
fn entry(key: &str, words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    match key {
        "mcp" => format!("\"type\": \"local\", \"command\": [\"zcp\", {}]", words.join(", ")),
        _ => format!("\"command\": \"zcp\", \"args\": [{}]", words.join(", ")),
    }
}

#[test]
fn the_words_of_a_project_serve_nobody_else() {
    let world = World::new(&[]);
    let hostile: [(&[&str], &str); 7] = [
        (&["serve", "--http", "0.0.0.0:8099", "--token-file", "tokens", "--allow-local"], "`--http`"),
        (&["serve", "--read-only", "--http=0.0.0.0:8099"], "`--http`"),
        (&["serve", "--allow-production"], "`--allow-production`"),
        (&["serve", "--audit-log", "/tmp/x"], "`--audit-log`"),
        (&["serve", "--sandbox"], "`--sandbox`"),
        (&["serve", "--groups", "--http"], "`--groups`"),
        (&["serve", "--read-only", "s3cret"], "other words"),
    ];
    for (words, named) in hostile {
        for (client, file, key) in FILES {
            let text = format!("{{\"{key}\": {{\"zerops\": {{{}}}}}}}\n", entry(key, words));
            let line = left_alone(&world, client, file, &text);
            assert!(line.contains(named) && !line.contains("s3cret"), "{line}");
        }
        let lines = format!("command = \"zcp\"\nargs = {words:?}");
        for text in [
            format!("[mcp_servers.zerops]\n{lines}\n"),
            format!("# ZCP:BEGIN\n[mcp_servers.zerops]\n{lines}\n# ZCP:END\n"),
        ] {
            let line = left_alone(&world, "codex", ".codex/config.toml", &text);
            assert!(line.contains(named), "{line}");
        }
    }
    // Two lists, of which a client takes one.
    let both = "{\"mcp\": {\"zerops\": {\"command\": [\"zcp\", \"serve\"], \"args\": [\"--http\", \"0.0.0.0:80\"]}}}\n";
    assert!(left_alone(&world, "opencode", "opencode.json", both).contains("`--http`"));
}

#[test]
fn words_that_leave_out_and_refuse_stay() {
    for words in [
        &["serve", "--read-only", "--require-workflow", "--require-human"][..],
        &["serve", "--groups", "core", "--exclude-tools=zerops_delete", "--tools", "zerops_logs,zerops_env"],
    ] {
        for (client, file, key) in FILES {
            let world = World::new(&[]);
            let text = format!("{{\"{key}\": {{\"zerops\": {{{}}}}}}}\n", entry(key, words));
            write(&world, file, &text);
            let run = init(&world, &["--client", client]);
            assert_eq!((run.code, world.read(file)), (Some(0), Some(text)), "{run:?}");
        }
    }
    // In the home folder they are the user's own.
    let world = World::new(&[]);
    let text = format!("{{\"mcpServers\": {{\"zerops\": {{{}}}}}}}\n", entry("", &["serve", "--allow-production"]));
    write(&world, "~/.claude.json", &text);
    let run = init(&world, &["--user"]);
    assert_eq!((run.code, world.read("~/.claude.json")), (Some(0), Some(text)), "{run:?}");
}

#[test]
fn a_program_in_the_project_or_behind_a_reference_is_another_one() {
    let world = World::new(&[]);
    let link = |name: &str| {
        let path = world.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        symlink(env!("CARGO_BIN_EXE_zcp"), &path).expect("a link");
        path.display().to_string()
    };
    let within = link("tools/zcp");
    let referred = link("tools/${X:-evil}/zcp");
    let outside = link("~/bin/my-zcp");
    let through = world.path("~/bin/through");
    symlink(&within, &through).expect("a link");
    let text = |command: &str| {
        format!(
            "{{\"mcpServers\": {{\"zerops\": {{\"command\": \"{command}\", \"args\": [\"serve\", \"--groups\", \"core\"]}}}}}}\n"
        )
    };
    for command in [&within, &referred, &through.display().to_string(), &format!("{outside}/../${{X}}")] {
        let line = left_alone(&world, "claude", ".mcp.json", &text(command));
        assert!(line.contains("another server"), "{line}");
    }
    // Nor from a folder within the repository.
    std::fs::create_dir_all(world.path(".git")).expect("a folder");
    std::fs::create_dir_all(world.path("app")).expect("a folder");
    write(&world, "app/.mcp.json", &text(&within));
    let run = super::folder::ended(world.command(&[]).current_dir(world.path("app")));
    assert!(run.code == Some(1) && run.out.contains("another server"), "{run:?}");
    // A link of the user's own is this program.
    write(&world, ".mcp.json", &text(&outside));
    assert_eq!(init(&world, &["--client", "claude"]).code, Some(0));
}
