// A Customer Database App as its page describes it, on this machine: it refuses everything until it is told to answer.

import { createServer } from 'node:http';

/** Starts it. `calls` is what it was asked; `answers` says whether it does its part, and then tells one field more than it documents. */
export async function startVendor() {
  const vendor = { calls: [], answers: false, url: undefined, stop: undefined };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      vendor.calls.push({ path: request.url, body: new URLSearchParams(body) });
      const reply = vendor.answers ? { message: String(vendor.calls.length), result: true, warnings: [] } : { message: 'The surname is not allowed.', result: false };
      response.writeHead(vendor.answers ? 200 : 400, { 'content-type': 'application/json' });
      response.end(JSON.stringify(reply));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  vendor.url = `http://127.0.0.1:${server.address().port}`;
  vendor.stop = () => new Promise((resolve) => server.close(resolve));
  return vendor;
}
