//! `onefold outbox`.

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use entity::delivery::{self, DeliveryState};
use serde_json::{Value, json};

use super::output;
use crate::app::App;
use crate::domain::account::{Permission, Viewer};
use crate::domain::outbox::{DeliveryFilter, service, store};
use crate::store::Work;

/// Changes made in the graph that the real vendors are to carry out.
#[derive(Debug, Subcommand)]
pub(super) enum Outbox {
    /// Deliveries, oldest first, as JSON
    List(List),
    /// Try deliveries again at once, from the call at which they stopped
    Replay(Chosen),
    /// Give deliveries up: the vendors will not hear of the changes
    Drop(Chosen),
}

#[derive(Debug, Args)]
pub(super) struct List {
    /// Only those in this state
    #[arg(long, value_enum)]
    state: Option<State>,
    /// Only those of which a call may have been made twice
    #[arg(long)]
    suspected: bool,
    /// Behind this number
    #[arg(long, default_value_t = 0)]
    after: i64,
    /// How many
    #[arg(long, default_value_t = 100)]
    limit: u64,
}

#[derive(Debug, Args)]
pub(super) struct Chosen {
    /// Numbers of deliveries, as `onefold outbox list` shows them
    #[arg(required_unless_present = "dead")]
    ids: Vec<i64>,
    /// All that wait for staff
    #[arg(long, conflicts_with = "ids")]
    dead: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum State {
    Pending,
    Delivered,
    Dead,
    Dropped,
}

impl From<State> for DeliveryState {
    fn from(state: State) -> Self {
        match state {
            State::Pending => Self::Pending,
            State::Delivered => Self::Delivered,
            State::Dead => Self::Dead,
            State::Dropped => Self::Dropped,
        }
    }
}

impl List {
    fn filter(&self) -> DeliveryFilter {
        DeliveryFilter { state: self.state.map(Into::into), vendor: None, suspected: self.suspected }
    }
}

impl Outbox {
    pub(super) async fn run(self, app: App) -> anyhow::Result<()> {
        app.migrate().await?;
        match self {
            Self::List(list) => {
                let filter = list.filter();
                let rows = store::all(app.store().reader(), &filter, list.after, list.limit).await?;
                let rows: Vec<Value> = rows.iter().map(shown).collect();
                output::json(&rows.into())
            }
            Self::Replay(chosen) => decide(&app, chosen, true).await,
            Self::Drop(chosen) => decide(&app, chosen, false).await,
        }
    }
}

fn shown(row: &delivery::Model) -> Value {
    json!({
        "id": row.id,
        "change": row.change,
        "state": row.state,
        "connection": row.connection_id,
        "source_record": row.source_record_id,
        "plan": row.plan,
        "step": row.step,
        "attempts": row.attempts,
        "suspected_repeats": row.suspected_repeats,
        "due_at": row.due_at,
        "last_error": row.last_error,
        "actor": row.actor,
        "created_at": row.created_at,
        "ended_at": row.ended_at,
    })
}

async fn decide(app: &App, chosen: Chosen, is_replay: bool) -> anyhow::Result<()> {
    let rows = if chosen.dead {
        let dead = DeliveryFilter { state: Some(DeliveryState::Dead), ..DeliveryFilter::default() };
        store::all(app.store().reader(), &dead, 0, u64::from(u32::MAX)).await?
    } else {
        let mut rows = Vec::with_capacity(chosen.ids.len());
        for id in chosen.ids {
            let row = store::find(app.store().reader(), id).await?;
            rows.push(row.with_context(|| format!("there is no delivery {id}"))?);
        }
        rows
    };
    let mut decided = Vec::with_capacity(rows.len());
    for row in rows {
        let viewer = Viewer::system(row.brand_id);
        let work = Work::begin(app, &viewer, Permission::Admin).await?;
        let done = if is_replay { service::replay(&work, row.id).await } else { service::drop(&work, row.id).await };
        done.with_context(|| format!("delivery {}", row.id))?;
        work.commit().await?;
        decided.push(row.id);
    }
    output::json(&json!({ "ids": decided }))
}
