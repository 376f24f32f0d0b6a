//! Taking turns with the other pages of this browser.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// Runs `work` while no other page of this browser holds the lock `name`. Web Locks exist only in a secure context; without them
/// there is no turn to take.
pub(crate) async fn in_turn<T: 'static>(name: &str, work: impl Future<Output = T> + 'static) -> Option<T> {
    let Some((locks, request)) = request() else { return Some(work.await) };
    let result = Rc::new(RefCell::new(None));
    let kept = Rc::clone(&result);
    let held = Closure::once_into_js(move || {
        future_to_promise(async move {
            let value = work.await;
            kept.replace(Some(value));
            Ok(JsValue::UNDEFINED)
        })
    });
    let released = request.call2(&locks, &JsValue::from_str(name), &held).ok()?;
    JsFuture::from(released.dyn_into::<Promise>().ok()?).await.ok()?;
    result.take()
}

fn request() -> Option<(JsValue, Function)> {
    let navigator = leptos::prelude::window().navigator();
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok().filter(JsValue::is_object)?;
    let request = Reflect::get(&locks, &JsValue::from_str("request")).ok()?.dyn_into().ok()?;
    Some((locks, request))
}
