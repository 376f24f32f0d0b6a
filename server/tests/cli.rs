//! The command line as a script uses it: results on standard output, words on standard error, exit codes 0, 1 and 2.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

const PASSWORD: &str = "Only-for-this-test-7";
const PATIENCE: Duration = Duration::from_secs(60);

/// A data folder and the program over it, with none of this machine's settings.
struct Onefold(TempDir);

impl Onefold {
    fn new() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onefold"));
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("ONEFOLD_")) {
            command.env_remove(name);
        }
        command.env_remove("DATABASE_URL").env_remove("RUST_LOG").current_dir(self.0.path());
        // The strength of the hash is not what these tests are about.
        command.env("ONEFOLD_AUTH_HASH_MEMORY_KIB", "64").env("ONEFOLD_AUTH_HASH_PASSES", "1");
        command.args(args);
        command
    }

    fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).output().expect("the program runs"))
    }

    /// Runs a command that must succeed and answers with what it printed.
    fn done(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        ran.out
    }

    fn json(&self, args: &[&str]) -> Value {
        let out = self.done(args);
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{args:?}: {error}: {out}"))
    }

    fn serve(&self, settings: &[(&str, &str)]) -> Serving {
        let address = free_address();
        let mut command = self.command(&["serve"]);
        command.env("ONEFOLD_BIND", address.to_string()).envs(settings.iter().copied());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut serving = Serving { process: command.spawn().expect("the server starts"), address };
        let started = Instant::now();
        while !serving.get("/health/ready").is_some_and(|answer| answer.starts_with("HTTP/1.1 200 ")) {
            assert!(started.elapsed() < PATIENCE, "the server is not ready");
            assert_eq!(serving.process.try_wait().expect("a process"), None, "the server ended");
            thread::sleep(Duration::from_millis(20));
        }
        serving
    }
}

/// Starts a sandbox and answers with what it printed too.
fn sandbox(onefold: &Onefold, args: &[&str]) -> (Serving, Value) {
    let mut command = onefold.command(&[&["sandbox"], args].concat());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().expect("the sandbox starts");
    let (mut line, mut byte) = (Vec::new(), [0]);
    let out = process.stdout.as_mut().expect("a pipe");
    while byte != *b"\n" {
        out.read_exact(&mut byte).expect("a line");
        line.push(byte[0]);
    }
    let document: Value = serde_json::from_slice(&line).expect("JSON on one line");
    let address = document["address"].as_str().and_then(|address| address.strip_prefix("http://"));
    let address = address.expect("an address").parse().expect("an address");
    (Serving { process, address }, document)
}

/// How a command went.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Self { code: output.status.code().expect("an exit code"), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// A running server; dropping it ends it.
struct Serving {
    process: Child,
    address: SocketAddr,
}

impl Serving {
    fn get(&self, path: &str) -> Option<String> {
        self.exchange(&format!("GET {path} HTTP/1.1\r\nhost: onefold\r\nconnection: close\r\n\r\n"))
    }

    fn post(&self, path: &str, headers: &str, body: &str) -> (u16, Value) {
        let head =
            format!("POST {path} HTTP/1.1\r\nhost: onefold\r\nconnection: close\r\ncontent-type: application/json\r\n");
        let answer = self.exchange(&format!("{head}{headers}content-length: {}\r\n\r\n{body}", body.len()));
        let answer = answer.expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let status = head[9..12].parse().expect("a status");
        (status, serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}")))
    }

    fn exchange(&self, request: &str) -> Option<String> {
        let mut stream = TcpStream::connect(self.address).ok()?;
        stream.write_all(request.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some(answer)
    }

    /// Tells it to stop, as a service manager does.
    fn stop(mut self) -> Ran {
        let told = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        assert!(told.expect("kill runs").success());
        let started = Instant::now();
        while self.process.try_wait().expect("a process").is_none() {
            assert!(started.elapsed() < PATIENCE, "the server did not stop");
            thread::sleep(Duration::from_millis(10));
        }
        let read = |stream: Option<&mut dyn Read>| {
            let mut text = String::new();
            stream.expect("a pipe").read_to_string(&mut text).expect("text");
            text
        };
        let out = read(self.process.stdout.as_mut().map(|stream| stream as &mut dyn Read));
        let err = read(self.process.stderr.as_mut().map(|stream| stream as &mut dyn Read));
        let code = self.process.wait().expect("a status").code().expect("an exit code, not a signal");
        Ran { code, out, err }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if self.process.kill().is_ok() {
            let _ = self.process.wait();
        }
    }
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("an address")
}

#[test]
fn serve_answers_and_stops_in_good_order_when_told_to() {
    let onefold = Onefold::new();
    let serving = onefold.serve(&[("ONEFOLD_ADMIN_PASSWORD", PASSWORD)]);
    let ready = serving.get("/health/ready").expect("an answer");
    assert!(ready.ends_with(r#"{"status":"ready"}"#), "{ready}");
    let login = json!({ "email": "admin@onefold.local", "password": PASSWORD }).to_string();
    let (status, session) = serving.post("/auth/login", "x-onefold-request: 1\r\n", &login);
    assert_eq!((status, &session["token_type"]), (200, &json!("Bearer")));
    let wrong = json!({ "email": "admin@onefold.local", "password": "Wrong-password-3" }).to_string();
    assert_eq!(serving.post("/auth/login", "x-onefold-request: 1\r\n", &wrong).0, 401);
    let address = serving.address;
    let ran = serving.stop();
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(ran.err.contains(&format!("http://{address}/")) && ran.err.contains("admin@onefold.local"), "{}", ran.err);
    let token = session["access_token"].as_str().expect("a token");
    for secret in [PASSWORD, "Wrong-password-3", token] {
        assert!(!ran.err.contains(secret), "a secret is in the log: {}", ran.err);
    }
}

#[test]
fn serve_makes_up_a_password_and_shows_it_once() {
    let onefold = Onefold::new();
    let first = onefold.serve(&[]).stop();
    let shown = first.err.lines().find_map(|line| line.split_once("password: ")).expect("a password").1;
    let password = shown.split_whitespace().next().expect("a password").to_owned();
    let serving = onefold.serve(&[]);
    let login = json!({ "email": "admin@onefold.local", "password": password }).to_string();
    assert_eq!(serving.post("/auth/login", "x-onefold-request: 1\r\n", &login).0, 200);
    let second = serving.stop();
    assert!(!second.err.contains("password"), "{}", second.err);
}

#[test]
fn an_address_that_is_taken_is_a_clear_failure() {
    let onefold = Onefold::new();
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let ran = Ran::of(onefold.command(&["serve"]).env("ONEFOLD_BIND", &address).output().expect("it runs"));
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains(&format!("onefold: listening on {address}: ")), "{}", ran.err);
}

#[test]
fn sandbox_serves_the_vendors_until_it_is_told_to_stop() {
    let onefold = Onefold::new();
    let script = onefold.0.path().join("faults.json");
    fs::write(&script, r#"[{ "vendor": "customerscore", "skip": 1, "fault": { "status": { "status": 490 } } }]"#)
        .expect("a script");
    let (serving, document) =
        sandbox(&onefold, &["--customers", "2", "--now", "2026-01-01T00:00:00Z", "--faults", "faults.json"]);
    let key = document["vendors"]["customerscore"]["credentials"]["key"].as_str().expect("a key");
    let headers = format!("customerscore-key: {key}\r\n");
    let body = json!({ "customers": [{ "external_id": "acme", "name": "ACME", "metrics": [] }] }).to_string();
    assert_eq!(serving.post("/api/v1/customers", &headers, &body).0, 200);
    assert_eq!(serving.post("/api/v1/customers", &headers, &body).0, 490);
    let clock = serving.get("/sandbox/clock").expect("an answer");
    assert!(clock.contains(r#""now":"2026-01-01T00:00:00Z""#), "{clock}");
    let ran = serving.stop();
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(!onefold.0.path().join("data").exists(), "the configured store was not touched");
    // The same seed, the same credentials.
    let (serving, again) = sandbox(&onefold, &["--customers", "2", "--data-dir", "kept"]);
    assert_eq!(again["vendors"]["customerscore"]["credentials"]["key"], json!(key));
    assert_eq!(serving.stop().code, 0);
    assert!(onefold.0.path().join("kept/sandbox.sqlite").exists());
}

#[test]
fn sandbox_says_what_is_wrong_with_a_script() {
    let onefold = Onefold::new();
    for (script, said) in [
        (r#"[{ "fault": "reset" }, { "fault": { "latency": { "ms": "long" } } }]"#, "[1].fault.latency.ms: "),
        (r#"[{ "fault": "reset" },"#, "faults.json is not JSON: EOF while parsing"),
    ] {
        fs::write(onefold.0.path().join("faults.json"), script).expect("a script");
        let ran = onefold.run(&["sandbox", "--faults", "faults.json"]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
        assert!(ran.err.contains("faults.json") && ran.err.contains(said), "{}", ran.err);
    }
    let ran = onefold.run(&["sandbox", "--faults", "nowhere.json"]);
    assert!(ran.code == 1 && ran.err.contains("reading nowhere.json"), "{ran:?}");
}

#[test]
fn migrate_may_be_run_again_and_says_nothing() {
    let onefold = Onefold::new();
    assert_eq!(onefold.done(&["migrate"]), "");
    assert!(onefold.0.path().join("data/onefold.sqlite").exists());
    assert_eq!(onefold.done(&["migrate"]), "");
}

#[test]
fn seed_says_how_much_it_wrote() {
    let onefold = Onefold::new();
    let ran = onefold.run(&["seed", "--customers", "50"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("50 customers, ") && ran.out.lines().count() == 1, "{}", ran.out);
    let key = onefold.json(&["key", "create", "--api", "--json"]);
    let bearer = format!("authorization: Bearer {}\r\n", key["key"].as_str().expect("a key"));
    let serving = onefold.serve(&[]);
    let (_, answer) = serving.post("/graphql", &bearer, r#"{"query":"{ customers { totalCount } }"}"#);
    assert_eq!(answer, json!({ "data": { "customers": { "totalCount": 50 } } }));
}

#[test]
fn schema_prints_the_committed_schema_and_needs_no_store() {
    let onefold = Onefold::new();
    let committed = include_str!("../../schema.graphql");
    assert_eq!(onefold.done(&["schema"]).trim(), committed.trim());
    assert!(!onefold.0.path().join("data").exists());
}

#[test]
fn config_shows_what_is_in_force_and_hides_secrets() {
    let onefold = Onefold::new();
    fs::write(
        onefold.0.path().join("onefold.toml"),
        "public_url = \"https://crm.example.com\"\n[graphql]\nmax_page = 77\ndefault_page = 7\n[admin]\npassword = \"From-the-file-1\"\n",
    )
    .expect("a file");
    let mut command = onefold.command(&["config"]);
    command.env("ONEFOLD_GRAPHQL_MAX_PAGE", "99").env("DATABASE_URL", "postgres://user:From-the-env-2@db/onefold");
    command.env("ONEFOLD_SECRET_KEY", "00".repeat(32)).env("ONEFOLD_LOG_FORMAT", "json");
    let ran = Ran::of(command.output().expect("it runs"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!ran.out.contains("From-the") && !ran.out.contains(&"00".repeat(32)), "{}", ran.out);
    let shown: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(shown["graphql"]["max_page"], 99, "the environment wins over the file");
    assert_eq!(shown["graphql"]["default_page"], 7, "the file wins over the default");
    assert_eq!(shown["public_url"], "https://crm.example.com");
    assert_eq!(shown["log"]["format"], "json");
    let mut command = onefold.command(&["config"]);
    let ran = Ran::of(command.env("ONEFOLD_ADMIN_EMAIL", "007").output().expect("it runs"));
    assert!(ran.out.contains(r#""email": "007""#), "a text stays a text: {ran:?}");
    for secret in [&shown["admin"]["password"], &shown["database_url"], &shown["secret_key"]] {
        assert_eq!(secret, "***");
    }
}

/// `section.field` of everything that can be set.
fn settings(config: &Value, section: &str) -> Vec<String> {
    let fields = config.as_object().expect("an object").iter();
    fields
        .flat_map(|(name, value)| match value {
            Value::Object(_) => settings(value, &format!("{section}{name}.")),
            _ => vec![format!("{section}{name}")],
        })
        .collect()
}

#[test]
fn the_readme_lists_every_setting_with_its_variable_and_default() {
    let onefold = Onefold::new();
    let mut command = onefold.command(&["config"]);
    let ran = Ran::of(
        command
            .env_remove("ONEFOLD_AUTH_HASH_MEMORY_KIB")
            .env_remove("ONEFOLD_AUTH_HASH_PASSES")
            .output()
            .expect("it runs"),
    );
    let config: Value = serde_json::from_str(&ran.out).expect("JSON");
    let readme = include_str!("../../README.md");
    for setting in settings(&config, "") {
        let variable = match setting.as_str() {
            "database_url" => "DATABASE_URL".to_owned(),
            other => format!("ONEFOLD_{}", other.replace('.', "_").to_uppercase()),
        };
        let start = format!("| `{setting}` | `{variable}` | ");
        let line = readme.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("no line {start}"));
        let value = &config[setting.split('.').next().expect("a name")];
        let value = setting.split_once('.').map_or(value, |(_, field)| &value[field]);
        let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        assert!(value.is_null() || line[start.len()..].contains(&shown), "{setting} is {shown} by default: {line}");
    }
    let lines = readme.lines().filter(|line| line.starts_with("| `") && line.contains("` | `"));
    let known = settings(&config, "");
    for line in lines.filter(|line| line.contains("ONEFOLD_") || line.contains("DATABASE_URL")) {
        let name = line[3..].split('`').next().expect("a name");
        assert!(known.iter().any(|setting| setting == name), "there is no setting {name}");
    }
}

#[test]
fn another_file_may_be_named() {
    let onefold = Onefold::new();
    fs::write(onefold.0.path().join("other.toml"), "bind = \"127.0.0.1:9\"\n").expect("a file");
    let ran = Ran::of(onefold.command(&["config"]).env("ONEFOLD_CONFIG", "other.toml").output().expect("it runs"));
    let shown: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(shown["bind"], "127.0.0.1:9");
    let ran = Ran::of(onefold.command(&["config"]).env("ONEFOLD_CONFIG", "missing.toml").output().expect("it runs"));
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("missing.toml"), "{}", ran.err);
}

#[test]
fn a_wrong_setting_is_named() {
    let onefold = Onefold::new();
    for (name, value, said) in [
        ("ONEFOLD_BIND", "nowhere", "bind"),
        ("ONEFOLD_GRAPHQL_MAX_PAGE", "many", "max_page"),
        ("ONEFOLD_GRAPHQL_MAX_PAGES", "5", "max_pages"),
        ("ONEFOLD_BINDD", "127.0.0.1:1", "bindd"),
        ("ONEFOLD_STORE_CONNECTIONS", "0", "store.connections"),
        ("ONEFOLD_LOG_FORMAT", "xml", "xml"),
    ] {
        let ran = Ran::of(onefold.command(&["config"]).env(name, value).output().expect("it runs"));
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{name}: {ran:?}");
        assert!(ran.err.starts_with("onefold: ") && ran.err.to_lowercase().contains(said), "{name}: {}", ran.err);
    }
    let mut migrate = onefold.command(&["migrate"]);
    let ran = Ran::of(migrate.env("DATABASE_URL", "mysql://root:Hidden-9@db/x").output().expect("it runs"));
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("opening the store") && !ran.err.contains("Hidden-9"), "{}", ran.err);
    let mut migrate = onefold.command(&["migrate"]);
    let ran = Ran::of(migrate.env("ONEFOLD_SECRET_KEY", "Short-secret-8").output().expect("it runs"));
    assert_eq!(ran.code, 1);
    assert!(!ran.err.contains("Short-secret-8"), "{}", ran.err);
}

#[test]
fn users_are_made_listed_and_disabled() {
    let onefold = Onefold::new();
    onefold.done(&["seed", "--customers", "1"]);
    let made = onefold.json(&["user", "create", "--email", "ann@example.com", "--name", "Ann", "--json"]);
    assert_eq!(made["email"], "ann@example.com");
    let password = made["password"].as_str().expect("a made-up password").to_owned();
    let mut create =
        onefold.command(&["user", "create", "--email", "bob@example.com", "--permissions", "CUSTOMER_READ"]);
    let ran = Ran::of(create.env("ONEFOLD_USER_PASSWORD", PASSWORD).output().expect("it runs"));
    assert_eq!((ran.code, ran.out.as_str()), (0, "bob@example.com\n"), "{}", ran.err);
    let again = onefold.run(&["user", "create", "--email", "ANN@example.com"]);
    assert_eq!(again.code, 1, "{again:?}");
    let serving = onefold.serve(&[]);
    let log_in = |email: &str, password: &str| {
        serving
            .post(
                "/auth/login",
                "x-onefold-request: 1\r\n",
                &json!({ "email": email, "password": password }).to_string(),
            )
            .0
    };
    assert_eq!((log_in("ann@example.com", &password), log_in("bob@example.com", PASSWORD)), (200, 200));
    assert_eq!(onefold.done(&["user", "disable", "--email", "ann@example.com"]), "ann@example.com is disabled\n");
    assert_eq!(log_in("ann@example.com", &password), 401);
    let listed = onefold.json(&["user", "list", "--json"]);
    let listed: Vec<_> =
        listed.as_array().expect("a list").iter().map(|user| (&user["email"], &user["disabled"])).collect();
    assert!(listed.contains(&(&json!("ann@example.com"), &json!(true))), "{listed:?}");
    assert!(listed.contains(&(&json!("bob@example.com"), &json!(false))), "{listed:?}");
    let plain = onefold.done(&["user", "list"]);
    assert!(plain.contains("ann@example.com\tAnn\tdisabled"), "{plain}");
    assert_eq!(onefold.run(&["user", "disable", "--email", "nobody@example.com"]).code, 1);
}

#[test]
fn the_last_administrator_of_a_brand_stays() {
    let onefold = Onefold::new();
    onefold.done(&["seed", "--customers", "1"]);
    let create = |email: &str| onefold.done(&["user", "create", "--email", email, "--permissions", "ADMIN"]);
    create("ann@example.com");
    let refused = onefold.run(&["user", "disable", "--email", "ann@example.com"]);
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert!(refused.err.contains("the brand would lose its last administrator"), "{}", refused.err);
    create("bob@example.com");
    assert_eq!(onefold.done(&["user", "disable", "--email", "ann@example.com"]), "ann@example.com is disabled\n");
    assert_eq!(onefold.done(&["user", "disable", "--email", "ann@example.com"]), "ann@example.com is disabled\n");
    assert_eq!(onefold.run(&["user", "disable", "--email", "bob@example.com"]).code, 1);
    let listed = onefold.json(&["user", "list", "--json"]);
    assert_eq!((&listed[0]["disabled"], &listed[1]["disabled"]), (&json!(true), &json!(false)));
}

#[test]
fn every_vendor_gets_what_its_client_needs() {
    let onefold = Onefold::new();
    for (vendor, names) in [
        ("carecloud", &["user", "password", "application_id"][..]),
        ("omnidesk", &["key"]),
        ("customer_database_app", &["key"]),
        ("customer-database-app", &["key"]),
        ("customerscore", &["key"]),
        ("customergauge", &["client_id", "client_secret"]),
    ] {
        let made = onefold.json(&["key", "create", "--vendor", vendor, "--json"]);
        for name in names {
            assert!(made[name].as_str().is_some_and(|text| text.len() >= 8), "{vendor}: {made}");
        }
    }
    let connections = onefold.json(&["connection", "list"]);
    let vendors =
        connections.as_array().expect("a list").iter().map(|connection| connection["vendor"].as_str().expect("a name"));
    let mut vendors: Vec<_> = vendors.filter(|vendor| *vendor != "onefold").collect();
    vendors.sort_unstable();
    assert_eq!(vendors, ["carecloud", "customer_database_app", "customergauge", "customerscore", "omnidesk"]);
}

#[test]
fn a_setting_is_taken_when_the_vendor_knows_it() {
    let onefold = Onefold::new();
    onefold.done(&["seed", "--customers", "1"]);
    for (vendor, name, value, kept) in [
        ("carecloud", "enterprise_basic_auth", "true", json!(true)),
        ("omnidesk", "no_content", "true", json!(true)),
        ("omnidesk", "search_by_channels", "false", json!(false)),
        ("omnidesk", "crm_lookup_url", "https://crm.example.com/lookup", json!("https://crm.example.com/lookup")),
        ("omnidesk", "channel_ids", r#"{"71":"email"}"#, json!({ "71": "email" })),
        ("customer_database_app", "errors_as_200", "true", json!(true)),
        ("customerscore", "metrics_optional", "true", json!(true)),
        ("customergauge", "token_url", "https://auth.example.com/t", json!("https://auth.example.com/t")),
        ("customergauge", "hooks_url", "https://hooks.example.com", json!("https://hooks.example.com")),
    ] {
        let set = onefold.json(&["connection", "set", "--vendor", vendor, name, value]);
        assert_eq!(set["settings"][name], kept, "{vendor}: {set}");
    }
    for (vendor, name, value, said) in [
        ("omnidesk", "metrics_optional", "true", "the vendor has no such setting"),
        ("onefold", "no_content", "true", "the vendor has no such setting"),
        ("customerscore", "metrics_optional", "perhaps", "metrics_optional does not take this"),
        ("omnidesk", "channel_ids", r#"["email"]"#, "channel_ids does not take this"),
        ("customergauge", "token_url", "http://auth.example.com", "plain http is not allowed"),
    ] {
        let ran = onefold.run(&["connection", "set", "--vendor", vendor, name, value]);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{vendor} {name}: {ran:?}");
        assert!(ran.err.contains(said), "{vendor} {name}: {}", ran.err);
    }
    let cleared = onefold.json(&["connection", "set", "--vendor", "omnidesk", "channel_ids", "null"]);
    assert_eq!(cleared["settings"].get("channel_ids"), None);
    assert_eq!(cleared["settings"]["no_content"], true, "the others stay");
}

#[test]
fn a_connection_is_led_to_its_vendor_while_the_server_runs() {
    let (onefold, vendors) = (Onefold::new(), Onefold::new());
    let (sandbox, document) = sandbox(&vendors, &["--customers", "0"]);
    let client = onefold.json(&["key", "create", "--vendor", "customer_database_app", "--json"]);
    let plain = [("ONEFOLD_UPSTREAM_PLAIN_HTTP", r#"["127.0.0.1"]"#)];
    let serving = onefold.serve(&plain);
    let key = format!("apikey: {}\r\n", client["key"].as_str().expect("a key"));
    let add = |name: &str| {
        let body = json!({ "forename": "Eva", "surname": name, "email": ["eva@example.com"] }).to_string();
        serving.post("/api/customer/add", &key, &body)
    };
    assert_eq!(add("Before").0, 200);
    let calls = || {
        let answer = sandbox.get("/sandbox/calls").expect("an answer");
        let (_, body) = answer.split_once("\r\n\r\n").expect("a head");
        let calls: Value = serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"));
        let list = calls.as_array().or_else(|| calls["calls"].as_array()).expect("a list").clone();
        list.into_iter().map(|call| call["body"]["surname"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(calls(), [] as [Value; 0], "a mirror asks nobody");
    let set = |args: &[&str], input: &str| {
        let mut command =
            onefold.command(&[&["connection", "set", "--vendor", "customer_database_app"], args].concat());
        command.envs(plain).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().expect("the program runs");
        process.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
        Ran::of(process.wait_with_output().expect("it ends"))
    };
    let base = document["address"].as_str().expect("an address");
    for (args, input, said) in [
        (&[][..], "", "nothing is to be set"),
        (&["--mode", "proxy"], "", "baseUrl"),
        (&["--mode", "proxy", "--base-url", "http://crm.example.com"], "", "plain http is not allowed"),
        (&["--credentials", "-"], "secret", "must be a JSON object"),
        (&["--credentials", "-"], r#"{"password":"x"}"#, "the vendor asks for no such credential"),
        (&["--credentials", "missing.json"], "", "reading missing.json"),
    ] {
        let ran = set(args, input);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{args:?}: {ran:?}");
        assert!(ran.err.contains(said), "{args:?}: {}", ran.err);
        assert!(!ran.err.contains("secret"), "{}", ran.err);
    }
    assert_eq!(add("Still before").0, 200, "what was refused changed nothing");
    let credentials = document["vendors"]["customer_database_app"]["credentials"].to_string();
    let ran = set(&["--mode", "proxy", "--base-url", base, "--credentials", "-"], &credentials);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let shown: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!((&shown["mode"], &shown["base_url"]), (&json!("proxy"), &json!(base)));
    assert_eq!(shown["has_credentials"], true);
    let (status, added) = add("After");
    assert_eq!((status, &added["result"]), (200, &json!(true)), "{added}");
    assert_eq!(calls(), [json!("After")]);
    let secret = document["vendors"]["customer_database_app"]["credentials"]["api_key"].as_str().expect("a key");
    let ended = serving.stop();
    for text in [&ran.out, &ran.err, &ended.out, &ended.err] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn a_key_opens_what_it_was_made_for() {
    let onefold = Onefold::new();
    let reader = onefold.json(&["key", "create", "--api", "--permissions", "CUSTOMER_READ", "--json"]);
    assert_eq!(reader["permissions"], json!(["CUSTOMER_READ"]));
    let carecloud = onefold.json(&["key", "create", "--vendor", "carecloud", "--brand", "1", "--json"]);
    let serving = onefold.serve(&[]);
    let bearer = format!("authorization: Bearer {}\r\n", reader["key"].as_str().expect("a key"));
    let ask = |query: &str| serving.post("/graphql", &bearer, &json!({ "query": query }).to_string());
    assert_eq!(ask("{ customers { totalCount } }"), (200, json!({ "data": { "customers": { "totalCount": 0 } } })));
    let (_, refused) = ask("mutation { createCustomer(input: { lastName: \"X\" }) { customer { id } } }");
    assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN");
    let login = json!({
        "user_external_application_id": carecloud["application_id"], "login": carecloud["user"], "password": carecloud["password"],
    });
    let (status, logged_in) =
        serving.post("/rest-api/enterprise-interface/v1.0/users/actions/login", "", &login.to_string());
    assert!(matches!(status, 200 | 201), "{status}: {logged_in}");
    let ran = serving.stop();
    for secret in [&reader["key"], &carecloud["password"], &logged_in["data"]["bearer_token"]] {
        assert!(!ran.err.contains(secret.as_str().expect("a secret")), "{}", ran.err);
    }
}

#[test]
fn a_backup_is_a_store_of_its_own() {
    let onefold = Onefold::new();
    onefold.done(&["seed", "--customers", "5"]);
    onefold.done(&["backup", "copy.sqlite"]);
    let again = onefold.run(&["backup", "copy.sqlite"]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("copy.sqlite exists"), "{}", again.err);
    let mut migrate = onefold.command(&["migrate"]);
    let ran = Ran::of(migrate.env("DATABASE_URL", "sqlite://copy.sqlite").output().expect("it runs"));
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn misuse_is_told_apart_from_failure() {
    let onefold = Onefold::new();
    for (args, said) in [
        (&[][..], "Usage"),
        (&["fly"], "unrecognized subcommand 'fly'"),
        (&["seed", "--customers", "many"], "invalid value 'many'"),
        (&["key", "create"], "required"),
        (&["key", "create", "--api", "--vendor", "omnidesk"], "cannot be used with"),
        (&["key", "create", "--vendor", "salesforce"], "known vendors: carecloud"),
        (&["key", "create", "--api", "--permissions", "EVERYTHING"], "EVERYTHING is not a permission"),
        (&["user", "create"], "--email"),
        (&["backup"], "<FILE>"),
    ] {
        let ran = onefold.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {ran:?}");
        assert!(ran.err.contains(said), "{args:?}: {}", ran.err);
    }
    onefold.done(&["seed", "--customers", "1"]);
    for (args, said) in [
        (&["key", "create", "--api", "--brand", "9"][..], "brand"),
        (&["seed", "--brand", "9"], "brand"),
        (&["user", "create", "--email", "ann@example.com", "--brands", "9"], "there is no brand 9"),
        (&["user", "create", "--email", "no address"], "address"),
    ] {
        let ran = onefold.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{args:?}: {ran:?}");
        assert!(ran.err.contains("onefold: ") && ran.err.contains(said), "{args:?}: {}", ran.err);
    }
}

#[test]
fn help_describes_every_command_and_argument() {
    let onefold = Onefold::new();
    let commands: [&[&str]; 16] = [
        &[],
        &["serve"],
        &["sandbox"],
        &["migrate"],
        &["seed"],
        &["schema"],
        &["config"],
        &["user"],
        &["user", "create"],
        &["user", "list"],
        &["user", "disable"],
        &["key"],
        &["key", "create"],
        &["connection", "list"],
        &["connection", "set"],
        &["backup"],
    ];
    for command in commands {
        let help = onefold.done(&[command, &["--help"]].concat());
        assert!(help.contains("Usage: onefold"), "{command:?}: {help}");
        let entries = help.lines().map(str::trim).filter(|line| line.starts_with("--"));
        let bare: Vec<_> = entries.filter(|line| !line.contains("  ") && !line.contains("--help")).collect();
        assert!(bare.is_empty(), "{command:?} leaves undescribed: {bare:?}");
    }
    for command in ["serve", "migrate", "seed", "schema", "config", "user", "key", "connection", "sandbox", "backup"] {
        assert!(onefold.done(&["--help"]).contains(&format!("\n  {command} ")), "{command}");
    }
    assert!(onefold.done(&["--version"]).starts_with("onefold "));
}
