//! Guidance, step by step.
//! Source: spec/workflow.yaml. Written by build.rs (src/codegen/render/workflows.rs); edit the spec.

use crate::domain::call::{Arg, Template};
use crate::domain::workflow::{Step, When, Workflow};

/// Every workflow, in the order of the spec.
pub static WORKFLOWS: &[Workflow] = &[
    Workflow {
        name: "bootstrap",
        title: "Create services from scratch",
        summary: "New project or new services - choose, import, configure, deploy, verify.",
        documents: &[
            "config/import-yaml",
            "config/zerops-yaml",
            "topics/choosing-a-service",
        ],
        steps: &[
            Step {
                title: "See what there is",
                text: "A hostname cannot be changed and is free again only when its service is deleted; reuse what fits.",
                when: When::Any,
                call: Some(Template {
                    tool: "zerops_discover",
                    args: &[],
                }),
            },
            Step {
                title: "Look up what you are not sure of",
                text: "A worked stack near to yours has both files whole; name the language and the database.",
                when: When::Always,
                call: Some(Template {
                    tool: "zerops_knowledge",
                    args: &[
                        ("query", Arg::Text("node postgresql stack")),
                        ("topic", Arg::Text("stacks")),
                    ],
                }),
            },
            Step {
                title: "Plan and provision",
                text: "`action: start` lists the ways; then `action: plan` with `services` checks them and makes nothing, and `action: provision` makes them, waits, and answers with a zerops.yaml to begin with. zerops_status says where it stands.",
                when: When::Always,
                call: Some(Template {
                    tool: "zerops_workflow",
                    args: &[
                        ("action", Arg::Text("start")),
                        ("workflow", Arg::Text("bootstrap")),
                    ],
                }),
            },
            Step {
                title: "Or write import.yaml",
                text: "For what a plan cannot say; this and the next steps are then instead of it. List the services under `services:`, each with hostname (a-z, 0-9) and type: runtimes with their system (`alpine/nodejs@22`), managed ones with their mode (`postgresql:single@18` for development, `:ha` for production; it can never be changed). Databases before what uses them: give them a higher `priority`. A runtime to develop on gets `startWithoutCode: true`. Leave `project:` out. Check it before anything is made.",
                when: When::Always,
                call: Some(Template {
                    tool: "zerops_validate",
                    args: &[("filePath", Arg::Text("import.yaml"))],
                }),
            },
            Step {
                title: "Say what it would make",
                text: "A dry run compares the document with this project and makes nothing.",
                when: When::Always,
                call: Some(Template {
                    tool: "zerops_import",
                    args: &[
                        ("filePath", Arg::Text("import.yaml")),
                        ("dryRun", Arg::Bool(true)),
                    ],
                }),
            },
            Step {
                title: "Import",
                text: "All services of one document are made together; the call waits for them.",
                when: When::Always,
                call: Some(Template {
                    tool: "zerops_import",
                    args: &[
                        ("filePath", Arg::Text("import.yaml")),
                        ("wait", Arg::Bool(true)),
                    ],
                }),
            },
            Step {
                title: "Write zerops.yaml",
                text: "One `setup` per service, named like its hostname, or `dev` and `prod` for the halves of a pair, which a deploy chooses with `setup`. Bind to 0.0.0.0 and the port under `run.ports`; reach other services by hostname over http://; take credentials as references such as `DB_URL: ${db_connectionString}/${db_dbName}` under `run.envVariables`. Name the same system in `base` as in the type: `alpine/nodejs@22`.",
                when: When::Undeployed,
                call: Some(Template {
                    tool: "zerops_validate",
                    args: &[("filePath", Arg::Text("zerops.yaml"))],
                }),
            },
            Step {
                title: "Deploy the code",
                text: "From the folder that has zerops.yaml; the guidance `deploy` goes on from here.",
                when: When::Undeployed,
                call: Some(Template {
                    tool: "zerops_deploy",
                    args: &[
                        ("workingDir", Arg::Text(".")),
                        ("targetService", Arg::Service),
                        ("wait", Arg::Bool(true)),
                    ],
                }),
            },
        ],
    },
    Workflow {
        name: "develop",
        title: "Change code",
        summary: "Work on code until what was deployed is proven - start, deploy, verify, promote, close.",
        documents: &["topics/deploying-with-zcp", "config/zerops-yaml"],
        steps: &[
            Step {
                title: "Open the work",
                text: "Say what it is for and which services it changes: `action: start`, `workflow: develop`, `intent`, `scope`. A dev service takes its stage along. What was deployed and proven before does not count for it.",
                when: When::Runtime,
                call: None,
            },
            Step {
                title: "Run the development server",
                text: "A dev service whose setup starts `zsc noop` answers only while its development server runs: zerops_dev_server with `action: start`. Tests, migrations and installs run in it with zerops_exec. One whose setup starts the application itself needs none: its port is taken.",
                when: When::Runtime,
                call: None,
            },
            Step {
                title: "Deploy, prove, promote",
                text: "zerops_status names the next call after every step and after every interruption: deploy to the dev service, verify it, promote the same code to its stage with the setup for production, verify that.",
                when: When::Runtime,
                call: Some(Template {
                    tool: "zerops_status",
                    args: &[],
                }),
            },
            Step {
                title: "Close the work",
                text: "When everything in its scope serves what was made and is proven. Closing deploys nothing.",
                when: When::Runtime,
                call: Some(Template {
                    tool: "zerops_workflow",
                    args: &[("action", Arg::Text("close"))],
                }),
            },
        ],
    },
    Workflow {
        name: "deploy",
        title: "Deploy code",
        summary: "Push code to a runtime, follow the build, make it public, prove that it works.",
        documents: &[
            "config/zerops-yaml",
            "topics/build-deploy-pipeline",
            "topics/deploying-with-zcp",
        ],
        steps: &[
            Step {
                title: "Wait for what is going on",
                text: "Something is being done to this service; deploy when it has ended.",
                when: When::Busy,
                call: Some(Template {
                    tool: "zerops_events",
                    args: &[
                        ("serviceHostname", Arg::Service),
                        ("limit", Arg::Number(5i64)),
                    ],
                }),
            },
            Step {
                title: "Check zerops.yaml",
                text: "It stands in the root of the code. Its setup is named like the service, or is chosen with `setup`, such as `dev` and `prod` for the halves of a pair. A dev service that deploys itself needs `deployFiles: ./`: anything narrower erases the source.",
                when: When::Always,
                call: Some(Template {
                    tool: "zerops_validate",
                    args: &[("filePath", Arg::Text("zerops.yaml"))],
                }),
            },
            Step {
                title: "Deploy",
                text: "From a local folder as here, or over SSH from a dev service with `sourceService` and `targetService`. The call follows this one version to its end; a failure names the phase, the cause and the lines that prove it.",
                when: When::Runtime,
                call: Some(Template {
                    tool: "zerops_deploy",
                    args: &[
                        ("workingDir", Arg::Text(".")),
                        ("targetService", Arg::Service),
                        ("wait", Arg::Bool(true)),
                    ],
                }),
            },
            Step {
                title: "Make it public",
                text: "A deploy never switches public access. Publish only where the human asked for it: zerops_subdomain with `action: enable`.",
                when: When::Private,
                call: None,
            },
            Step {
                title: "Prove that it works",
                text: "Each check says what it proves; give `path`, `expectStatus` and `expectText` of something that uses the database.",
                when: When::Deployed,
                call: Some(Template {
                    tool: "zerops_verify",
                    args: &[("serviceHostname", Arg::Service), ("path", Arg::Text("/"))],
                }),
            },
            Step {
                title: "Look at the page",
                text: "What answers 200 can still show nothing. A browser says which scripts and requests failed, and shows a picture; with `action: use` it clicks and fills in.",
                when: When::Deployed,
                call: Some(Template {
                    tool: "zerops_browse",
                    args: &[("serviceHostname", Arg::Service)],
                }),
            },
        ],
    },
    Workflow {
        name: "debug",
        title: "Find out what is wrong",
        summary: "A failed build or deploy, a crash, a 502, a connection refused.",
        documents: &["topics/error-codes", "topics/logs", "topics/service-lifecycle"],
        steps: &[
            Step {
                title: "Look at what failed",
                text: "The status says that something failed here; the timeline says what, when and why.",
                when: When::Broken,
                call: Some(Template {
                    tool: "zerops_events",
                    args: &[
                        ("serviceHostname", Arg::Service),
                        ("limit", Arg::Number(10i64)),
                    ],
                }),
            },
            Step {
                title: "Read why the newest version failed",
                text: "The build log of the version that failed, or the log of the service where it was built and did not come up.",
                when: When::Failed,
                call: Some(Template {
                    tool: "zerops_logs",
                    args: &[("serviceHostname", Arg::Service)],
                }),
            },
            Step {
                title: "Look at the timeline",
                text: "Start from the newest failure. A failed deploy has a build id, which zerops_logs takes as `buildId`.",
                when: When::Always,
                call: Some(Template {
                    tool: "zerops_events",
                    args: &[("limit", Arg::Number(20i64))],
                }),
            },
            Step {
                title: "Go back where people wait",
                text: "An earlier version that was live is kept with its files and its proof: zerops_versions with `action: rollback` makes it live in about a minute, without a build. Data and variables stay as they are. Mend the new one afterwards.",
                when: When::Deployed,
                call: Some(Template {
                    tool: "zerops_status",
                    args: &[("serviceHostname", Arg::Service)],
                }),
            },
            Step {
                title: "Read the log",
                text: "Plain output has severity info also when a program says why it ends, so read all of it. Build logs are apart - ask for them with buildId (`latest` or an id). A 502 is most often an app that listens on localhost or on another port than zerops.yaml says.",
                when: When::Deployed,
                call: Some(Template {
                    tool: "zerops_logs",
                    args: &[
                        ("serviceHostname", Arg::Service),
                        ("since", Arg::Text("1h")),
                    ],
                }),
            },
            Step {
                title: "Ask what answers",
                text: "The checks tell a service that does not run from one that runs and does not answer.",
                when: When::Deployed,
                call: Some(Template {
                    tool: "zerops_verify",
                    args: &[("serviceHostname", Arg::Service)],
                }),
            },
            Step {
                title: "Look the message up",
                text: "Put the words of the error in.",
                when: When::Always,
                call: Some(Template {
                    tool: "zerops_knowledge",
                    args: &[
                        ("query", Arg::Text("502 bad gateway")),
                        ("topic", Arg::Text("problems")),
                    ],
                }),
            },
            Step {
                title: "Check the environment",
                text: "A changed variable is seen only after a restart; a reference that nothing answers stays literal text.",
                when: When::Runtime,
                call: Some(Template {
                    tool: "zerops_env",
                    args: &[
                        ("action", Arg::Text("get")),
                        ("serviceHostname", Arg::Service),
                    ],
                }),
            },
            Step {
                title: "Start what stands still",
                text: "Nothing answers while it is stopped.",
                when: When::Stopped,
                call: Some(Template {
                    tool: "zerops_manage",
                    args: &[
                        ("action", Arg::Text("start")),
                        ("serviceHostname", Arg::Service),
                        ("wait", Arg::Bool(true)),
                    ],
                }),
            },
        ],
    },
    Workflow {
        name: "scale",
        title: "Change resources",
        summary: "CPU, RAM, disk and containers of a service.",
        documents: &["topics/vertical-scaling", "topics/horizontal-scaling"],
        steps: &[
            Step {
                title: "See the limits in force",
                text: "Resources grow by themselves between minimum and maximum; set the range, not a size.",
                when: When::Any,
                call: Some(Template {
                    tool: "zerops_discover",
                    args: &[("serviceHostname", Arg::Service)],
                }),
            },
            Step {
                title: "See what is used",
                text: "The verdict says with numbers which limits do not fit, and `next` has the call that changes them.",
                when: When::Any,
                call: Some(Template {
                    tool: "zerops_usage",
                    args: &[("serviceHostname", Arg::Service)],
                }),
            },
            Step {
                title: "Set the range",
                text: "Raise minRam where a start needs more at once, maxRam where an out-of-memory stops it. Containers beyond one need an application without local state. Databases scale vertically only; HA is chosen at import. Name only what is to change: zerops_scale with, for example, `minRam: 1` and `wait: true`.",
                when: When::Runtime,
                call: None,
            },
        ],
    },
    Workflow {
        name: "configure",
        title: "Configure services",
        summary: "Environment variables, secrets, references between services, public access.",
        documents: &[
            "topics/env-variables",
            "topics/env-references",
            "topics/subdomains",
        ],
        steps: &[
            Step {
                title: "See what is set",
                text: "Names alone; zerops_env with `action: get` and a key in `reveal` shows a value.",
                when: When::Any,
                call: Some(Template {
                    tool: "zerops_discover",
                    args: &[
                        ("serviceHostname", Arg::Service),
                        ("includeEnvs", Arg::Bool(true)),
                    ],
                }),
            },
            Step {
                title: "Set variables and restart",
                text: "Secrets and what changes without a deploy go here; what belongs to the code goes to `run.envVariables`; zerops_preprocess makes passwords and keys. Running containers keep the old values until they are restarted: zerops_env with `action: set` and `restart: true`, and `variables` such as `[\"LOG_LEVEL=debug\"]`.",
                when: When::Runtime,
                call: None,
            },
            Step {
                title: "Make it public",
                text: "Its HTTP ports get a zerops.app address. Publish only where the human asked for it: zerops_subdomain with `action: enable`.",
                when: When::Private,
                call: None,
            },
        ],
    },
    Workflow {
        name: "monitor",
        title: "See how it is going",
        summary: "Status, timeline and logs of the running project.",
        documents: &["topics/logs", "topics/metrics"],
        steps: &[
            Step {
                title: "Look at all services",
                text: "The status of each with its ports and addresses.",
                when: When::Always,
                call: Some(Template {
                    tool: "zerops_discover",
                    args: &[],
                }),
            },
            Step {
                title: "Look at the timeline",
                text: "What was done lately, how long it took, and what failed.",
                when: When::Always,
                call: Some(Template {
                    tool: "zerops_events",
                    args: &[("limit", Arg::Number(20i64))],
                }),
            },
            Step {
                title: "Look at the backups",
                text: "Before a migration or anything that changes data for good, make one with `action: create`.",
                when: When::Managed,
                call: Some(Template {
                    tool: "zerops_status",
                    args: &[("serviceHostname", Arg::Service)],
                }),
            },
            Step {
                title: "Read the logs",
                text: "`severity: warning` leaves out plain output, also that of a program that crashes. `follow` waits up to 60 seconds for new lines.",
                when: When::Deployed,
                call: Some(Template {
                    tool: "zerops_logs",
                    args: &[
                        ("serviceHostname", Arg::Service),
                        ("since", Arg::Text("1h")),
                    ],
                }),
            },
            Step {
                title: "Find out more",
                text: "Something failed here.",
                when: When::Broken,
                call: Some(Template {
                    tool: "zerops_events",
                    args: &[
                        ("serviceHostname", Arg::Service),
                        ("limit", Arg::Number(10i64)),
                    ],
                }),
            },
        ],
    },
    Workflow {
        name: "cicd",
        title: "Have pushes deployed",
        summary: "Deliver by git push: its remote, what builds it, the first push, the hand-over.",
        documents: &["topics/ci-cd", "topics/tokens"],
        steps: &[
            Step {
                title: "Prove it by a direct deploy first",
                text: "What a push builds is the same code with the setup for production. zerops_status leads there: dev service, proof, stage, proof.",
                when: When::Undeployed,
                call: Some(Template {
                    tool: "zerops_status",
                    args: &[],
                }),
            },
            Step {
                title: "Choose how work ends",
                text: "The human chooses, for units that were adopted: `action: close-mode` with `scope` and `closeMode: git-push`. Ask for the address of the repository too, and whether a workflow file (`actions`) or a webhook builds a push.",
                when: When::Runtime,
                call: Some(Template {
                    tool: "zerops_workflow",
                    args: &[("action", Arg::Text("adopt"))],
                }),
            },
            Step {
                title: "Set up the remote",
                text: "`action: git-push-setup` with `serviceHostname` and `remoteUrl` asks the remote before anything is noted. Credentials are git's own, or `GIT_TOKEN`; none in the address.",
                when: When::Runtime,
                call: None,
            },
            Step {
                title: "Set up what builds a push",
                text: "`action: build-integration` with `integration: actions` answers with the workflow file to commit and the secret that a human creates: a new token of this project, never the one that zcp uses. `webhook` answers with the steps to click.",
                when: When::Runtime,
                call: None,
            },
            Step {
                title: "Push, and prove what came of it",
                text: "Commit, then zerops_deploy with `strategy: git-push`, `targetService` and `wait: true`. Pushing is not deploying: done is a version that is ACTIVE and proven. `action: status` says what is awaited and what failed.",
                when: When::Deployed,
                call: Some(Template {
                    tool: "zerops_status",
                    args: &[],
                }),
            },
            Step {
                title: "Hand over",
                text: "Production has a project and a token of its own; its release is a human's or a pipeline's. The report says what was proven.",
                when: When::Deployed,
                call: Some(Template {
                    tool: "zerops_workflow",
                    args: &[("action", Arg::Text("handoff"))],
                }),
            },
        ],
    },
];
