//! `onefold serve`.

use std::time::Duration;

use anyhow::Context;
use clap::Args;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::output;
use super::signal::Told;
use crate::app::App;
use crate::domain::account::Permissions;
use crate::domain::account::service::{self as accounts, NewUser};
use crate::domain::connection::service as connections;
use crate::{job, seed, web};

/// Customers of the demonstration.
const DEMO_CUSTOMERS: u64 = 500;
/// The same demonstration every time.
const DEMO_SEED: u64 = 1;

/// Serve GraphQL, the admin app and the mirrors.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Fill an empty store with demo data first
    #[arg(long)]
    demo: bool,
}

impl Serve {
    pub(super) async fn run(self, app: App) -> anyhow::Result<()> {
        app.migrate().await?;
        let fresh = first_brand(&app).await?;
        if self.demo && fresh {
            demonstrate(&app).await?;
        }
        let login = first_login(&app).await?;
        let listener = TcpListener::bind(app.config().bind)
            .await
            .with_context(|| format!("listening on {}", app.config().bind))?;
        let address = listener.local_addr()?;
        let told = Told::listen().context("listening for signals")?;
        output::progress(&format!("Onefold serves on http://{address}/ (GraphQL at /graphql, explorer at /graphiql)"));
        if let Some(login) = login {
            output::progress(&login);
        }
        let stop = CancellationToken::new();
        let jobs = job::start(app.clone(), stop.clone());
        let drain = Duration::from_secs(app.config().http.drain_seconds);
        let server = tokio::spawn(web::listen(listener, app, stop.clone()));
        told.wait().await;
        stop.cancel();
        if tokio::time::timeout(drain, server).await.is_err() {
            tracing::warn!("requests were still under way after {} s", drain.as_secs());
        }
        jobs.await?;
        Ok(())
    }
}

/// Makes brand 1 in a store that has none.
async fn first_brand(app: &App) -> anyhow::Result<bool> {
    if connections::is_empty(app).await? {
        connections::create_brand(app, 1, "Brand 1").await?;
        return Ok(true);
    }
    Ok(false)
}

async fn demonstrate(app: &App) -> anyhow::Result<()> {
    let brand = connections::named_brand(app, None).await?;
    output::progress("Filling the empty store with demo data …");
    seed::definitions(app, &brand).await?;
    let options = seed::Options { customers: DEMO_CUSTOMERS, seed: DEMO_SEED };
    let report = seed::fill(app, &brand, options, |_| {}).await?;
    output::progress(&format!("{} customers, {} rows", report.customers, report.rows));
    Ok(())
}

/// Makes the first staff user in a store that has none; says how to log in.
async fn first_login(app: &App) -> anyhow::Result<Option<String>> {
    if !accounts::is_empty(app).await? {
        return Ok(None);
    }
    let admin = &app.config().admin;
    let brands = connections::all_brands(app).await?.into_iter().map(|brand| brand.id).collect();
    let new = NewUser {
        email: admin.email.clone(),
        name: Some("Administrator".to_owned()),
        password: admin.password.as_ref().map(|password| password.expose().to_owned()),
        permissions: Permissions::all(),
        brands,
    };
    let created = accounts::create_user(app, new).await?;
    Ok(Some(match created.generated_password {
        Some(password) => format!("First login: {}  password: {password}  (shown this once)", created.user.email),
        None => format!("First login: {}  with the configured password", created.user.email),
    }))
}
