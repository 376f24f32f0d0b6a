// How GraphiQL's requests reach the server: with the session's token, renewed once when the server refuses it.

import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { accessToken, discard } from './session.js';

async function fetchWithSession(url, init) {
  const first = await accessToken();
  const response = await send(url, init, first);
  if (response.status !== 401 || first === null) return response;
  discard(first);
  const second = await accessToken();
  return second === null ? response : send(url, init, second);
}

/** A header that the reader typed in the headers editor goes before the session's. */
function send(url, init, token) {
  const headers = new Headers(init.headers);
  if (token !== null && !headers.has('authorization')) headers.set('authorization', `Bearer ${token}`);
  return fetch(url, { ...init, headers, credentials: 'same-origin' });
}

export const fetcher = createGraphiQLFetcher({ url: '/graphql', fetch: fetchWithSession });
