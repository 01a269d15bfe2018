//! `PostgreSQL`: types, bounds, and 40 ways to write.

use serde_json::json;

use super::{inside, refused, rows};
use crate::harness::databases::{POSTGRESQL, postgresql, psql};
use crate::harness::need::need;
use crate::harness::world::block_on;

/// What is tried, and the code with which the server refuses it.
const ATTEMPTS: &[(&str, &str)] = &[
    ("INSERT INTO orders (name) VALUES ('x')", "25006"),
    ("UPDATE orders SET name = 'x'", "25006"),
    ("DELETE FROM orders", "25006"),
    ("MERGE INTO orders USING (SELECT 1 AS id) AS n ON orders.id = n.id WHEN MATCHED THEN DELETE", "25006"),
    ("TRUNCATE orders", "25006"),
    ("DROP TABLE orders", "25006"),
    ("ALTER TABLE orders ADD COLUMN x int", "25006"),
    ("CREATE TABLE more (id int)", "25006"),
    ("CREATE TABLE more AS SELECT * FROM orders", "25006"),
    ("SELECT * INTO more FROM orders", "25006"),
    ("CREATE INDEX ON orders (name)", "25006"),
    ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "25006"),
    ("CREATE EXTENSION dblink", "25006"),
    ("REFRESH MATERIALIZED VIEW names", "25006"),
    ("GRANT ALL ON orders TO PUBLIC", "25006"),
    ("COMMENT ON TABLE orders IS 'x'", "25006"),
    ("WITH x AS (INSERT INTO orders (name) VALUES ('x') RETURNING id) SELECT * FROM x", "25006"),
    ("WITH x AS (DELETE FROM orders RETURNING id) SELECT count(*) FROM x", "25006"),
    ("EXPLAIN ANALYZE DELETE FROM orders", "25006"),
    ("SELECT write_it()", "25006"),
    ("SELECT * FROM orders WHERE write_it() = 1", "25006"),
    ("SELECT nextval('orders_id_seq')", "25006"),
    ("SELECT setval('orders_id_seq', 100)", "25006"),
    ("SELECT query_to_xml('DELETE FROM orders', true, false, '')", "0A000"),
    ("SELECT * FROM orders FOR UPDATE", "25006"),
    ("CREATE SEQUENCE more", "25006"),
    ("DO $$ BEGIN DELETE FROM orders; END $$", "25006"),
    ("DO $$ BEGIN EXECUTE 'DEL' || 'ETE FROM orders'; END $$", "25006"),
    ("DO $$ BEGIN SET TRANSACTION READ WRITE; DELETE FROM orders; END $$", "25001"),
    ("DO $$ BEGIN PERFORM set_config('transaction_read_only', 'off', true); DELETE FROM orders; END $$", "25001"),
    ("DO $$ BEGIN COMMIT; DELETE FROM orders; END $$", "2D000"),
    ("CALL change_it()", "2D000"),
    ("SET TRANSACTION READ WRITE", "25001"),
    ("SET transaction_read_only = off", "25001"),
    ("SELECT 1; DELETE FROM orders", "42601"),
    ("COMMIT; DELETE FROM orders", "42601"),
    ("SELECT '\\'; DELETE FROM orders; --'", "42601"),
    ("/* ; */ SELECT 1 --\n; DROP TABLE orders", "42601"),
    ("COPY orders FROM STDIN", "25006"),
    ("COPY orders TO PROGRAM 'touch /tmp/zcp-query-was-here'", "42501"),
    ("COPY orders TO '/tmp/zcp-query-was-here'", "42501"),
    ("SELECT lo_export(1, '/tmp/zcp-query-was-here')", "42501"),
    ("ALTER SYSTEM SET work_mem = '1GB'", "25001"),
    ("VACUUM orders", "25001"),
    ("PREPARE TRANSACTION 'x'; SELECT 1", "42601"),
];

#[test]
fn whatever_is_tried_the_server_refuses_to_write() {
    if !need(POSTGRESQL) {
        return;
    }
    assert!(ATTEMPTS.len() >= 40);
    let server = postgresql();
    let state = "SELECT count(*), sum(id), (SELECT last_value FROM orders_id_seq), (SELECT count(*) FROM pg_class \
                 WHERE relnamespace = 'public'::regnamespace), (SELECT count(*) FROM pg_proc WHERE pronamespace = \
                 'public'::regnamespace), obj_description('orders'::regclass) IS NULL FROM orders";
    let before = psql(&server, "postgres", "db", state);
    assert!(before.0, "{before:?}");
    let wrong = block_on(async {
        let (world, network) = inside("").await;
        network.insert("db", 5432, server.address);
        let mut wrong = Vec::new();
        for (query, state) in ATTEMPTS {
            let (code, said) = refused(&world, "db", query).await;
            let is_of_server = said.contains("PostgreSQL refused it") && said.contains(state);
            if !is_of_server || (code == "QUERY_REFUSED") != (*state == "25006") {
                wrong.push(format!("{query}: {code}: {said}"));
            }
        }
        // Signals to sessions of the same role are no part of a transaction.
        let (code, said) = refused(&world, "db", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity").await;
        assert_eq!(code, "QUERY_REFUSED", "{said}");
        // What ends the transaction has no statement after it; what changes a setting has no question.
        for harmless in ["ROLLBACK", "SET default_transaction_read_only = off"] {
            assert!(rows(&world, "db", harmless).await.is_empty());
            assert_eq!(refused(&world, "db", "DELETE FROM orders").await.0, "QUERY_REFUSED", "after {harmless}");
        }
        wrong
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(psql(&server, "postgres", "db", state), before);
    assert!(!std::path::Path::new("/tmp/zcp-query-was-here").exists());
}

#[test]
fn who_may_run_programs_on_the_server_is_not_asked_with() {
    if !need(POSTGRESQL) {
        return;
    }
    let server = postgresql();
    let (world, said) = block_on(async {
        let (world, network) = inside("").await;
        network.insert("db", 5432, server.address);
        let mut said = Vec::new();
        for (grant, take) in [
            ("ALTER ROLE db SUPERUSER", "ALTER ROLE db NOSUPERUSER"),
            ("GRANT pg_execute_server_program TO db", "REVOKE pg_execute_server_program FROM db"),
        ] {
            assert!(psql(&server, "postgres", "db", grant).0);
            said.push(refused(&world, "db", "COPY (SELECT 1) TO PROGRAM 'touch /tmp/zcp-query-was-here'").await);
            assert!(psql(&server, "postgres", "db", take).0);
        }
        (world, said)
    });
    drop(world);
    assert!(said.iter().all(|(code, said)| code == "QUERY_REFUSED" && said.contains("may run programs")), "{said:?}");
    assert!(!std::path::Path::new("/tmp/zcp-query-was-here").exists());
}

#[test]
fn answers_have_types_and_bounds() {
    if !need(POSTGRESQL) {
        return;
    }
    let server = postgresql();
    block_on(async {
        let (world, network) = inside("").await;
        network.insert("db", 5432, server.address);
        let all = rows(&world, "db", "SELECT 1::int2, 9007199254740993::int8, 1.5::float8, 1.10::numeric, true, NULL, 'a', '{\"a\":1}'::json, '\\x00ff'::bytea, ARRAY[1,2]").await;
        let expected = json!([1, "9007199254740993", 1.5, "1.10", true, null, "a", { "a": 1 }, "\\x00ff", "{1,2}"]);
        assert_eq!(all, [expected]);
        // Not one row of a thousand is read for nothing, and not a gigabyte either.
        let long = rows(&world, "db", "SELECT repeat('x', 100000)").await;
        assert!(
            long[0][0].as_str().is_some_and(|text| text.len() < 2_100 && text.contains("100000 bytes")),
            "{long:?}"
        );
        let (code, said) = refused(&world, "db", "SELECT repeat('x', 50000000)").await;
        assert!(code == "QUERY_FAILED" && said.contains("larger"), "{code} {said}");
        let many = rows(&world, "db", "SELECT generate_series(1, 100000000) AS n").await;
        assert_eq!(many.len(), 100);
        let (code, said) = refused(&world, "db", "SELECT pg_sleep(60)").await;
        assert!(code == "QUERY_FAILED" && said.contains("longer than 5 s"), "{code} {said}");
        // What is written in there is made harmless, and a password is never shown.
        let odd = rows(&world, "db", "SELECT E'a\\u202eb\\u001b[31mc', current_setting('application_name')").await;
        assert_eq!(odd, [json!(["abc", "zcp"])]);
    });
}
