//! A call of a vendor's client forwarded by Onefold, its effect stored, against the same call made of the vendor itself. A sandbox is the
//! vendor, on the same machine, so that what is beyond its own time is Onefold's.

use entity::connection::Vendor;
use onefold_tests::Proxied;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::http::Client;
use crate::turns::{Row, Turns};

const ROUNDS: usize = 300;
const OMNIDESK: &str = "/api/v2/customer";
const PRINTED: &str = include_str!("../../fixtures/carecloud/create-customer.json");
const CARECLOUD: &str = "/rest-api/enterprise-interface/v1.0/customers";

/// Two ways to a vendor.
struct Ways {
    proxied: Proxied,
    direct: Client,
    forwarded: Client,
}

impl Ways {
    async fn open() -> Self {
        let proxied = Proxied::start_with(
            |options| options.customers = Some(0),
            |config| config.upstream.calls_per_minute = 1_000_000,
        )
        .await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(onefold::web::listen(listener, proxied.app.app.clone(), CancellationToken::new()));
        let direct = Client::connect(proxied.vendor.address()).await;
        Self { direct, forwarded: Client::connect(address).await, proxied }
    }

    /// What a client shows the vendor, and what it shows Onefold.
    async fn shown(&self, of: Vendor, path: &str) -> ((&'static str, String), (&'static str, String)) {
        let own = match of {
            Vendor::Carecloud => ("authorization", format!("Bearer {}", self.proxied.upstream_bearer().await)),
            _ => ("apikey", self.proxied.vendor.credential(of, "api_key")),
        };
        (own, self.proxied.shown(of, path))
    }
}

/// Reading one customer.
pub(crate) async fn read(name: &'static str) -> Row {
    let mut ways = Ways::open().await;
    let (own, ours) = ways.shown(Vendor::Omnidesk, OMNIDESK).await;
    let (own, ours) = ((own.0, own.1.as_str()), (ours.0, ours.1.as_str()));
    let made = ways.forwarded.post(OMNIDESK, ours, &omnidesk("read", 0).to_string()).await;
    let path = format!("{OMNIDESK}/{}", made["id"]);
    let mut turns = Turns::of(name);
    for _ in 0..=ROUNDS {
        let plain = turns.bare(ways.direct.get(&path, own)).await;
        assert_eq!(turns.ours(ways.forwarded.get(&path, ours)).await, plain);
    }
    turns.end()
}

/// Creating a customer.
pub(crate) async fn write(name: &'static str, of: Vendor) -> Row {
    let (path, body): (_, fn(&str, usize) -> Value) = match of {
        Vendor::Carecloud => (CARECLOUD, carecloud),
        _ => (OMNIDESK, omnidesk),
    };
    let mut ways = Ways::open().await;
    let (own, ours) = ways.shown(of, path).await;
    let (own, ours) = ((own.0, own.1.as_str()), (ours.0, ours.1.as_str()));
    let mut turns = Turns::of(name);
    for round in 0..=ROUNDS {
        turns.bare(ways.direct.post(path, own, &body("direct", round).to_string())).await;
        turns.ours(ways.forwarded.post(path, ours, &body("forwarded", round).to_string())).await;
    }
    let (stored, all) = ways.proxied.both("{ customers { totalCount } }").await;
    assert_eq!(stored["customers"]["totalCount"], ROUNDS + 1, "the effects are stored");
    assert_eq!(all["customers"]["totalCount"], 2 * (ROUNDS + 1));
    turns.end()
}

fn omnidesk(way: &str, round: usize) -> Value {
    json!({
        "brand_id": 1, "primary_id": format!("{way}-{round}"), "firstname": "Jan", "lastname": "Novak",
        "extra_email": format!("{way}{round}@example.com"),
    })
}

/// The example that the vendor prints, of somebody else each time.
fn carecloud(way: &str, round: usize) -> Value {
    let mut body: Value = serde_json::from_str(PRINTED).expect("JSON");
    body["customer"]["personal_information"]["email"] = json!(format!("{way}{round}@example.com"));
    body["customer"]["personal_information"]["phone"] =
        json!(format!("4201{:08}", 2 * round + usize::from(way == "direct")));
    body
}
