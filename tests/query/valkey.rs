//! Valkey, or Redis where that is what this computer has: only what the server marks as reading.

use serde_json::json;

use super::{inside, refused, rows, variable};
use crate::harness::databases::{valkey, valkey_says};
use crate::harness::need::need;
use crate::harness::world::block_on;

const IMPORT: &str = "services:\n  - hostname: store\n    type: valkey:single@7.2\n";
const ATTEMPTS: &[&str] = &[
    "SET a 2",
    "DEL a",
    "FLUSHALL",
    "EXPIRE a 1",
    "RENAME a b",
    "GETDEL a",
    "GETEX a EX 1",
    "APPEND a x",
    "LPUSH list x",
    "SORT list STORE other",
    "BITOP NOT b a",
    "PFADD p x",
    "EVAL \"return redis.call('set', 'a', '2')\" 0",
    "EVAL_RO \"while true do end\" 0",
    "FUNCTION FLUSH",
    "SCRIPT FLUSH",
    "CONFIG SET maxmemory 1",
    "CONFIG GET requirepass",
    "ACL SETUSER x on",
    "CLIENT KILL TYPE normal",
    "DEBUG SLEEP 1",
    "SHUTDOWN NOSAVE",
    "MULTI",
    "SUBSCRIBE a",
    "MONITOR",
    "XREAD BLOCK 0 STREAMS s $",
    "BLPOP list 0",
    "MIGRATE 127.0.0.1 1 a 0 1",
    "RESTORE a 0 x",
    "GET a\nSET a 2",
    "*1\r\n$8\r\nFLUSHALL",
    "no-such-command",
    "'GET",
];

#[test]
fn only_what_the_server_marks_as_reading_is_asked() {
    if !need(&["redis-server", "redis-cli"]) {
        return;
    }
    block_on(async {
        let (world, network) = inside(IMPORT).await;
        let password = variable(&world, "store", "password").await;
        let server = valkey(&password);
        network.insert("store", 6379, server.address);
        let says = |words: &[&str]| valkey_says(&server, &password, words);
        says(&["SET", "a", "1"]);
        says(&["HSET", "h", "f", "v"]);
        says(&["RPUSH", "list", "3", "1", "2"]);
        for query in ATTEMPTS {
            let (code, said) = refused(&world, "store", query).await;
            assert!(matches!(code.as_str(), "QUERY_REFUSED" | "QUERY_FAILED"), "{query}: {code}: {said}");
            assert!(!said.contains(&password), "{query}: {said}");
        }
        assert_eq!(
            (says(&["GET", "a"]), says(&["DBSIZE"]), says(&["TTL", "a"])),
            ("1".into(), "3".into(), "-1".into())
        );
        assert_eq!(rows(&world, "store", "GET a").await, [json!(["1"])]);
        assert_eq!(rows(&world, "store", "get nothing").await, [json!([null])]);
        assert_eq!(rows(&world, "store", "HGETALL h").await, [json!(["f"]), json!(["v"])]);
        assert_eq!(rows(&world, "store", "LRANGE list 0 -1").await.len(), 3);
        assert_eq!(rows(&world, "store", "SCAN 0 MATCH 'l*'").await.len(), 2);
        assert_eq!(rows(&world, "store", "TYPE \"list\"").await, [json!(["list"])]);
        assert_eq!(rows(&world, "store", "OBJECT ENCODING a").await, [json!(["int"])]);
        assert_eq!(rows(&world, "store", "PING").await, [json!(["PONG"])]);
        // A reply of small things takes far more room than it has as text: it is read to eight megabytes.
        says(&["SETRANGE", "large", "9000000", "x"]);
        let (code, said) = refused(&world, "store", "GET large").await;
        assert!(code == "QUERY_FAILED" && said.contains("larger"), "{code} {said}");
    });
}
