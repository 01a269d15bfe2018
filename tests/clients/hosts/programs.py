"""The programs: how each is led to the scripted model, and what its user has allowed.

Only the server comes from `zcp init`. What is written here is what somebody does by hand who runs a program without a
terminal: an account that is none, a folder that is trusted, calls that are approved.
"""

import json


class Program:
    """A program, started as its user starts it for one question."""

    def __init__(self, name, binary, words, prepare=None, environment=None, init=None, asks=False, answers=None, guarded=None):
        self.name, self.binary, self.words = name, binary, words
        # The words with which nothing was allowed but by the files of `zcp init`; none where it cannot run so.
        self.guarded = guarded
        self.init = init or name
        self.prepare = prepare or (lambda world, model: None)
        self.environment = environment or (lambda world, model: {})
        # Whether it asks its human, who is not there; and whether one was put in their place.
        self.asks, self.answers = asks, answers


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value, indent=1))


def merge(path, value):
    """Adds to what `zcp init` wrote."""
    there = json.loads(path.read_text()) if path.exists() else {}
    write(path, {**there, **value})


def claude(world, model):
    # The human types the name of the service into the form.
    answer = {"hookSpecificOutput": {"hookEventName": "Elicitation", "action": "accept", "content": {"confirm": "worker"}}}
    write(world.home / "answer.json", answer)
    hooks = {"Elicitation": [{"hooks": [{"type": "command", "command": f"cat {world.home}/answer.json"}]}]}
    write(world.home / ".claude/settings.json", {"enableAllProjectMcpServers": True, "hooks": hooks})
    merge(world.home / ".claude.json", {"hasCompletedOnboarding": True, "projects": {str(world.folder): {"hasTrustDialogAccepted": True}}})


def codex(world, model):
    file = world.home / ".codex/config.toml"
    head = 'model_provider = "local"\nmodel = "gpt-5"\n'
    trusted = f'\n[projects."{world.folder}"]\ntrust_level = "trusted"\n'
    tail = f'\n[model_providers.local]\nname = "local"\nbase_url = "{model.url}/v1"\nwire_api = "responses"\nenv_key = "OPENAI_API_KEY"\n'
    write(file, head + trusted + tail)


def gemini(world, model):
    write(world.home / ".gemini/settings.json", {"security": {"auth": {"selectedType": "gemini-api-key"}}})


def copilot(world, model):
    write(world.home / ".copilot/config.json", {"trusted_folders": [str(world.folder)]})


def opencode(world, model):
    options = {"baseURL": f"{model.url}/v1", "apiKey": "none"}
    models = {"scripted": {"name": "scripted", "tool_call": True}}
    provider = {"npm": "@ai-sdk/openai-compatible", "options": options, "models": models}
    settings = {"model": "local/scripted", "small_model": "local/scripted", "autoupdate": False, "provider": {"local": provider}}
    merge(world.folder / "opencode.json", settings)


def continue_(world, model):
    # The file of a folder is the editor's: whoever uses the command line copies the entry into their own file.
    server = json.loads((world.folder / ".continue/mcpServers/zerops.json").read_text())["mcpServers"]["zerops"]
    write(world.home / ".continue/config.yaml", f"""name: scripted
version: 0.0.1
schema: v1
models:
  - name: scripted
    provider: openai
    model: gpt-4o
    apiBase: {model.url}/v1
    apiKey: none
    roles: [chat]
    capabilities: [tool_use]
mcpServers:
  - {json.dumps({"name": "zerops", **server})}
""")


ALLOWED = ",".join(f"mcp__zerops__zerops_{name}" for name in ("delete", "discover"))

PROGRAMS = [
    Program(
        "claude", "claude",
        lambda world, model: ["-p", "Look.", "--output-format", "json", "--allowedTools", ALLOWED, "--model", "claude-sonnet-4-5"],
        claude,
        lambda world, model: {
            "ANTHROPIC_BASE_URL": model.url, "ANTHROPIC_API_KEY": "none", "DISABLE_AUTOUPDATER": "1",
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        },
        asks=True, answers="accept",
        guarded=["-p", "Look.", "--output-format", "json", "--model", "claude-sonnet-4-5"],
    ),
    Program(
        "codex", "codex",
        lambda world, model: ["exec", "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox", "Look."],
        codex, lambda world, model: {"OPENAI_API_KEY": "none"}, asks=True,
        guarded=["exec", "--skip-git-repo-check", "Look."],
    ),
    Program(
        "gemini", "gemini",
        lambda world, model: ["-p", "Look.", "--yolo", "--skip-trust", "-m", "gemini-2.5-flash"],
        gemini,
        lambda world, model: {"GEMINI_API_KEY": "none", "GOOGLE_GEMINI_BASE_URL": model.url, "GEMINI_CLI_TRUST_WORKSPACE": "true"},
    ),
    Program(
        "copilot", "copilot",
        lambda world, model: ["-p", "Look.", "--allow-all-tools", "--no-auto-update"],
        copilot,
        lambda world, model: {
            "COPILOT_PROVIDER_BASE_URL": f"{model.url}/v1", "COPILOT_PROVIDER_TYPE": "openai", "COPILOT_PROVIDER_API_KEY": "none",
            "COPILOT_MODEL": "gpt-5", "COPILOT_OFFLINE": "true",
        },
        asks=True,
    ),
    Program(
        "opencode", "opencode", lambda world, model: ["run", "--format", "json", "Look."],
        opencode, lambda world, model: {"OPENCODE_DISABLE_MODELS_FETCH": "1"},
    ),
    Program(
        "qwen", "qwen", lambda world, model: ["-p", "Look.", "--yolo"],
        environment=lambda world, model: {"OPENAI_API_KEY": "none", "OPENAI_BASE_URL": f"{model.url}/v1", "OPENAI_MODEL": "scripted"},
    ),
    Program(
        "continue", "cn", lambda world, model: ["-p", "Look.", "--auto"],
        continue_, lambda world, model: {"CONTINUE_TELEMETRY_ENABLED": "0"},
    ),
]
