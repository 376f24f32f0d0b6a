//! `onefold user`.

use clap::Subcommand;
use serde_json::json;

use super::output;
use crate::app::App;
use crate::domain::account::service::{self, NewUser};
use crate::domain::account::{Permission, Permissions};
use crate::domain::connection::service as connections;

/// Staff users.
#[derive(Debug, Subcommand)]
pub(super) enum User {
    /// Make a staff user; prints the password when none is given
    Create {
        /// Login
        #[arg(long)]
        email: String,
        /// Shown in the admin app
        #[arg(long)]
        name: Option<String>,
        /// Read from this variable rather than from the command line, where other users of the machine could see it
        #[arg(long, env = "ONEFOLD_USER_PASSWORD", hide_env_values = true)]
        password: Option<String>,
        /// Of CUSTOMER_READ, CUSTOMER_CUD, ADMIN
        #[arg(long, value_delimiter = ',', default_value = "CUSTOMER_READ,CUSTOMER_CUD")]
        permissions: Vec<Permission>,
        /// Numbers of the brands; all when left out
        #[arg(long, value_delimiter = ',')]
        brands: Vec<i32>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Every staff user
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Refuse a staff user from now on and end their sessions
    Disable {
        /// Login
        #[arg(long)]
        email: String,
    },
}

impl User {
    pub(super) async fn run(self, app: App) -> anyhow::Result<()> {
        app.migrate().await?;
        match self {
            Self::Create { email, name, password, permissions, brands, json } => {
                let permissions: Permissions = permissions.into_iter().collect();
                let brands = brand_ids(&app, &brands).await?;
                let created =
                    service::create_user(&app, NewUser { email, name, password, permissions, brands }).await?;
                if json {
                    return output::json(
                        &json!({ "email": created.user.email, "password": created.generated_password }),
                    );
                }
                let password = created.generated_password.map(|text| format!("  password: {text}  (shown this once)"));
                output::text(&format!("{}{}", created.user.email, password.unwrap_or_default()))
            }
            Self::List { json } => list(&app, json).await,
            Self::Disable { email } => {
                service::disable_user(&app, &email).await?;
                output::text(&format!("{email} is disabled"))
            }
        }
    }
}

async fn list(app: &App, as_json: bool) -> anyhow::Result<()> {
    let users = service::users(app).await?;
    if as_json {
        let users: Vec<_> = users
            .into_iter()
            .map(|user| json!({ "email": user.email, "name": user.name, "permissions": user.permissions, "disabled": user.disabled_at.is_some() }))
            .collect();
        return output::json(&users.into());
    }
    let lines = users.iter().map(|user| {
        let state = if user.disabled_at.is_some() { "disabled" } else { "active" };
        format!("{}\t{}\t{state}", user.email, user.name)
    });
    output::text(&lines.collect::<Vec<_>>().join("\n"))
}

async fn brand_ids(app: &App, numbers: &[i32]) -> anyhow::Result<Vec<i64>> {
    let all = connections::all_brands(app).await?;
    if numbers.is_empty() {
        return Ok(all.into_iter().map(|brand| brand.id).collect());
    }
    let mut ids = Vec::new();
    for number in numbers {
        let brand = all.iter().find(|brand| brand.number == *number);
        ids.push(brand.ok_or_else(|| anyhow::anyhow!("there is no brand {number}"))?.id);
    }
    Ok(ids)
}
