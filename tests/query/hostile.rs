//! Servers that do not keep to their protocol, behind an ssh that goes on for as long as somebody holds it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use zcp::deploy::programs::Programs;

use super::refused;
use crate::harness::world::{Setting, World, block_on};

/// An ssh behind which a `PostgreSQL` lets everybody in, answers what is no message, and stays.
const STAYS: &str = "#!/bin/sh
printf 'R\\000\\000\\000\\010\\000\\000\\000\\000Z\\000\\000\\000\\005I'
printf '\\377\\377\\377\\377\\377\\377\\377\\377\\377\\377'
exec sleep 300
";
/// One that goes once nothing more comes, with a word on why.
const GOES: &str = "#!/bin/sh
printf 'R\\000\\000\\000\\010\\000\\000\\000\\000Z\\000\\000\\000\\005I'
printf '\\377\\377\\377\\377\\377\\377\\377\\377\\377\\377'
cat > /dev/null
echo 'Connection reset by peer' >&2
exit 255
";

#[test]
fn what_answers_nonsense_and_stays_is_left() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, script, why) in [("stays", STAYS, "was not reached"), ("goes", GOES, "Connection reset by peer")] {
        let ssh = folder.path().join(name);
        fs::write(&ssh, script).expect("written");
        fs::set_permissions(&ssh, fs::Permissions::from_mode(0o755)).expect("executable");
        let programs = Programs { ssh, ..Programs::default() };
        block_on(async {
            let world = World::start(&Setting { programs, ..Setting::default() }).await;
            let asked = tokio::time::timeout(Duration::from_secs(30), refused(&world, "db", "SELECT 1")).await;
            let (code, said) = asked.expect("it ends");
            assert!(code == "DATABASE_UNREACHABLE" && said.contains(why), "{name}: {code}: {said}");
        });
    }
}
