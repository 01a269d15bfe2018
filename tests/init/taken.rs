//! No token is written where git would take it, whatever takes back that it ignores the file.

use std::os::unix::fs::chown;
use std::path::Path;
use std::process::Command;

use super::folder::{Entry, World, ended};
use crate::harness::need::need;

fn git(folder: &Path, words: &[&str]) {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "safe.directory=*"]);
    let ran = ended(command.arg("-C").arg(folder).args(words));
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

/// Nothing is written, and what is said names the file.
#[track_caller]
fn refused(world: &World, client: &str, named: &str) {
    let before = world.tree();
    for more in [&[][..], &["--dry-run"]] {
        let arguments = [&["--with-token", "--client", client], more].concat();
        let run = ended(world.command(&arguments).env("ZCP_API_KEY", "t0ken-of-a-project-that-is-long"));
        assert_eq!(run.code, Some(1), "{run:?}");
        assert!(run.err.contains("Nothing was written") && run.err.contains(named), "{run:?}");
        assert_eq!(world.tree(), before);
    }
}

#[test]
fn a_rule_that_takes_it_back_is_seen() {
    let zcp = "# ZCP:BEGIN\n/.mcp.json\n# ZCP:END\n";
    for in_git in [true, false] {
        if in_git && !need(&["git"]) {
            continue;
        }
        for (client, file, entries) in [
            (
                "claude",
                ".mcp.json",
                &[Entry::Bytes(".gitignore", b"# ZCP:BEGIN\n/.mcp.json\n# ZCP:END\n!/.mcp.json")][..],
            ),
            ("claude", ".mcp.json", &[Entry::Bytes(".gitignore", b"# ZCP:BEGIN\n# ZCP:END\n!.[[:alpha:]]cp.json\n")]),
            ("cursor", ".cursor/mcp.json", &[Entry::File(".cursor/.gitignore", "!mcp.json\n")]),
            ("cursor", "cfg/mcp.json", &[Entry::File("cfg/x", ""), Entry::Link(".cursor", "cfg")]),
            ("claude", "cfg/m.json", &[Entry::File("cfg/m.json", "{}\n"), Entry::Link(".mcp.json", "cfg/m.json")]),
            ("claude", ".mcp.json", &[Entry::File("rules", "/.mcp.json\n"), Entry::Link(".gitignore", "rules")]),
        ] {
            let world = World::new(entries);
            if in_git {
                git(&world.project(), &["init", "-q"]);
            }
            refused(&world, client, file);
        }
        // A rule before the block takes nothing back.
        let world = World::new(&[Entry::File(".gitignore", "!.mcp.json\n")]);
        if in_git {
            git(&world.project(), &["init", "-q"]);
        }
        let run = ended(world.command(&["--with-token"]).env("ZCP_API_KEY", "t0ken-of-a-project-that-is-long"));
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(world.read(".gitignore").expect("a file").ends_with(zcp), "{run:?}");
    }
}

#[test]
fn a_repository_within_has_rules_of_its_own() {
    if !need(&["git"]) {
        return;
    }
    let world = World::new(&[Entry::File(".gemini/x", "")]);
    git(&world.project(), &["init", "-q"]);
    git(&world.path(".gemini"), &["init", "-q"]);
    refused(&world, "gemini", ".gemini/settings.json");
}

#[test]
fn what_somebody_elses_repository_tracks_is_seen() {
    if !need(&["git"]) {
        return;
    }
    let world = World::new(&[Entry::File(".mcp.json", "{}\n")]);
    git(&world.project(), &["init", "-q"]);
    git(&world.project(), &["add", "."]);
    // Only the superuser gives files away.
    if chown(world.path(".git"), Some(12_345), None).is_ok() {
        refused(&world, "claude", "git rm --cached .mcp.json");
    }
}

#[test]
fn a_folder_that_a_checkout_leaves_out_is_tracked() {
    if !need(&["git"]) {
        return;
    }
    let world = World::new(&[Entry::File(".cursor/mcp.json", "{}\n"), Entry::File("src/x", "")]);
    let project = world.project();
    git(&project, &["init", "-q"]);
    git(&project, &["add", "."]);
    git(&project, &["commit", "-qm", "x"]);
    git(&project, &["sparse-checkout", "set", "--cone", "--sparse-index", "src"]);
    refused(&world, "cursor", "git rm --cached .cursor/mcp.json");
}
