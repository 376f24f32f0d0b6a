// The staff session of this browser, as far as GraphiQL needs it: a short-lived access token from the refresh cookie.

/** Seconds before its end at which a token counts as expired, so that it does not expire under way. */
const MARGIN_SECONDS = 15;

/** The refresh token rotates, and an old one used again ends the session: pages of one browser therefore take turns. */
const LOCK = 'onefold-refresh';

const listeners = new Set();

/** `undefined` before the first answer, then whether somebody is logged in. */
let loggedIn;
let token = null;
let expiresAt = 0;
let pending = null;

/** Tells `listener` whenever somebody turned out to be logged in or not; answers a function that stops it. */
export function onLogin(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether somebody is logged in; `undefined` while that is not known. */
export function isLoggedIn() {
  return loggedIn;
}

/** Forgets that nobody was logged in, so that the next request asks again: the login may have happened in another tab. */
export function askAgain() {
  if (loggedIn === false) loggedIn = undefined;
}

/** The access token to send, or `null` when nobody is logged in. */
export async function accessToken() {
  if (token && Date.now() < expiresAt) return token;
  if (loggedIn === false) return null;
  pending ??= inTurn(refresh).finally(() => (pending = null));
  return pending;
}

/** Gives up `rejected` when it is still the token in use; the next call of `accessToken` fetches a new one. */
export function discard(rejected) {
  if (token === rejected) token = null;
}

/** Web Locks exist only in a secure context; without them there is no turn to take. */
function inTurn(work) {
  return navigator.locks ? navigator.locks.request(LOCK, work) : work();
}

async function refresh() {
  const response = await fetch('/auth/refresh', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { accept: 'application/json', 'x-onefold-request': '1' },
  });
  if (response.status === 401) return settle(null, 0);
  if (!response.ok) throw new Error(`The session could not be renewed: status ${response.status}.`);
  const body = await response.json();
  return settle(body.access_token, body.expires_in);
}

function settle(newToken, seconds) {
  token = newToken;
  expiresAt = Date.now() + (seconds - MARGIN_SECONDS) * 1000;
  loggedIn = newToken !== null;
  for (const listener of listeners) listener();
  return token;
}
