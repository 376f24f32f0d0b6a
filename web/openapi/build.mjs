// Puts the page over the OpenAPI documents into the folder named on the command line: one page and its files, nothing from another host.
//
//   node build.mjs <folder>

import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const out = resolve(process.argv[2] ?? join(root, 'dist'));
const library = join(root, 'node_modules', 'swagger-ui-dist');

/** Absolute, so that `/openapi` and `/openapi/` both find the files. */
const FILES_URL = '/openapi/';

const FILES = [
  [library, 'swagger-ui.css'],
  [library, 'swagger-ui-bundle.js'],
  [join(root, 'src'), 'page.css'],
  [join(root, 'src'), 'main.js'],
];

/** Writes a file under a name that changes with its content; answers its address. */
async function place(folder, name) {
  const content = await readFile(join(folder, name));
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const extension = extname(name);
  const placed = `${name.slice(0, -extension.length)}-${hash}${extension}`;
  await writeFile(join(out, placed), content);
  return FILES_URL + placed;
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
for (const name of ['LICENSE', 'NOTICE']) await copyFile(join(library, name), join(out, `${name}.txt`));
let page = await readFile(join(root, 'src', 'index.html'), 'utf8');
for (const [folder, name] of FILES) page = page.replace(`{{${name}}}`, await place(folder, name));
await writeFile(join(out, 'index.html'), page);
