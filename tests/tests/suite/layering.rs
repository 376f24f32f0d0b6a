//! The arrows between rooms, read off the source: who may name whom.

use std::fs;
use std::path::{Path, PathBuf};

/// A room and what its files must not name.
struct Rule {
    /// Files whose path, below `server/src`, contains this.
    room: &'static str,
    /// Unless it contains one of these.
    except: &'static [&'static str],
    forbidden: &'static [&'static str],
    reason: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        room: "domain/",
        except: &[],
        forbidden: &["axum", "crate::vendor", "crate::web"],
        reason: "the domain knows neither HTTP nor vendors",
    },
    Rule {
        room: "service",
        except: &["cli/", "vendor/"],
        forbidden: &["async_graphql", "crate::graphql"],
        reason: "a service does not know who asks",
    },
    Rule {
        room: "store",
        except: &["cli/"],
        forbidden: &["async_graphql", "crate::graphql", "crate::vendor"],
        reason: "storage knows the domain's types and nothing above them",
    },
    Rule {
        room: "graphql",
        except: &["web/"],
        forbidden: &["axum", "crate::vendor", "crate::web"],
        reason: "the schema is served, it does not serve",
    },
    Rule {
        room: "vendor/",
        except: &["vendor/inbound.rs"],
        forbidden: &["axum::Router", "axum::routing", "crate::web", "crate::graphql"],
        reason: "a vendor is a dialect and operations",
    },
    Rule {
        room: "",
        // A sandbox breaks answers and connections, which only who speaks HTTP can.
        except: &["web/", "vendor/", "sandbox/"],
        forbidden: &["axum"],
        reason: "requests are answered in the web, by vendors, and in the sandbox",
    },
    Rule {
        room: "sandbox/",
        except: &[],
        forbidden: &["crate::graphql", "vendor::carecloud", "vendor::omnidesk", "vendor::customer"],
        reason: "the sandbox treats all vendors alike",
    },
    Rule {
        room: "",
        except: &["net/"],
        forbidden: &["reqwest::", "rustls::", "lookup_host"],
        reason: "others are called through net, which decides whom",
    },
];

const VENDORS: &[&str] = &["carecloud", "omnidesk", "customer_database_app", "customerscore", "customergauge"];

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    let relative =
        |path: &PathBuf| path.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
    files.iter().map(|path| (relative(path), fs::read_to_string(path).expect("a source file"))).collect()
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The lines of code, without comments.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(number, line)| (number + 1, line))
}

#[test]
fn every_room_names_only_what_it_may() {
    let mut broken = Vec::new();
    for (file, text) in sources() {
        for rule in RULES
            .iter()
            .filter(|rule| file.contains(rule.room) && !rule.except.iter().any(|except| file.contains(except)))
        {
            for (number, line) in code(&text) {
                if let Some(name) = rule.forbidden.iter().find(|name| line.contains(**name)) {
                    broken.push(format!("{file}:{number} names {name}: {}", rule.reason));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn no_vendor_names_another_and_no_topic_names_a_vendor() {
    let mut broken = Vec::new();
    for (file, text) in sources() {
        let own =
            file.strip_prefix("vendor/").and_then(|rest| rest.split('/').next()).filter(|own| VENDORS.contains(own));
        let is_topic = file.starts_with("domain/");
        if own.is_none() && !is_topic {
            continue;
        }
        for (number, line) in code(&text) {
            let named = VENDORS.iter().find(|vendor| Some(**vendor) != own && line.contains(&format!("{vendor}::")));
            if let Some(vendor) = named {
                broken.push(format!("{file}:{number} names {vendor}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn sea_orm_is_asked_only_by_stores() {
    let is_store = |file: &str| {
        file.contains("/store")
            || file.starts_with("store/")
            || file.starts_with("seed/")
            || file.ends_with("graphql/loaders.rs")
    };
    let mut broken = Vec::new();
    for (file, text) in sources().into_iter().filter(|(file, _)| file.starts_with("domain/") && !is_store(file)) {
        for (number, line) in code(&text) {
            if ["::find()", "::find_by_id(", "::update_many()", "::insert_many(", "::delete_by_id("]
                .iter()
                // A topic's own store may well have a function of such a name.
                .any(|call| line.replace("store::", "store ").contains(call))
            {
                broken.push(format!("{file}:{number} {}", line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "queries belong in store.rs:\n{}", broken.join("\n"));
}
