//! Runs every case of the table.

use std::thread;

use super::cases::{CASES, Case, Expect};
use zcp::domain::environment::OF_OTHERS;
use zcp::generated::variables::OWN;

use super::folder::{Ended, World};

#[test]
fn every_prepared_folder_becomes_what_it_should_and_is_had_back() {
    assert!(CASES.len() >= 20);
    // One after another and each to its end, so that a failure hides no other.
    let failed = CASES.iter().filter(|case| thread::spawn(|| run(case)).join().is_err());
    let failed: Vec<&str> = failed.map(|case| case.name).collect();
    assert!(failed.is_empty(), "{failed:?}");
}

fn run(case: &Case) {
    let name = case.name;
    let world = World::new(case.before);
    let before = world.tree();
    let run = |more: &[&str]| world.init(&[case.arguments, more].concat());

    let shown = run(&["--dry-run"]);
    assert_eq!(world.tree(), before, "{name}: --dry-run wrote something");
    let first = run(&[]);
    assert_eq!((first.code, shown.code), (Some(case.code), Some(case.code)), "{name}: {shown:?} {first:?}");
    assert_eq!(first.err.is_empty(), case.code == 0, "{name}: {first:?}");
    let block = world.init(&["--print=instructions"]).out.trim_end().to_owned();
    for expect in case.after {
        check(name, &world, &first, &block, expect);
    }
    let after = world.tree();

    let second = run(&[]);
    assert_eq!(world.tree(), after, "{name}: the second run changed something");
    assert_eq!(second.code, Some(case.code), "{name}: {second:?}");
    let again = run(&["--dry-run"]);
    assert!(!again.out.contains("+++"), "{name}: {}", again.out);

    let removed = run(&["--remove"]);
    let expected = World::new(case.removed.unwrap_or(case.before));
    let (own, other) = (strip(&world), strip(&expected));
    assert_eq!(own, other, "{name}: --remove left something or took more: {removed:?}");
}

/// The tree of a world, with names that do not depend on where it stands.
fn strip(world: &World) -> Vec<(String, String)> {
    let tree = world.tree();
    let named = |path: &std::path::Path| {
        let in_home = path.strip_prefix(world.home()).map(|path| format!("~/{}", path.display()));
        in_home.unwrap_or_else(|_| path.strip_prefix(world.project()).expect("in it").display().to_string())
    };
    tree.iter().map(|(path, kind)| (named(path), shown(kind))).collect()
}

fn shown(kind: &super::folder::Kind) -> String {
    match kind {
        super::folder::Kind::File(bytes, mode) if bytes.len() < 100_000 => {
            format!("{mode:o} {:?}", String::from_utf8_lossy(bytes))
        }
        super::folder::Kind::File(bytes, mode) => format!("{mode:o} {} bytes", bytes.len()),
        super::folder::Kind::Link(target) => format!("-> {}", target.display()),
    }
}

fn check(name: &str, world: &World, ended: &Ended, block: &str, expect: &Expect) {
    let text = |file: &str| world.read(file).unwrap_or_else(|| panic!("{name}: there is no {file}: {ended:?}"));
    let variables: Vec<String> = OWN.iter().chain(&OF_OTHERS).map(|name| format!("\"{name}\"")).collect();
    let variables = variables.join(", ");
    let filled = |wanted: &str| {
        let block = if wanted.contains("\r\n") { block.replace('\n', "\r\n") } else { block.to_owned() };
        wanted
            .replace("{block}", &block)
            .replace("{program}", env!("CARGO_BIN_EXE_zcp"))
            .replace("{variables}", &variables)
    };
    match expect {
        Expect::Is(file, wanted) => assert_eq!(text(file), filled(wanted), "{name}: {file}"),
        Expect::Has(file, part) => {
            let (text, part) = (text(file), filled(part));
            assert!(text.contains(&part), "{name}: {file} has no {part:?}: {text}");
        }
        Expect::Lacks(file, part) => assert!(!text(file).contains(part), "{name}: {file}"),
        Expect::Absent(file) => assert!(world.read(file).is_none(), "{name}: {file}"),
        Expect::Mode(file, mode) => assert_eq!(world.mode(file), *mode, "{name}: {file}"),
        Expect::Says(part) => assert!(ended.out.contains(part), "{name}: no {part:?}: {}", ended.out),
    }
}
