// A CareCloud client as a company would have written it: it knows the vendor's pages and only the host is Onefold's.

import { careCloudKey, url } from './server.mjs';

const BASE = `${url}/rest-api/enterprise-interface/v1.0`;

/** Logs in and answers the bearer token. */
export async function login() {
  const { user, password, application_id } = careCloudKey();
  const body = { user_external_application_id: application_id, login: user, password };
  const { data } = await post('/users/actions/login', body, {}, [200, 201]);
  return data.bearer_token;
}

/** The page's example request for a new customer, with another person in it; answers the vendor's id. */
export async function createCustomer(token, { firstName, lastName, email, phone }) {
  const personal_information = {
    gender: 2,
    first_name: firstName,
    last_name: lastName,
    email,
    language_id: 'en',
    store_id: '88dab5c7c6034ba59f886f4a',
    birthdate: '1991-03-27',
    phone,
    address: {
      address1: 'Old Town Square',
      address2: '34',
      address3: '34',
      zip: '11000',
      city: 'Prague 1',
      country_code: 'cz',
    },
    agreement: { agreement_gtc: 1, agreement_profiling: 1, agreement_marketing_communication: 1 },
  };
  const body = {
    customer: { personal_information },
    customer_source: { customer_source_id: '8bd253a89059008f1d44aa', name: 'mobile application' },
    autologin: false,
  };
  const { data } = await post('/customers', body, { authorization: `Bearer ${token}` }, [201]);
  return data.customer_id;
}

async function post(path, body, headers, expected) {
  const response = await fetch(BASE + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': 'cs, en-gb;q=0.8', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!expected.includes(response.status)) throw new Error(`POST ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}
