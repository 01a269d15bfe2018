//! Which function answers which call: one table.

use super::endpoints::call::{Answer, Call, LongAnswer};
use super::endpoints::{
    app_versions, backups, creation, deploys, exports, identity, imports, lifecycle, logs, processes, project_env,
    projects, public, recipes, scaling, services, storage, subdomain, usage, user_data, validation,
};
use crate::domain::operation::Method;
use crate::generated::operations::Operation;
use crate::sandbox::wire::error::ApiError;
use crate::sandbox::wire::reply::Reply;

/// The path before every route.
pub(crate) const PREFIX: &str = "/api/rest/public";

/// What a token must be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Nothing: no token is needed.
    Public,
    Read,
    Write,
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct Route {
    /// The name that faults and the request log use; for a declared operation, its own.
    pub(crate) name: &'static str,
    pub(crate) method: Method,
    /// The path after the prefix.
    pub(crate) path: &'static str,
    pub(crate) access: Access,
    pub(crate) handler: Handler,
}

/// The function behind a route.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Handler {
    Short(fn(&mut Call<'_>) -> Answer),
    Long(fn(&mut Call<'_>) -> LongAnswer),
    /// An archive comes as the body.
    Upload,
    /// A websocket.
    Stream,
    /// A file is answered.
    File,
}

impl Handler {
    /// Answers a call.
    pub(crate) fn answer(self, call: &mut Call<'_>) -> LongAnswer {
        match self {
            Self::Short(handler) => handler(call).map(Reply::from),
            Self::Long(handler) => handler(call),
            // These are answered before there is a call.
            Self::Upload | Self::Stream | Self::File => Err(ApiError::new("notAvailable", "Not available.")),
        }
    }
}

const fn read(name: &'static str, path: &'static str, handler: fn(&mut Call<'_>) -> Answer) -> Route {
    Route { name, method: Method::Get, path, access: Access::Read, handler: Handler::Short(handler) }
}

const fn search(name: &'static str, path: &'static str, handler: fn(&mut Call<'_>) -> LongAnswer) -> Route {
    Route { name, method: Method::Post, path, access: Access::Read, handler: Handler::Long(handler) }
}

const fn put(name: &'static str, path: &'static str, handler: fn(&mut Call<'_>) -> Answer) -> Route {
    Route { name, method: Method::Put, path, access: Access::Write, handler: Handler::Short(handler) }
}

const fn post(name: &'static str, path: &'static str, handler: fn(&mut Call<'_>) -> Answer) -> Route {
    Route { name, method: Method::Post, path, access: Access::Write, handler: Handler::Short(handler) }
}

const fn delete(name: &'static str, path: &'static str, handler: fn(&mut Call<'_>) -> Answer) -> Route {
    Route { name, method: Method::Delete, path, access: Access::Write, handler: Handler::Short(handler) }
}

/// A POST that a token may make that only reads.
const fn reading(mut route: Route) -> Route {
    route.access = Access::Read;
    route
}

const fn public(mut route: Route) -> Route {
    route.access = Access::Public;
    route
}

/// Every call that is answered.
pub(crate) static ROUTES: &[Route] = &[
    public(read("region.list", "/region", public::regions)),
    public(read("region.zcli", "/region/zcli", public::regions)),
    public(read("zcli.version", "/zcli/version", public::client_version)),
    public(read("settings", "/settings", public::settings)),
    public(read("schema.zeropsYaml", "/settings/zerops-yml-json-schema.json", public::zerops_yaml_schema)),
    public(read("schema.zeropsYaml.alias", "/settings/zerops-yaml-json-schema.json", public::zerops_yaml_schema)),
    public(read("schema.importYaml", "/settings/import-project-yml-json-schema.json", public::import_yaml_schema)),
    public(read(
        "schema.importYaml.alias",
        "/settings/import-project-yaml-json-schema.json",
        public::import_yaml_schema,
    )),
    public(search("catalog.search", "/service-stack-type/search", public::types)),
    read("user.info", "/user/info", identity::user_info),
    read("integrationToken.get", "/client/{clientId}/integration-token/{tokenId}", identity::token),
    reading(post("auth.logout", "/auth/logout", identity::logout)),
    search("project.search", "/project/search", projects::search),
    read("project.get", "/project/{projectId}", projects::get),
    delete("project.delete", "/project/{projectId}", projects::delete),
    read("project.env.file", "/project/{projectId}/env-file", project_env::file),
    put("project.env.putFile", "/project/{projectId}/env/file", project_env::put_file),
    post("project.env.create", "/project/{projectId}/env", project_env::create),
    read("projectEnv.reveal", "/project-env/{envId}/reveal", project_env::reveal),
    put("projectEnv.put", "/project-env/{envId}", project_env::put),
    delete("projectEnv.delete", "/project-env/{envId}", project_env::delete),
    read("project.log", "/project/{projectId}/log", logs::access),
    read("project.service.list", "/project/{projectId}/service-stack", services::list),
    read("project.process.list", "/project/{projectId}/process", processes::of_project),
    post("service.import", "/project/{projectId}/service-stack/import", imports::services),
    post("service.create", "/project/{projectId}/service-stack/{typeVersionId}", creation::create),
    read("project.export", "/project/{projectId}/export", exports::project),
    read("service.export", "/service-stack/{serviceId}/export", exports::service),
    public(post("zeropsYaml.validate", "/service-stack/zerops-yaml-validation", validation::zerops_yaml)),
    read("client.project.list", "/client/{clientId}/project", projects::list),
    post("project.create", "/client/{clientId}/project", projects::create),
    post("project.import", "/client/{clientId}/project/import", imports::project),
    search("service.search", "/service-stack/search", services::search),
    read("service.get", "/service-stack/{serviceId}", services::get),
    read("service.byName", "/service-stack-by-name/{projectId}/{hostname}", services::by_name),
    put("service.start", "/service-stack/{serviceId}/start", lifecycle::start),
    put("service.stop", "/service-stack/{serviceId}/stop", lifecycle::stop),
    put("service.restart", "/service-stack/{serviceId}/restart", lifecycle::restart),
    put("service.reload", "/service-stack/{serviceId}/reload", lifecycle::reload),
    put("service.storage.connect", "/service-stack/{serviceId}/connect-shared-storage", storage::connect),
    put("service.storage.disconnect", "/service-stack/{serviceId}/disconnect-shared-storage", storage::disconnect),
    put("service.autoscaling.put", "/service-stack/{serviceId}/autoscaling", scaling::put),
    put("service.subdomain.enable", "/service-stack/{serviceId}/enable-subdomain-access", subdomain::enable),
    put("service.subdomain.disable", "/service-stack/{serviceId}/disable-subdomain-access", subdomain::disable),
    delete("service.delete", "/service-stack/{serviceId}", lifecycle::delete),
    read("service.env.list", "/service-stack/{serviceId}/env", services::env),
    put("service.env.putFile", "/service-stack/{serviceId}/user-data/env-file", user_data::put_file),
    post("service.env.create", "/service-stack/{serviceId}/user-data", user_data::create),
    read("userData.get", "/user-data/{userDataId}", user_data::get),
    read("userData.reveal", "/user-data/{userDataId}/reveal", user_data::reveal),
    put("userData.put", "/user-data/{userDataId}", user_data::put),
    delete("userData.delete", "/user-data/{userDataId}", user_data::delete),
    read("service.userData.list", "/service-stack/{serviceId}/user-data", services::user_data),
    read("service.process.list", "/service-stack/{serviceId}/process", processes::of_service),
    read("service.backup.list", "/service-stack/{serviceId}/backup", backups::of_service),
    post("service.backup.create", "/service-stack/{serviceId}/backup", backups::create),
    delete("service.backup.delete", "/service-stack/{serviceId}/backup/{date}", backups::delete),
    reading(post("service.backup.download", "/service-stack/{serviceId}/backup/download-url/{date}", backups::address)),
    read("project.backup.list", "/project/{projectId}/backup", backups::of_project),
    read("service.appVersion.list", "/service-stack/{serviceId}/app-version", app_versions::of_service),
    search("appVersion.search", "/app-version/search", app_versions::search),
    post("appVersion.create", "/service-stack/{serviceId}/app-version", deploys::create),
    Route {
        name: "appVersion.upload",
        method: Method::Put,
        path: "/app-version/{appVersionId}/upload",
        access: Access::Write,
        handler: Handler::Upload,
    },
    put("appVersion.buildAndDeploy", "/app-version/{appVersionId}/build-and-deploy", deploys::build_and_deploy),
    put("appVersion.deploy", "/app-version/{appVersionId}/deploy", deploys::deploy),
    put("appVersion.cancelBuild", "/app-version/{appVersionId}/cancel-build", deploys::cancel_build),
    delete("appVersion.delete", "/app-version/{appVersionId}", deploys::delete),
    read("appVersion.get", "/app-version/{appVersionId}", app_versions::get),
    reading(post("usage.current", "/current-stats/group-by-search", usage::current)),
    reading(post("usage.history", "/stats-history/group-by-search", usage::history)),
    reading(post("usage.cost", "/transaction-debit/group-by-search", usage::cost)),
    search("process.search", "/process/search", processes::search),
    read("process.get", "/process/{processId}", processes::get),
    put("process.cancel", "/process/{processId}/cancel", processes::cancel),
];

/// Reading log lines, at a path of its own and with a secret of its own.
pub(crate) static LOG_BACKEND: Route = Route {
    name: "log.fetch",
    method: Method::Get,
    path: "/api/rest/log",
    access: Access::Public,
    handler: Handler::Long(logs::fetch),
};

/// Following log lines, at the same address with `/stream` behind its path.
pub(crate) static LOG_STREAM: Route = Route {
    name: "log.stream",
    method: Method::Get,
    path: "/api/rest/log/stream",
    access: Access::Public,
    handler: Handler::Stream,
};

/// Where archives go, to addresses with a signature of their own.
pub(crate) static UPLOAD: Route = Route {
    name: "upload.put",
    method: Method::Put,
    path: "/api/rest/upload/{appVersionId}",
    access: Access::Public,
    handler: Handler::Upload,
};

/// Where backups are read, at addresses with a secret of their own.
pub(crate) static BACKUP: Route = Route {
    name: "backup.fetch",
    method: Method::Get,
    path: "/api/rest/backup/{secret}",
    access: Access::Public,
    handler: Handler::File,
};

/// The catalogue of recipes, which on the real platform has a host of its own.
pub(crate) static RECIPES: Route = Route {
    name: "recipes.read",
    method: Method::Get,
    path: "/api/recipes",
    access: Access::Public,
    handler: Handler::Long(recipes::search),
};

/// The routes that are not behind the prefix.
pub(crate) static BESIDE: &[&Route] = &[&LOG_BACKEND, &LOG_STREAM, &UPLOAD, &BACKUP, &RECIPES];

/// What a method and a path lead to.
#[derive(Debug)]
pub(crate) enum Found {
    /// A route with its path arguments.
    Route(&'static Route, Vec<String>),
    /// A path that is known under another method.
    OtherMethod,
    Nothing,
}

/// Finds the route of a call.
pub(crate) fn find(method: &str, path: &str) -> Found {
    for route in BESIDE {
        if let Some(arguments) = matched(route.path, path) {
            let known = method == route.method.as_str();
            return if known { Found::Route(route, arguments) } else { Found::OtherMethod };
        }
    }
    let Some(rest) = path.strip_prefix(PREFIX) else { return Found::Nothing };
    let mut other = false;
    for route in ROUTES {
        if let Some(arguments) = matched(route.path, rest) {
            if route.method.as_str() == method {
                return Found::Route(route, arguments);
            }
            other = true;
        }
    }
    if other { Found::OtherMethod } else { Found::Nothing }
}

impl Route {
    /// Whether it takes a document that the preprocessor goes through.
    pub(crate) fn imports(&self) -> bool {
        matches!(self.name, "service.import" | "project.import")
    }

    /// The declared operation that this route serves.
    pub(crate) fn operation(&self) -> Option<Operation> {
        Operation::ALL.iter().copied().find(|operation| operation.info().name == self.name)
    }
}

/// The decoded arguments of a path, if it has the form of the pattern.
fn matched(pattern: &str, path: &str) -> Option<Vec<String>> {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    let mut arguments = Vec::new();
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(arguments),
            (Some(wanted), Some(given)) if wanted.starts_with('{') => {
                if given.is_empty() {
                    return None;
                }
                arguments.push(decoded(given));
            }
            (Some(wanted), Some(given)) if wanted == given => {}
            _ => return None,
        }
    }
}

/// Resolves `%XX`; what is no such sequence stays.
pub(crate) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let hex = text.get(index + 1..index + 3).filter(|_| bytes[index] == b'%');
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            out.push(byte);
            index += 3;
        } else {
            out.push(bytes[index]);
            index += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::operation::Effect;
    use crate::domain::yaml;

    #[test]
    fn every_declared_operation_has_its_route() {
        for operation in Operation::ALL {
            let info = operation.info();
            let arguments = ["a"; 4];
            match find(info.method.as_str(), &info.path_with(&arguments)) {
                Found::Route(route, _) => {
                    assert_eq!(route.name, info.name);
                    assert_eq!(route.access == Access::Write, info.effect != Effect::Read, "{}", info.name);
                }
                other => panic!("{} has no route: {other:?}", info.name),
            }
        }
    }

    /// What is said of the sandbox is checked by codegen against itself; this checks it against what is served.
    #[test]
    fn how_faithful_it_is_is_said_of_every_route_and_of_nothing_else() {
        let spec = yaml::parse(include_str!("../../spec/sandbox.yaml")).expect("YAML");
        let areas = spec.get("areas").expect("areas").entries().iter().flat_map(|(_, behaviours)| behaviours.items());
        let named: HashSet<&str> = areas
            .flat_map(|behaviour| behaviour.get("operations").expect("operations").items())
            .filter_map(|name| name.text())
            .collect();
        let routes: HashSet<&str> = ROUTES.iter().chain(BESIDE.iter().copied()).map(|route| route.name).collect();
        assert_eq!(named, routes);
        let further = spec.get("further").expect("calls of other clients").entries().iter();
        let further: HashSet<&str> = further.filter_map(|(name, _)| name.text()).collect();
        let of_zcp = |name: &&&str| Operation::ALL.iter().any(|operation| operation.info().name == **name);
        let others: HashSet<&str> = routes.iter().filter(|name| !of_zcp(name)).copied().collect();
        // These are effects of tools.
        assert_eq!(
            others.symmetric_difference(&further).copied().collect::<HashSet<_>>(),
            HashSet::from(["backup.fetch", "log.fetch", "recipes.read", "upload.put"])
        );
    }

    #[test]
    fn names_are_unique() {
        let names: HashSet<_> = ROUTES.iter().map(|route| route.name).collect();
        assert_eq!(names.len(), ROUTES.len());
    }

    #[test]
    fn arguments_are_decoded_and_literals_win_by_their_method() {
        match find("GET", "/api/rest/public/service-stack-by-name/p1/a%20b%2Fc") {
            Found::Route(route, arguments) => {
                assert_eq!((route.name, arguments), ("service.byName", vec!["p1".into(), "a b/c".into()]));
            }
            other => panic!("{other:?}"),
        }
        assert!(matches!(find("PUT", "/api/rest/public/process/search"), Found::OtherMethod));
        assert!(matches!(find("GET", "/api/rest/public/nope"), Found::Nothing));
        assert!(matches!(find("GET", "/process/x"), Found::Nothing));
    }
}
