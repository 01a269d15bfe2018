//! How code of each family of runtimes is built and started, as a first file to begin with.
//!
//! The commands are those that the platform's documentation shows for the family (zerops docs, read in
//! autumn 2026), made so that they work in an empty project too: no lock file is demanded, and what has no build
//! step has none.

/// How a family is built and started.
#[derive(Debug)]
pub(super) struct Family {
    /// The families that it is for.
    pub(super) names: &'static [&'static str],
    /// The family of `build.base`, where it is another; nothing needs no build.
    pub(super) builder: Builder,
    /// The port; nothing for a web server, which has its own.
    pub(super) port: Option<u16>,
    /// What the dev setup does.
    pub(super) dev: Commands,
    /// What the prod setup does.
    pub(super) prod: Commands,
    /// What a person has to know.
    pub(super) note: &'static str,
}

/// What a build takes place in.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Builder {
    /// The family itself.
    Same,
    /// Another family, in the same version.
    Named(&'static str),
    /// The small system of this type.
    System(&'static str),
    /// Nothing is built.
    None,
}

/// The commands of a setup.
#[derive(Debug)]
pub(super) struct Commands {
    pub(super) build: &'static [&'static str],
    pub(super) deploy: &'static [&'static str],
    pub(super) cache: &'static [&'static str],
    pub(super) variables: &'static [(&'static str, &'static str)],
    pub(super) prepare: &'static [&'static str],
    /// Nothing for a web server.
    pub(super) start: Option<&'static str>,
}

/// Everything as it is.
const ALL: &[&str] = &["./"];
const NONE: Commands = Commands { build: &[], deploy: ALL, cache: &[], variables: &[], prepare: &[], start: None };
/// What starts where nothing else is known.
const SCRIPT: &str = "sh ./start.sh";
const COMPOSER: &str =
    "if [ -f composer.json ]; then composer install --no-interaction --no-dev --optimize-autoloader; fi";
const COMPOSER_DEV: &str = "if [ -f composer.json ]; then composer install --no-interaction; fi";
const PIP: &str = "if [ -f requirements.txt ]; then python3 -m pip install --target ./vendor -r requirements.txt; fi";
const PYTHON: &[(&str, &str)] = &[("PYTHONPATH", "/var/www/vendor"), ("PYTHONUNBUFFERED", "1")];
const CARGO: &str = "cargo build --release";
const BINARY: &str = "cp \"$(find target/release -maxdepth 1 -type f -perm -111 | head -n 1)\" app";
const BUNDLE: &str = "bundle config set --local path vendor/bundle && bundle install";
const RACK: &str = "bundle exec puma -b tcp://0.0.0.0:3000";
const HEX: &str = "mix local.hex --force && mix local.rebar --force";

pub(super) static FAMILIES: &[Family] = &[
    Family {
        names: &["nodejs"],
        builder: Builder::Same,
        port: Some(3000),
        dev: Commands { build: &["npm install"], start: Some("npm start"), ..NONE },
        prod: Commands {
            build: &["npm install", "npm run build --if-present"],
            cache: &["node_modules"],
            variables: &[("NODE_ENV", "production")],
            start: Some("npm start"),
            ..NONE
        },
        note: "`npm start` comes from package.json and has to listen on 0.0.0.0:3000.",
    },
    Family {
        names: &["bun"],
        builder: Builder::Same,
        port: Some(3000),
        dev: Commands { build: &["bun install"], start: Some("bun run start"), ..NONE },
        prod: Commands {
            build: &["bun install"],
            cache: &["node_modules"],
            variables: &[("NODE_ENV", "production")],
            start: Some("bun run start"),
            ..NONE
        },
        note: "`start` comes from package.json and has to listen on 0.0.0.0:3000.",
    },
    Family {
        names: &["deno"],
        builder: Builder::Same,
        port: Some(8000),
        dev: Commands { start: Some("deno run -A main.ts"), ..NONE },
        prod: Commands { build: &["deno cache main.ts"], start: Some("deno run -A main.ts"), ..NONE },
        note: "main.ts has to listen on 0.0.0.0:8000.",
    },
    Family {
        names: &["python"],
        builder: Builder::Same,
        port: Some(8000),
        dev: Commands { build: &[PIP], variables: PYTHON, start: Some("python3 main.py"), ..NONE },
        prod: Commands { build: &[PIP], variables: PYTHON, start: Some("python3 main.py"), ..NONE },
        note: "main.py has to listen on 0.0.0.0:8000; packages of requirements.txt go into vendor.",
    },
    Family {
        names: &["php-nginx", "php-apache"],
        builder: Builder::Named("php"),
        port: None,
        dev: Commands { build: &[COMPOSER_DEV], ..NONE },
        prod: Commands { build: &[COMPOSER], cache: &["vendor"], ..NONE },
        note: "The web server serves index.php on port 80; where it is in another folder, such as public, say `run.documentRoot`.",
    },
    Family {
        names: &["go"],
        builder: Builder::Same,
        port: Some(8080),
        dev: Commands { start: Some("go run ."), ..NONE },
        prod: Commands { build: &["go build -o app ."], deploy: &["app"], start: Some("./app"), ..NONE },
        note: "The main package is in the root (go.mod beside it) and has to listen on 0.0.0.0:8080.",
    },
    Family {
        names: &["rust"],
        builder: Builder::Same,
        port: Some(8080),
        dev: Commands { start: Some("cargo run"), ..NONE },
        prod: Commands { build: &[CARGO, BINARY], deploy: &["app"], cache: &["target"], start: Some("./app"), ..NONE },
        note: "The package has one binary, which has to listen on 0.0.0.0:8080.",
    },
    Family {
        names: &["java"],
        builder: Builder::Same,
        port: Some(8080),
        dev: Commands { build: &["sh ./mvnw -B package -DskipTests"], start: Some("java -jar target/app.jar"), ..NONE },
        prod: Commands {
            build: &["sh ./mvnw -B clean package -DskipTests"],
            deploy: &["target/app.jar"],
            cache: &["target"],
            start: Some("java -XX:MaxRAMPercentage=75 -jar target/app.jar"),
            ..NONE
        },
        note: "pom.xml names the jar (`<finalName>app</finalName>`); it has to listen on 0.0.0.0:8080.",
    },
    Family {
        names: &["dotnet"],
        builder: Builder::Same,
        port: Some(5000),
        dev: Commands {
            variables: &[("ASPNETCORE_URLS", "http://0.0.0.0:5000"), ("ASPNETCORE_ENVIRONMENT", "Development")],
            start: Some("dotnet run --no-launch-profile"),
            ..NONE
        },
        prod: Commands {
            build: &["dotnet publish -c Release -o out -p:AssemblyName=App"],
            deploy: &["out/~"],
            variables: &[("ASPNETCORE_URLS", "http://0.0.0.0:5000")],
            start: Some("dotnet App.dll"),
            ..NONE
        },
        note: "The project file is in the root.",
    },
    Family {
        names: &["ruby"],
        builder: Builder::Same,
        port: Some(3000),
        dev: Commands { build: &[BUNDLE], start: Some(RACK), ..NONE },
        prod: Commands {
            build: &[BUNDLE],
            cache: &["vendor/bundle"],
            variables: &[("RACK_ENV", "production")],
            start: Some(RACK),
            ..NONE
        },
        note: "The Gemfile names puma, and config.ru the application.",
    },
    Family {
        names: &["elixir"],
        builder: Builder::Same,
        port: Some(4000),
        dev: Commands { build: &[HEX, "mix deps.get"], start: Some("mix run --no-halt"), ..NONE },
        prod: Commands {
            build: &[HEX, "mix deps.get --only prod", "MIX_ENV=prod mix release app --overwrite"],
            deploy: &["_build/prod/rel/app/~"],
            cache: &["deps", "_build"],
            variables: &[("PHX_SERVER", "true")],
            start: Some("bin/app start"),
            ..NONE
        },
        note: "The release is called app and has to listen on 0.0.0.0:4000.",
    },
    Family {
        names: &["gleam"],
        builder: Builder::Same,
        port: Some(3000),
        dev: Commands { start: Some("gleam run"), ..NONE },
        prod: Commands {
            build: &["gleam export erlang-shipment"],
            deploy: &["build/erlang-shipment/~"],
            start: Some("sh ./entrypoint.sh run"),
            ..NONE
        },
        note: "It has to listen on 0.0.0.0:3000.",
    },
    Family {
        names: &["static", "nginx"],
        builder: Builder::None,
        port: None,
        dev: NONE,
        prod: NONE,
        note: "All files are served as they are; where they are built first, say `build.base`, `buildCommands` and `deployFiles`, such as `dist/~`.",
    },
    Family {
        names: &["docker"],
        builder: Builder::System("alpine@3.24"),
        port: Some(8080),
        dev: Commands {
            prepare: &["docker compose pull"],
            start: Some("docker compose up --force-recreate"),
            deploy: &["compose.yaml"],
            ..NONE
        },
        prod: Commands {
            prepare: &["docker compose pull"],
            start: Some("docker compose up --force-recreate"),
            deploy: &["compose.yaml"],
            ..NONE
        },
        note: "compose.yaml uses images with a fixed tag, and `network_mode: host` for port 8080.",
    },
    Family {
        names: &[],
        builder: Builder::Same,
        port: Some(8080),
        dev: Commands { start: Some(SCRIPT), ..NONE },
        prod: Commands { start: Some(SCRIPT), ..NONE },
        note: "start.sh starts what listens on 0.0.0.0:8080.",
    },
];

/// How a family is built and started; every other one by a script.
pub(super) fn of(family: &str) -> Option<&'static Family> {
    FAMILIES.iter().find(|one| one.names.contains(&family)).or_else(|| FAMILIES.last())
}
