//! Changing tasks.

use async_graphql::{Context, Object, Result};

use super::{CreateTaskInput, Task, TaskId, UpdateTaskInput, load};
use crate::domain::account::Permission;
use crate::domain::activity;
use crate::domain::activity::task::service;
use crate::domain::activity::task::store::NewTask;
use crate::graphql::id::Gid;
use crate::graphql::mutation;
use crate::payload;

payload! {
    /// The outcome of setting a task.
    CreateTaskPayload { task: Task }
}
payload! {
    /// The outcome of changing a task.
    UpdateTaskPayload { task: Task }
}
payload! {
    /// The outcome of ticking a task off.
    CompleteTaskPayload { task: Task }
}
payload! {
    /// The outcome of opening a task again.
    ReopenTaskPayload { task: Task }
}
payload! {
    /// The outcome of deleting a task.
    DeleteTaskPayload { deleted_id: TaskId }
}

/// The topic's mutations.
#[derive(Debug, Default)]
pub struct TaskMutation;

#[Object]
impl TaskMutation {
    /// Sets a task for a customer or for one of its pipelines.
    async fn create_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] input: CreateTaskInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<CreateTaskPayload> {
        let new = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let (record, pipeline) = (new.source_record_id.map(Gid::row), new.pipeline_id.map(Gid::row));
                let source_record = activity::place(work, new.customer_id.row(), record, pipeline).await?;
                let task = NewTask { source_record, pipeline, vendor_id: None, fields: new.fields() };
                Ok(service::create(work, task).await?.id)
            })
        });
        let outcome = outcome.await?;
        let task = outcome.node(|row| load(ctx, row)).await?;
        Ok(CreateTaskPayload { task, problems: outcome.problems })
    }

    /// Changes what a task says.
    async fn update_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateTaskInput,
        #[graphql(desc = "A repeat with the same key and input changes nothing.")] idempotency_key: Option<String>,
    ) -> Result<UpdateTaskPayload> {
        let change = input.clone();
        let outcome = mutation::run(ctx, Permission::CustomerCud, idempotency_key, &input, move |work| {
            Box::pin(async move {
                let row = service::update(work, change.id.row(), |fields| change.apply(fields));
                Ok(row.await?.id)
            })
        });
        let outcome = outcome.await?;
        let task = outcome.node(|row| load(ctx, row)).await?;
        Ok(UpdateTaskPayload { task, problems: outcome.problems })
    }

    /// Ticks a task off. A task that is done stays as it is.
    async fn complete_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] id: TaskId,
    ) -> Result<CompleteTaskPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, None, &id, move |work| {
            Box::pin(async move { Ok(service::complete(work, id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        let task = outcome.node(|row| load(ctx, row)).await?;
        Ok(CompleteTaskPayload { task, problems: outcome.problems })
    }

    /// Opens a task again. A task that is open stays as it is.
    async fn reopen_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] id: TaskId,
    ) -> Result<ReopenTaskPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, None, &id, move |work| {
            Box::pin(async move { Ok(service::reopen(work, id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        let task = outcome.node(|row| load(ctx, row)).await?;
        Ok(ReopenTaskPayload { task, problems: outcome.problems })
    }

    /// Deletes a task.
    async fn delete_task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The task.")] id: TaskId,
    ) -> Result<DeleteTaskPayload> {
        let outcome = mutation::run(ctx, Permission::CustomerCud, None, &id, move |work| {
            Box::pin(async move { Ok(service::delete(work, id.row()).await?.id) })
        });
        let outcome = outcome.await?;
        Ok(DeleteTaskPayload { deleted_id: outcome.row.map(TaskId::new), problems: outcome.problems })
    }
}
