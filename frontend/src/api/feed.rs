//! A list that grows as its reader goes on: one page after the other, by cursor.

use std::rc::Rc;

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use graphql_client::GraphQLQuery;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Api, ApiError, Page};

/// How many items a page of a feed has.
pub(crate) const PAGE: i64 = 25;

/// What a feed is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FeedState {
    /// A page is under way.
    Loading,
    /// All that was asked for is here.
    Ready,
    /// The last page did not come.
    Failed(ApiError),
}

type Load<T> = Rc<dyn Fn(Option<String>) -> LocalBoxFuture<'static, Result<Page<T>, ApiError>>>;

/// A list of `T` from its first page on; all copies are one list.
pub(crate) struct Feed<T: 'static> {
    items: RwSignal<Vec<T>, LocalStorage>,
    next: RwSignal<Option<String>>,
    state: RwSignal<FeedState>,
    round: RwSignal<usize>,
    load: StoredValue<Load<T>, LocalStorage>,
}

impl<T> Clone for Feed<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Feed<T> {}

impl<T: Clone + 'static> Feed<T> {
    /// Asks `Q` for its first page. `variables` are those of the page behind a cursor; `page` finds the list in the answer.
    pub(crate) fn new<Q>(
        variables: impl Fn(Option<String>, i64) -> Q::Variables + 'static,
        page: impl Fn(Q::ResponseData) -> Option<Page<T>> + 'static,
    ) -> Self
    where
        Q: GraphQLQuery + 'static,
    {
        let api = Api::of_app();
        let page = Rc::new(page);
        let load = move |after| {
            let asked = api.run::<Q>(variables(after, PAGE));
            let page = Rc::clone(&page);
            let found = async move { page(asked.await?).ok_or_else(|| ApiError::Refused("It is gone.".to_owned())) };
            found.boxed_local()
        };
        let feed = Self {
            items: RwSignal::new_local(Vec::new()),
            next: RwSignal::new(None),
            state: RwSignal::new(FeedState::Ready),
            round: RwSignal::new(0),
            load: StoredValue::new_local(Rc::new(load)),
        };
        feed.again();
        feed
    }

    /// The items so far, each with a key that changes when the list is begun anew.
    pub(crate) fn items(self) -> Vec<((usize, usize), T)> {
        let round = self.round.get();
        self.items.get().into_iter().enumerate().map(|(at, item)| ((round, at), item)).collect()
    }

    /// How often the list was begun anew, the first time counted.
    pub(crate) fn round(self) -> usize {
        self.round.get()
    }

    /// Whether there are no items so far.
    pub(crate) fn is_empty(self) -> bool {
        self.items.with(Vec::is_empty)
    }

    /// Whether there are more items on the server.
    pub(crate) fn has_more(self) -> bool {
        self.next.with(Option::is_some)
    }

    /// What it is doing.
    pub(crate) fn state(self) -> FeedState {
        self.state.get()
    }

    /// Fetches the next page.
    pub(crate) fn more(self) {
        self.fetch(self.next.get_untracked());
    }

    /// Begins anew with the first page, because something in the list has changed.
    pub(crate) fn again(self) {
        self.fetch(None);
    }

    fn fetch(self, after: Option<String>) {
        if self.state.get_untracked() == FeedState::Loading {
            return;
        }
        self.state.set(FeedState::Loading);
        let answer = self.load.with_value(|load| load(after.clone()));
        spawn_local(async move {
            let answer = answer.await;
            // The reader may have left meanwhile, and the signals with them.
            self.state.try_update(|state| {
                *state = match answer {
                    Ok(page) => {
                        self.show(page, after.is_none());
                        FeedState::Ready
                    }
                    Err(error) => FeedState::Failed(error),
                };
            });
        });
    }

    fn show(self, page: Page<T>, anew: bool) {
        self.next.set(page.next());
        if anew {
            self.round.update(|round| *round += 1);
            self.items.set(page.items);
        } else {
            self.items.update(|items| items.extend(page.items));
        }
    }
}
