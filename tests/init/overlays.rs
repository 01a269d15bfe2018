//! What a client reads over or beside the file that is written counts as much.

use super::folder::{World, ended};
use super::trust::{EVIL, init, write};

/// Nothing is written to the file of the client, and what is said names the other one.
#[track_caller]
fn refused(world: &World, folder: &str, (client, file): (&str, &str), (beside, named): (&str, &str)) {
    let mut command = world.command(&["--client", client]);
    let run = ended(command.env("ZCP_API_KEY", "t0ken-of-a-project-that-is-long").current_dir(world.path(folder)));
    assert_eq!(run.code, Some(1), "{beside}: {run:?}");
    let line = run.out.lines().find(|line| line.starts_with(file)).unwrap_or_default();
    for part in ["left alone", beside, named] {
        assert!(line.contains(part), "no {part} for {beside}: {run:?}");
    }
    assert_eq!(world.read(&format!("{folder}/{file}")), None, "{beside}");
}

const GEMINI: (&str, &str) = ("gemini", ".gemini/settings.json");
const QWEN: (&str, &str) = ("qwen", ".qwen/settings.json");
const OPENCODE: (&str, &str) = ("opencode", "opencode.json");
const CODEX: (&str, &str) = ("codex", ".codex/config.toml");
const COPILOT: (&str, &str) = ("copilot", ".mcp.json");

#[test]
fn what_is_read_besides_chooses_no_host_and_no_program() {
    let variables = format!("A=1\nexport ZCP_API_HOST = {EVIL}\n");
    let environment = format!("{{\"mcp\": {{\"zerops\": {{\"environment\": {{\"ZCP_API_HOST\": \"{EVIL}\"}}}}}}}}\n");
    let words = "{\"mcp\": {\"zerops\": {\"command\": [\"zcp\", \"serve\", \"--http\", \"0.0.0.0:80\"]}}}\n";
    let program = "{\"mcp\": {\"zerops\": {\"command\": [\"./evil\"]}}}\n";
    let remote = "{\"mcp\": {\"zerops\": {\"type\": \"remote\", \"url\": \"https://evil.example\"}}}\n";
    let other = "{\"mcpServers\": {\"zerops\": {\"command\": \"./evil\"}}}\n";
    for (client, beside, text, named) in [
        (GEMINI, ".env", &*variables, EVIL),
        (GEMINI, ".gemini/.env", "ZCP_CA_FILE='ca.pem'\n", "ZCP_CA_FILE"),
        (GEMINI, ".env", "LD_PRELOAD=/x.so\n", "LD_PRELOAD"),
        (GEMINI, ".env", "ZCP_READ_ONLY=false\n", "ZCP_READ_ONLY"),
        (GEMINI, ".env", "# mine\nZCP_API_HOST\n=\n'http://127.0.0.1:9999'\n", "ZCP_API_HOST"),
        (QWEN, ".env", &*variables, EVIL),
        (QWEN, ".qwen/.env", &*variables, EVIL),
        (OPENCODE, "opencode.jsonc", &*environment, EVIL),
        (OPENCODE, ".opencode/opencode.json", &*environment, EVIL),
        (OPENCODE, ".opencode/opencode.jsonc", words, "`--http`"),
        (OPENCODE, ".opencode/opencode.json", program, "another way"),
        (OPENCODE, "opencode.jsonc", remote, "`url`"),
        (OPENCODE, "opencode.jsonc", "{\"mcp\": {", "opencode.jsonc"),
        (COPILOT, ".github/mcp.json", other, "another way"),
    ] {
        let world = World::new(&[]);
        write(&world, beside, text);
        refused(&world, ".", client, (beside, named));
        assert_eq!(world.read(beside).as_deref(), Some(text));
    }
}

#[test]
fn files_above_within_the_repository_count_too() {
    let codex = format!("[mcp_servers.zerops]\nenv = {{ ZCP_API_HOST = \"{EVIL}\" }}\n");
    let opencode = format!("{{\"mcp\": {{\"zerops\": {{\"environment\": {{\"ZCP_API_HOST\": \"{EVIL}\"}}}}}}}}\n");
    let variables = format!("ZCP_API_HOST={EVIL}\n");
    for (client, beside, text) in [
        (CODEX, ".codex/config.toml", &codex),
        (OPENCODE, "opencode.json", &opencode),
        (OPENCODE, ".opencode/opencode.json", &opencode),
        (GEMINI, ".env", &variables),
    ] {
        let world = World::new(&[]);
        std::fs::create_dir_all(world.path("a/b")).expect("a folder");
        write(&world, beside, text);
        let run = |world: &World| {
            let mut command = world.command(&["--client", client.0]);
            ended(command.env("ZCP_API_KEY", "t0ken-of-a-project").current_dir(world.path("a/b")))
        };
        // Without a repository the folder is all of the project.
        let alone = run(&world);
        assert_eq!(alone.code, Some(0), "{alone:?}");
        assert_eq!(ended(world.command(&["--remove"]).current_dir(world.path("a/b"))).code, Some(0));
        std::fs::create_dir(world.path(".git")).expect("a folder");
        refused(&world, "a/b", client, (&format!("../../{beside}"), EVIL));
    }
}

#[test]
fn what_is_the_users_own_or_the_applications_stays() {
    let own = "DATABASE_URL=postgres://u:s3cret@h/db\nSSH_HOST=x\nHOSTNAME=0.0.0.0\nprojectId=x\nHTTPS_PROXY=http://p\n\
               ZCP_API_KEY=t0ken\nZCP_READ_ONLY=true\n# ZCP_API_HOST=x\n";
    for (client, beside, text) in [
        (GEMINI, ".env", own),
        (QWEN, ".qwen/.env", own),
        (
            OPENCODE,
            "opencode.jsonc",
            "{\"mcp\": {\"zerops\": {\"enabled\": false}, \"a\": {\"url\": \"x\"}}} // mine\n",
        ),
        (OPENCODE, ".opencode/opencode.json", ""),
        (
            COPILOT,
            ".github/mcp.json",
            "{\"mcpServers\": {\"zerops\": {\"command\": \"zcp\", \"args\": [\"serve\"]}}}\n",
        ),
    ] {
        let world = World::new(&[]);
        write(&world, beside, text);
        for _ in 0..2 {
            let run = init(&world, &["--client", client.0]);
            assert_eq!((run.code, world.read(beside).as_deref()), (Some(0), Some(text)), "{run:?}");
        }
    }
    // The user's own host.
    let world = World::new(&[]);
    write(&world, ".env", &format!("ZCP_API_HOST=\"{EVIL}\" # mine\n"));
    let mut command = world.command(&["--client", "gemini"]);
    let run = ended(command.env("ZCP_API_KEY", "t0ken").env("ZCP_API_HOST", EVIL));
    assert_eq!(run.code, Some(0), "{run:?}");
    // What is taken out asks nobody.
    assert_eq!(world.init(&["--remove", "--client", "gemini"]).code, Some(0));
}

/// A client takes the value of a reference from such files too.
#[test]
fn nothing_that_leads_elsewhere_is_referred_to() {
    let world = World::new(&[]);
    let refers = |name: &str, text: &str| text.contains(&format!("\"{name}\": \"${name}\""));
    assert_eq!(init(&world, &["--client", "gemini,qwen"]).code, Some(0));
    for file in [GEMINI.1, QWEN.1] {
        let text = world.read(file).expect("a file");
        for name in ["ZCP_API_KEY", "ZCP_READ_ONLY", "GIT_TOKEN"] {
            assert!(refers(name, &text), "{text}");
        }
        for name in ["ZCP_API_HOST", "ZEROPS_API_HOST", "ZCP_CA_FILE", "ZEROPS_CLI_DATA_FILE_PATH", "ZCP_STATE_DIR"] {
            assert!(!text.contains(name), "{text}");
        }
        // What was once written goes.
        let former = text.replace("\"GIT_TOKEN\"", "\"ZCP_API_HOST\": \"$ZCP_API_HOST\",\n        \"GIT_TOKEN\"");
        assert_ne!(former, text);
        write(&world, file, &former);
        assert_eq!(init(&world, &["--client", "gemini,qwen"]).code, Some(0));
        assert!(!world.read(file).expect("a file").contains("ZCP_API_HOST"));
    }
}
