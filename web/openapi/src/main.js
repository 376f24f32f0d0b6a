// Lists the vendors, and shows the document of the one that the address names: /openapi#carecloud.

const vendors = await (await fetch('/openapi/index.json')).json();
const nav = document.getElementById('vendors');

for (const { name, title, url } of vendors) {
  const link = Object.assign(document.createElement('a'), { href: `#${name}`, textContent: title });
  const file = Object.assign(document.createElement('a'), { href: url, textContent: 'JSON', className: 'file' });
  file.setAttribute('aria-label', `${title} as JSON`);
  const entry = document.createElement('span');
  entry.append(link, file);
  nav.append(entry);
}

function show() {
  const chosen = vendors.find(({ name }) => location.hash === `#${name}`) ?? vendors[0];
  for (const link of nav.querySelectorAll('a:not(.file)')) {
    const isChosen = link.hash === `#${chosen.name}`;
    isChosen ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current');
  }
  document.title = `${chosen.title} – Onefold vendor APIs`;
  globalThis.SwaggerUIBundle({ url: chosen.url, dom_id: '#reference', deepLinking: false, validatorUrl: null });
}

addEventListener('hashchange', show);
show();
