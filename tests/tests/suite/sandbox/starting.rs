//! What a sandbox is filled with, and where it may listen.

use std::path::Path;

use entity::connection::Vendor;
use onefold::config::Secret;
use onefold::sandbox::{Options, Sandbox};
use onefold_tests::{TestSandbox, answer};
use serde_json::Value;
use tempfile::TempDir;

const EVERYBODY: &str = "{ customers(first: 100) { totalCount nodes { id displayName email
    channels { nodes { address } } purchases { nodes { id total { amount } } } sources { nodes { vendor externalId } } } } }";

/// All that a sandbox holds, without what names its address.
async fn content(sandbox: &TestSandbox) -> (Value, Value, Vec<Value>) {
    let list = answer(sandbox.index()).await.expect("an answer").json();
    let vendors = sandbox.document()["vendors"].as_object().expect("vendors");
    (sandbox.data(EVERYBODY).await, list, vendors.values().map(|of| of["credentials"].clone()).collect())
}

async fn refused(options: Options) -> String {
    let error = Sandbox::start(options).await.expect_err("it is refused");
    format!("{error:#}")
}

#[tokio::test]
async fn the_same_seed_gives_the_same_store_and_another_another() {
    let seeded = async |seed: u64| {
        let sandbox = TestSandbox::start_with(|options| options.seed = Some(seed)).await;
        content(&sandbox).await
    };
    let first = seeded(7).await;
    assert_eq!(first.0["customers"]["totalCount"], 3);
    assert_eq!(first, seeded(7).await);
    let other = seeded(8).await;
    assert_ne!(first.0, other.0);
    assert!(first.2.iter().zip(&other.2).all(|(first, other)| first != other), "{:?}", other.2);
}

#[tokio::test]
async fn a_folder_keeps_the_store_for_the_next_time() {
    let folder = TempDir::new().expect("a folder");
    let kept = |options: &mut Options| options.data_dir = Some(folder.path().join("kept"));
    let before = TestSandbox::start_with(|options| {
        kept(options);
        options.seed = Some(7);
    })
    .await;
    assert_eq!(answer(before.create("crm-1")).await.expect("an answer").status, 200);
    let content_before = content(&before).await;
    before.sandbox.stop().await.expect("a good end");
    let again = TestSandbox::start_with(|options| {
        kept(options);
        options.customers = None;
    })
    .await;
    assert_eq!(content(&again).await, content_before);
    let mut other = Options { seed: Some(8), ..Options::default() };
    kept(&mut other);
    assert!(refused(other).await.ends_with("kept was filled with --seed 7 --customers 3"));
}

#[tokio::test]
async fn a_store_that_was_left_half_made_is_refused() {
    let folder = TempDir::new().expect("a folder");
    std::fs::write(folder.path().join("sandbox.sqlite"), "").expect("a file");
    let options = Options { data_dir: Some(folder.path().to_owned()), ..Options::default() };
    assert!(refused(options).await.contains("was left half made"));
}

#[tokio::test]
async fn the_configured_store_is_left_alone_and_a_temporary_one_removed() {
    let folder = TempDir::new().expect("a folder");
    let configured = folder.path().join("real.sqlite");
    let sandbox = TestSandbox::start_with(|options| {
        options.config.database_url = Some(Secret::new(format!("sqlite://{}?mode=rwc", configured.display())));
        options.config.data_dir = folder.path().to_owned();
    })
    .await;
    let own = sandbox.app().config().data_dir.clone();
    assert!(own.join("sandbox.sqlite").exists());
    sandbox.sandbox.stop().await.expect("a good end");
    assert!(!own.exists());
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
    assert!(!Path::new(&configured).exists());
}

#[tokio::test]
async fn other_machines_may_call_only_when_that_is_said() {
    let bind = "0.0.0.0:0".parse().expect("an address");
    let said = refused(Options { bind, ..Options::default() }).await;
    assert!(said.contains("0.0.0.0 can be reached from other machines") && said.contains("--open"), "{said}");
    let open = Options { bind, open: true, customers: Some(0), ..Options::default() };
    let sandbox = Sandbox::start(open).await.expect("it starts");
    assert!(sandbox.credentials(Vendor::Omnidesk)["api_key"].is_string());
    sandbox.stop().await.expect("a good end");
}
