//! Real databases, with the credentials of their services.

use super::driver::{CONTAINERS, Driver};
use crate::harness::need::need;

const IMPORT: &str = "services:
  - {hostname: db, type: postgresql@16, mode: NON_HA}
  - {hostname: cache, type: valkey@7.2, mode: NON_HA}
  - {hostname: app, type: ubuntu@22.04}
";

fn yaml(init: &str) -> String {
    format!(
        "zerops:
  - setup: app
    build: {{deployFiles: ./}}
    run:
      envVariables:
        DATABASE_URL: ${{db_connectionString}}/${{db_dbName}}
        CACHE_PASSWORD: ${{cache_password}}
      initCommands:
        - {init}
      start: sleep 1000
"
    )
}

#[tokio::test]
async fn an_application_reaches_its_database_with_the_variables_of_the_service() {
    if !need(CONTAINERS) || !need(&["initdb", "psql"]) {
        return;
    }
    let driver = Driver::start(IMPORT).await;
    let init = "psql \"$DATABASE_URL\" -c 'create table t (x int)' -c 'insert into t values (41)' -Atc 'select x + 1 from t'";
    driver.deploy_well("app", &[("x", "y")], &yaml(init)).await;
    assert!(driver.log("app").await.iter().any(|line| line == "42"));
    let wrong = "psql \"$(echo \"$DATABASE_URL\" | sed 's#db:[^@]*@#db:wrong@#')\" -c 'select 1'";
    let (_, status) = driver.deploy("app", &[("x", "y")], &yaml(&format!("|\n          {wrong}"))).await;
    assert_eq!(status, "DEPLOY_FAILED");
    let log = driver.log("app").await;
    assert!(log.iter().any(|line| line.contains("password authentication failed")), "{log:#?}");
    driver.sandbox.shutdown().await;
}

#[tokio::test]
async fn a_cache_asks_for_its_password() {
    if !need(CONTAINERS) || !need(&["redis-server", "redis-cli"]) {
        return;
    }
    let driver = Driver::start("services: [{hostname: app, type: ubuntu@22.04}]").await;
    driver.import("services: [{hostname: cache, type: valkey@7.2, mode: NON_HA}]").await;
    let init = "redis-cli -h cache ping; REDISCLI_AUTH=\"$CACHE_PASSWORD\" redis-cli -h cache ping";
    driver.deploy_well("app", &[("x", "y")], &yaml(init)).await;
    let log = driver.log("app").await;
    assert!(log.iter().any(|line| line.contains("NOAUTH")) && log.iter().any(|line| line == "PONG"), "{log:#?}");
}
