//! Signs, drawn with one line of one width.

use leptos::prelude::*;

/// A sign of 24 by 24. Decoration: the words stand beside it.
#[component]
pub(crate) fn Icon(
    /// Which.
    name: &'static str,
) -> impl IntoView {
    view! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=path(name)></path></svg> }
}

fn path(name: &str) -> &'static str {
    match name {
        "alert" => "M12 8v5M12 16.5v.01M12 3 2.5 20h19z",
        "bag" => "M5 8h14l1 12H4zM9 8V6a3 3 0 0 1 6 0v2",
        "calendar" => "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
        "card" => "M3 6h18v12H3zM3 10h18M7 15h3",
        "chat" => "M4 5h16v11H9l-5 4z",
        "check" => "M5 12.5 10 17 19 7",
        "clock" => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3.5 2",
        "close" => "M6 6l12 12M18 6 6 18",
        "code" => "M8 7l-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14",
        "coins" => {
            "M9 4c3.3 0 6 1.3 6 3s-2.7 3-6 3-6-1.3-6-3 2.7-3 6-3M3 7v5c0 1.7 2.7 3 6 3M15 12c3.3 0 6 1.3 6 3s-2.7 3-6 3-6-1.3-6-3 2.7-3 6-3M9 15v4c0 1.7 2.7 3 6 3s6-1.3 6-3v-4M15 7v5"
        }
        "down" => "M12 5v14M6.5 13.5 12 19l5.5-5.5",
        "edit" => "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
        "exit" => "M14 4h6v16h-6M4 12h11M11 8l4 4-4 4",
        "filter" => "M3 5h18l-7 8v6l-4-2v-4z",
        "flow" => "M4 5h5v5H4zM15 14h5v5h-5zM9 7.5h5a3 3 0 0 1 3 3V14",
        "gift" => "M4 9h16v4H4zM5.5 13v7h13v-7M12 9v11M12 9c-5 0-5-5-2.5-5S12 9 12 9zM12 9c5 0 5-5 2.5-5S12 9 12 9z",
        "heart" => "M12 20 4.5 12.5a4.8 4.8 0 0 1 7.5-6 4.8 4.8 0 0 1 7.5 6z",
        "layers" => "M12 3 2.5 8.5 12 14l9.5-5.5zM3 13.5l9 5.5 9-5.5",
        "left" => "M15 5l-7 7 7 7",
        "list" => "M8 6h12M8 12h12M8 18h12M4 6v.01M4 12v.01M4 18v.01",
        "mail" => "M3 6h18v12H3zM3 7l9 7 9-7",
        "menu" => "M4 7h16M4 12h16M4 17h16",
        "merge" => "M6 4v5a4 4 0 0 0 4 4h4a4 4 0 0 1 4 4v3M18 4v5M14.5 16.5 18 20l3.5-3.5",
        "monitor" => "M3 5h18v11H3zM8 20h8M12 16v4",
        "moon" => "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
        "note" => "M5 4h14v11l-5 5H5zM14 20v-5h5M8.5 8.5h7M8.5 12h4",
        "phone" => {
            "M6 3h4l1.5 5-2.5 1.5a12 12 0 0 0 5.5 5.5L16 12.5l5 1.5v4a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3"
        }
        "plus" => "M12 5v14M5 12h14",
        "right" => "M9 5l7 7-7 7",
        "search" => "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16 16l5 5",
        "shield" => "M12 3 4 6v6c0 5 3.5 7.5 8 9 4.5-1.5 8-4 8-9V6zM12 8v4.500M12 15.500v.01",
        "sort" => "M8 10l4-4 4 4M8 14l4 4 4-4",
        "star" => "M12 3.5 14.6 9l6 .8-4.4 4.2 1.1 6-5.3-3-5.3 3 1.1-6L3.4 9.800l6-.800z",
        "sun" => {
            "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M5.3 18.700l1.4-1.400M17.3 6.700l1.4-1.4"
        }
        "tag" => "M4 4h8l8 8-8 8-8-8zM8.5 8.500v.01",
        "undo" => "M4 9h11a5 5 0 0 1 0 10h-5M8 5 4 9l4 4",
        "up" => "M12 19V5M6.5 10.5 12 5l5.5 5.5",
        "user" => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20c.8-4 3.7-6 7.5-6s6.7 2 7.5 6",
        "users" => {
            "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M2.5 19c.6-3.5 3-5 6.5-5s5.9 1.5 6.5 5M16 5.300a3.5 3.5 0 0 1 0 6.500M18 14.500c2 .7 3.2 2.2 3.5 4.5"
        }
        // A dot is a sign of something, too.
        _ => "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
    }
}
