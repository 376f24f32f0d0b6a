//! A query whose answer a page shows.

use std::future::Future;

use graphql_client::GraphQLQuery;
use leptos::prelude::*;

use super::{Api, ApiError};

/// An answer under way or here. It is asked for again when a signal that its variables read changes.
pub(crate) struct Fetch<T: 'static> {
    resource: LocalResource<Result<T, ApiError>>,
    loading: RwSignal<bool>,
}

impl<T> Clone for Fetch<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Fetch<T> {}

impl<T: Clone + 'static> Fetch<T> {
    /// Starts `work`, and again whenever what it reads before its first wait changes.
    pub(crate) fn new<Work>(work: impl Fn() -> Work + 'static) -> Self
    where
        Work: Future<Output = Result<T, ApiError>> + 'static,
    {
        let loading = RwSignal::new(true);
        let resource = LocalResource::new(move || {
            let work = work();
            async move {
                loading.try_set(true);
                let answer = work.await;
                loading.try_set(false);
                answer
            }
        });
        Self { resource, loading }
    }

    /// The newest answer; while the next one is under way, the one before.
    pub(crate) fn get(self) -> Option<Result<T, ApiError>> {
        self.resource.get()
    }

    /// Whether an answer is under way.
    pub(crate) fn is_loading(self) -> bool {
        self.loading.get()
    }

    /// Asks again.
    pub(crate) fn again(self) {
        self.resource.refetch();
    }
}

/// Asks `Q`, and again whenever the variables change.
pub(crate) fn query<Q>(variables: impl Fn() -> Q::Variables + 'static) -> Fetch<Q::ResponseData>
where
    Q: GraphQLQuery + 'static,
    Q::ResponseData: Clone + 'static,
    Q::Variables: 'static,
{
    let api = Api::of_app();
    Fetch::new(move || api.run::<Q>(variables()))
}
