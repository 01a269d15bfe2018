//! `MariaDB`: types, and ways to write.

use serde_json::json;

use super::{inside, refused, rows, variable};
use crate::harness::databases::{mariadb, mariadb_says};
use crate::harness::need::need;
use crate::harness::world::block_on;

const PROGRAMS: &[&str] = &["mariadbd", "mariadb-install-db", "mariadb"];
const IMPORT: &str = "services:\n  - hostname: maria\n    type: mariadb:single@10.6\n";
const MAKE: &str = "CREATE DATABASE maria; USE maria;
CREATE TABLE orders (id INT AUTO_INCREMENT PRIMARY KEY, name TEXT, price DECIMAL(10,2), made DATETIME, raw BLOB);
CREATE TABLE plain (id INT) ENGINE=MyISAM; INSERT INTO plain VALUES (1);
INSERT INTO orders (name, price, made, raw) VALUES ('quoll', 12.5, '2026-01-02 03:04:05', x'00ff');
CREATE SEQUENCE numbers;
CREATE FUNCTION write_it() RETURNS INT MODIFIES SQL DATA BEGIN DELETE FROM orders; RETURN 1; END;
CREATE PROCEDURE change_it() BEGIN COMMIT; START TRANSACTION READ WRITE; DELETE FROM orders; COMMIT; END;";

/// What is tried, and whether the server is asked at all.
const ATTEMPTS: &[(&str, bool)] = &[
    ("INSERT INTO orders (name) VALUES ('x')", true),
    ("INSERT INTO plain VALUES (2)", true),
    ("UPDATE orders SET name = 'x'", true),
    ("DELETE FROM orders", true),
    ("REPLACE INTO orders (id, name) VALUES (1, 'x')", true),
    ("TRUNCATE TABLE orders", true),
    ("DROP TABLE orders", true),
    ("ALTER TABLE orders ADD COLUMN x INT", true),
    ("RENAME TABLE orders TO other", true),
    ("CREATE TABLE more (id INT)", true),
    ("CREATE TABLE more SELECT * FROM orders", true),
    ("CREATE PROCEDURE p() SELECT 1", true),
    ("GRANT SELECT ON maria.* TO maria@'%'", true),
    ("ANALYZE DELETE FROM orders", true),
    ("SELECT write_it()", true),
    ("SELECT NEXT VALUE FOR numbers", true),
    ("SELECT * FROM orders INTO OUTFILE '/tmp/zcp-query-was-here'", false),
    ("SELECT name INTO DUMPFILE '/tmp/zcp-query-was-here' FROM orders", false),
    ("SELECT name INTO /*!50000OUTFILE*/ '/tmp/zcp-query-was-here' FROM orders", false),
    ("SELECT name INTO /*M!100000DUMPFILE*/ '/tmp/zcp-query-was-here' FROM orders", false),
    ("ANALYZE TABLE orders", false),
    ("ANALYZE LOCAL TABLE orders", false),
    ("SELECT 1; DELETE FROM orders", true),
    ("WITH x AS (SELECT 1) SELECT * FROM x; DROP TABLE orders", true),
    ("SELECT '\\''; DELETE FROM orders; -- '", true),
    ("CALL change_it()", false),
    ("COMMIT", false),
    ("SET SESSION TRANSACTION READ WRITE", false),
    ("/*!50000 DELETE FROM orders */", false),
    ("EXECUTE IMMEDIATE 'DELETE FROM orders'", false),
    ("LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE orders", false),
    ("KILL 1", false),
    ("XA START 'x'", false),
    ("LOCK TABLES orders WRITE", false),
];

#[test]
fn whatever_is_tried_nothing_is_written() {
    if !need(PROGRAMS) {
        return;
    }
    let server = mariadb();
    // One statement after the other: what is between BEGIN and END has semicolons of its own.
    mariadb_says(
        &server,
        &format!(
            "DELIMITER //\n{}\n//",
            MAKE.replace(";\n", "//\n")
                .replace("; USE", "// USE")
                .replace("; INSERT INTO plain", "// INSERT INTO plain")
        ),
    );
    let state = "SELECT COUNT(*), SUM(id), MIN(name), (SELECT COUNT(*) FROM maria.plain), (SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'maria'), (SELECT COUNT(*) FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = 'maria'), (SELECT next_not_cached_value FROM maria.numbers) FROM maria.orders";
    let before = mariadb_says(&server, state);
    let wrong = block_on(async {
        let (world, network) = inside(IMPORT).await;
        network.insert("maria", 3306, server.address);
        let password = variable(&world, "maria", "password").await;
        mariadb_says(
            &server,
            &format!("CREATE USER maria@'%' IDENTIFIED BY '{password}'; GRANT ALL ON maria.* TO maria@'%'"),
        );
        let mut wrong = Vec::new();
        for (query, is_asked) in ATTEMPTS {
            let (code, said) = refused(&world, "maria", query).await;
            if said.contains("MariaDB refused it") != *is_asked || said.contains(&password) {
                wrong.push(format!("{query}: {code}: {said}"));
            }
        }
        let all =
            rows(&world, "maria", "SELECT id, name, price, made, raw, NULL, 9007199254740993, 1.5e0 FROM orders").await;
        assert_eq!(all, [json!([1, "quoll", "12.50", "2026-01-02 03:04:05", "0x00ff", null, "9007199254740993", 1.5])]);
        assert_eq!(rows(&world, "maria", "SHOW TABLES").await.len(), 3);
        assert_eq!(rows(&world, "maria", "ANALYZE FORMAT=JSON SELECT * FROM orders").await.len(), 1);
        // Who may write files, by a role too, is answered all the same, and writes none.
        mariadb_says(
            &server,
            "CREATE ROLE writer; GRANT FILE ON *.* TO writer; GRANT writer TO maria@'%'; SET DEFAULT ROLE writer FOR maria@'%'",
        );
        assert_eq!(rows(&world, "maria", "SELECT 1").await, [json!([1])]);
        for query in [
            "SELECT 'x' INTO OUTFILE '/tmp/zcp-query-was-here'",
            "SELECT 'x' INTO /*!50000OUTFILE*/ '/tmp/zcp-query-was-here'",
        ] {
            let (code, said) = refused(&world, "maria", query).await;
            assert!(code == "QUERY_REFUSED" && said.contains("This was not asked."), "{query}: {code} {said}");
        }
        assert_eq!(rows(&world, "maria", "(SELECT seq FROM seq_1_to_1000)").await.len(), 100);
        let (code, said) = refused(&world, "maria", "SELECT SLEEP(60)").await;
        assert!(code == "QUERY_FAILED" && said.contains("longer than 5 s"), "{code} {said}");
        wrong
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(mariadb_says(&server, state), before);
    assert!(!std::path::Path::new("/tmp/zcp-query-was-here").exists());
}
