//! Skills as files: the same that the server offers, in the folders in which clients look for them.

use std::collections::BTreeSet;

use zcp::mcp::skills;

use super::folder::{Entry, World};

const SKILL: &str = ".claude/skills/zerops-deploy/SKILL.md";

#[test]
fn the_files_are_the_skills_of_the_server_and_their_folders_go_with_them() {
    let world = World::new(&[]);
    let first = world.init(&["--skills", "--client", "claude,cursor,codex"]);
    assert_eq!(first.code, Some(0), "{first:?}");
    let count = skills::files().count();
    for folder in [".claude/skills", ".agents/skills"] {
        assert!(first.out.contains(&format!("{folder}  {count} files created")), "{first:?}");
        for (place, text) in skills::files() {
            let written = world.read(&format!("{folder}/{place}")).unwrap_or_else(|| panic!("{folder}/{place}"));
            let (above, mark) = written.rsplit_once("<!-- Written by zcp init.").expect("the mark");
            assert_eq!((above.trim_end(), mark.lines().count()), (text.trim_end(), 1), "{place}");
        }
    }
    let second = world.init(&["--skills", "--dry-run"]);
    assert!(second.out.contains(&format!(".claude/skills  {count} files unchanged")), "{second:?}");
    let removed = world.init(&["--remove"]);
    assert_eq!(removed.code, Some(0), "{removed:?}");
    assert!(world.tree().is_empty() && !world.path(".claude").exists() && !world.path(".agents").exists());
}

#[test]
fn every_client_has_one_folder_and_nobody_gets_skills_unasked() {
    for (client, folder) in [
        ("claude", ".claude/skills"),
        ("vscode", ".agents/skills"),
        ("gemini", ".agents/skills"),
        ("windsurf", ".windsurf/skills"),
        ("qwen", ".qwen/skills"),
        ("continue", ".continue/skills"),
        ("other", ".agents/skills"),
    ] {
        let world = World::new(&[]);
        assert_eq!(world.init(&["--client", client]).code, Some(0));
        assert!(!world.path(folder).exists(), "{client}");
        let shown = world.init(&["--client", client, "--skills", "--dry-run"]);
        assert!(
            shown.out.contains(&format!("{folder}  ")) && shown.out.contains("files would be created"),
            "{shown:?}"
        );
        assert!(!world.path(folder).exists(), "{client}");
        world.init(&["--client", client, "--skills"]);
        let found: BTreeSet<_> = std::fs::read_dir(world.path(folder))
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
            .collect();
        assert!(found.contains("zerops-deploy") && found.contains("zerops-stack-node-postgresql"), "{found:?}");
    }
}

#[test]
fn what_somebody_else_wrote_or_changed_is_left_alone() {
    let world = World::new(&[Entry::File(SKILL, "---\nname: zerops-deploy\ndescription: Mine.\n---\n")]);
    let before = world.tree();
    let ended = world.init(&["--skills"]);
    assert!(
        ended.code == Some(1) && ended.out.contains(&format!("{SKILL}  left alone: zcp did not write it")),
        "{ended:?}"
    );
    assert_eq!(world.init(&["--remove"]).code, Some(0));
    assert_eq!(world.tree(), before);

    let world = World::new(&[]);
    world.init(&["--skills"]);
    let changed = world.read(SKILL).expect("a file").replace("Zerops", "My Zerops");
    std::fs::write(world.path(SKILL), &changed).expect("written");
    for arguments in [&["--skills"][..], &["--remove"]] {
        let ended = world.init(arguments);
        assert!(ended.code == Some(1) && ended.out.contains("it was changed after zcp wrote it"), "{ended:?}");
        assert_eq!(world.read(SKILL).as_deref(), Some(changed.as_str()));
    }
    assert_eq!(world.tree().len(), 1, "the rest went");
}
