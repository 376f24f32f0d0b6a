import { useSyncExternalStore } from 'react';
import { isLoggedIn, onLogin } from './session.js';

/** Says, when nobody is logged in, where to do so. The schema can be read without. */
export function LoginNote() {
  const loggedIn = useSyncExternalStore(onLogin, isLoggedIn);
  if (loggedIn !== false) return null;
  return (
    <p className="login-note" role="status">
      You are not logged in: queries are refused. <a href="/login">Log in</a>, then run the query again.
    </p>
  );
}
