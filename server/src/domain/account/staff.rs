//! What administrators do to staff users, and what a staff user does to their own login.
//!
//! An administrator sees the users who may act in the brand acted in, and changes those who may act in no brand beyond the
//! administrator's own. No brand that has an administrator is left without one.

use entity::{Timestamp, brand, staff_user};
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::guesses::Attempt;
use super::service::{self, NewPassword, NewUser, email_key};
use super::{Actor, Permission, Permissions, Viewer, store};
use crate::app::App;
use crate::domain::rules;
use crate::error::{Error, Result, Rule, Violation};
use crate::store::Work;

const SUBJECT: &str = "staff_user";

/// What an administrator decides of a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rights {
    /// Shown beside what the user does.
    pub name: String,
    /// What they may do.
    pub permissions: Permissions,
    /// The brands that they may act in.
    pub brands: Vec<i64>,
}

/// A user who may act in the viewer's brand.
///
/// # Errors
/// The viewer is no administrator, or the store failed.
pub async fn find(app: &App, viewer: &Viewer, id: i64) -> Result<Option<staff_user::Model>> {
    viewer.require(Permission::Admin)?;
    store::user_of(app.store().reader(), viewer.brand(), id).await
}

/// Makes a user.
///
/// # Errors
/// The address is not one or is taken, or a right is given that the administrator has not.
pub async fn create(work: &Work<'_>, mut new: NewUser, password: &NewPassword) -> Result<i64> {
    distinct(&mut new.brands);
    let given = Rights {
        name: new.name.clone().unwrap_or_else(|| email_key(&new.email)),
        permissions: new.permissions.clone(),
        brands: new.brands.clone(),
    };
    let broken = unfit(work, &given).await?;
    rules::check(broken.into_iter().map(Some).chain([service::not_an_address(&new.email)]))?;
    let user = service::insert(work.db(), new, password.hash.clone(), work.now()).await?;
    let data = json!({ "email": user.email, "permissions": given.permissions, "brands": given.brands });
    work.audit("staff_user.create", SUBJECT, user.id, data).await;
    Ok(user.id)
}

/// Changes name, permissions and brands of a user; they count from the next request on.
///
/// # Errors
/// There is no such user in the brand, the administrator may not change them, or a brand would lose its last administrator.
pub async fn update(work: &Work<'_>, id: i64, change: impl FnOnce(&mut Rights)) -> Result<i64> {
    let (user, was) = held(work, id).await?;
    let mut rights = was.clone();
    change(&mut rights);
    distinct(&mut rights.brands);
    rules::check(unfit(work, &rights).await?.into_iter().map(Some))?;
    let permissions = serde_json::to_value(&rights.permissions).map_err(Error::internal)?;
    store::update_user(work.db(), id, rights.name.clone(), permissions).await?;
    store::set_brands(work.db(), id, &rights.brands).await?;
    keep_administrators(work.db(), &user, &was).await?;
    let shown =
        |rights: &Rights| json!({ "name": rights.name, "permissions": rights.permissions, "brands": rights.brands });
    let data = json!({ "email": user.email, "was": shown(&was), "is": shown(&rights) });
    work.audit("staff_user.update", SUBJECT, id, data).await;
    Ok(id)
}

/// Refuses a user from now on and ends their sessions. One who is disabled stays so.
///
/// # Errors
/// As [`update`].
pub async fn disable(work: &Work<'_>, id: i64) -> Result<i64> {
    let (user, _) = held(work, id).await?;
    if user.disabled_at.is_none() {
        disable_in(work.db(), id, work.now()).await?;
        work.audit("staff_user.disable", SUBJECT, id, json!({ "email": user.email })).await;
    }
    Ok(id)
}

/// Disables a user whose brands are held, in the caller's transaction.
pub(super) async fn disable_in(tx: &impl ConnectionTrait, id: i64, now: Timestamp) -> Result<()> {
    let user = store::user(tx, id).await?.ok_or(Error::NotFound { kind: "staff user" })?;
    if user.disabled_at.is_some() {
        return Ok(());
    }
    let was = rights(tx, &user).await?;
    store::set_disabled(tx, id, Some(now)).await?;
    store::end_sessions(tx, id, None, now).await?;
    keep_administrators(tx, &user, &was).await
}

/// Lets a disabled user log in again, with the password they had.
///
/// # Errors
/// There is no such user in the brand, or the administrator may not change them.
pub async fn enable(work: &Work<'_>, id: i64) -> Result<i64> {
    let (user, _) = held(work, id).await?;
    if user.disabled_at.is_some() {
        store::set_disabled(work.db(), id, None).await?;
        work.audit("staff_user.enable", SUBJECT, id, json!({ "email": user.email })).await;
    }
    Ok(id)
}

/// Gives a user another password and ends their sessions.
///
/// # Errors
/// As [`enable`].
pub async fn reset_password(work: &Work<'_>, id: i64, password: &NewPassword) -> Result<i64> {
    let (user, _) = held(work, id).await?;
    store::set_password(work.db(), id, &password.hash, None).await?;
    store::end_sessions(work.db(), id, None, work.now()).await?;
    work.audit("staff_user.reset_password", SUBJECT, id, json!({ "email": user.email })).await;
    Ok(id)
}

/// Changes the caller's own password. Their other sessions end; this one goes on by refreshing.
///
/// # Errors
/// The caller is no staff user, the current password is another, or the new one is too weak. [`Error::Limited`] after too many wrong
/// ones: they count like those of a login, for whoever holds a session may not have the password.
pub async fn change_password(app: &App, viewer: &Viewer, current: &str, new: &str) -> Result<i64> {
    let Actor::Staff(id) = viewer.actor() else {
        return Err(Error::Conflict("only staff users have a password".to_owned()));
    };
    let user = store::user(app.store().reader(), id).await?.ok_or(Error::Unauthenticated)?;
    let attempt = Attempt::begin(app, Some(&login_subject(&user.email)), None).await?;
    if !app.passwords().verify(current, Some(&user.password_hash)).await? {
        return Err(not_current());
    }
    attempt.succeed().await?;
    let same = || Violation::new("newPassword", Rule::NotAllowed, "the new password is the current one");
    rules::check([service::weak("newPassword", new), (current == new).then(same)])?;
    let password = NewPassword::of(app, new).await?;
    let work = Work::own(app, viewer).await?;
    // Of two changes at the same time, one knew a password that is not the current one any more.
    if !store::set_password(work.db(), id, &password.hash, Some(&user.password_hash)).await? {
        return Err(not_current());
    }
    store::end_sessions(work.db(), id, viewer.session(), work.now()).await?;
    work.audit("staff_user.change_password", SUBJECT, id, json!({})).await;
    work.commit().await?;
    Ok(id)
}

/// Under what the attempts to guess the password of a user are counted.
pub(super) fn login_subject(email: &str) -> String {
    format!("staff {email}")
}

fn not_current() -> Error {
    Violation::new("currentPassword", Rule::NotAllowed, "this is not the current password").into()
}

/// A user whom the administrator may change, with what they may do now; nobody else changes their rights until the work ends.
async fn held(work: &Work<'_>, id: i64) -> Result<(staff_user::Model, Rights)> {
    store::hold_brands(work.db(), id).await?;
    let user = store::user_of(work.db(), work.brand(), id).await?.ok_or(Error::NotFound { kind: "staff user" })?;
    let rights = rights(work.db(), &user).await?;
    let reach = ids(&service::reach(work.db(), work.viewer()).await?);
    if rights.brands.iter().any(|brand| !reach.contains(brand)) {
        return Err(Error::Conflict("this user also works in brands that you may not act in".to_owned()));
    }
    Ok((user, rights))
}

/// What a user may do now.
async fn rights(db: &impl ConnectionTrait, user: &staff_user::Model) -> Result<Rights> {
    let brands = ids(&store::brands_of_user(db, user.id).await?);
    Ok(Rights { name: user.name.clone(), permissions: service::permissions(&user.permissions)?, brands })
}

/// What keeps an administrator from giving these rights.
async fn unfit(work: &Work<'_>, rights: &Rights) -> Result<Vec<Violation>> {
    let mut broken: Vec<Violation> = rules::name("name", &rights.name).into_iter().collect();
    if rights.permissions.iter().next().is_none() {
        broken.push(Violation::new("permissions", Rule::Empty, "a user needs at least one permission"));
    }
    broken.extend(beyond_reach(work, "brandIds", &rights.brands).await?);
    if rights.brands.is_empty() {
        broken.push(Violation::new("brandIds", Rule::Empty, "a user needs at least one brand"));
    }
    Ok(broken)
}

/// The rule that is broken when `path` names a brand in which the viewer may not act.
pub(super) async fn beyond_reach(work: &Work<'_>, path: &str, brands: &[i64]) -> Result<Option<Violation>> {
    let reach = ids(&service::reach(work.db(), work.viewer()).await?);
    let beyond = brands.iter().any(|brand| !reach.contains(brand));
    Ok(beyond.then(|| Violation::new(path, Rule::NotFound, format!("{path} names no brand that you may act in"))))
}

/// Every brand that the user administered must still have somebody who does.
async fn keep_administrators(db: &impl ConnectionTrait, user: &staff_user::Model, was: &Rights) -> Result<()> {
    if user.disabled_at.is_some() || !was.permissions.allow(Permission::Admin) {
        return Ok(());
    }
    for brand in &was.brands {
        let mut administered = false;
        for user in store::active_users_of(db, *brand).await? {
            administered |= service::permissions(&user.permissions)?.allow(Permission::Admin);
        }
        if !administered {
            return Err(Error::Conflict("the brand would lose its last administrator".to_owned()));
        }
    }
    Ok(())
}

/// Each brand once.
pub(super) fn distinct(brands: &mut Vec<i64>) {
    brands.sort_unstable();
    brands.dedup();
}

fn ids(brands: &[brand::Model]) -> Vec<i64> {
    brands.iter().map(|brand| brand.id).collect()
}
