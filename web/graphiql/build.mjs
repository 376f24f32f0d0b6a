// Bundles GraphiQL into the folder named on the command line: one page, its scripts, styles and workers, nothing from another host.
//
//   node build.mjs <folder>
//
// Workers are built first, because the page's script names them by their hashed file names.

import { build } from 'esbuild';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const out = resolve(process.argv[2] ?? join(root, 'dist'));

/** Absolute, so that `/graphiql` and `/graphiql/` both find the assets. */
const ASSETS_URL = '/graphiql/assets/';

const WORKERS = {
  EDITOR_WORKER: 'monaco-editor/esm/vs/editor/editor.worker.js',
  GRAPHQL_WORKER: 'monaco-graphql/esm/graphql.worker.js',
  JSON_WORKER: 'monaco-editor/esm/vs/language/json/json.worker.js',
};

/** `graphiql/style.css` already holds Monaco's styles; those that its modules import would be bundled a second time. */
const withoutMonacoStyles = {
  name: 'without-monaco-styles',
  setup: ({ onLoad }) => onLoad({ filter: /[/\\]monaco-editor[/\\].*\.css$/ }, () => ({ contents: '', loader: 'empty' })),
};

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: 'linked',
  outdir: join(out, 'assets'),
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  publicPath: ASSETS_URL,
  target: 'es2022',
  logLevel: 'warning',
};

/** The script and the style sheet that an entry point became. */
function urlsOf(result, entryPoint) {
  const found = Object.entries(result.metafile.outputs).find(([, output]) => output.entryPoint?.endsWith(entryPoint));
  if (!found) throw new Error(`${entryPoint} has no output`);
  const [script, { cssBundle }] = found;
  return { script: ASSETS_URL + basename(script), style: cssBundle && ASSETS_URL + basename(cssBundle) };
}

/** Answers the definitions that `src/workers.js` reads: where each worker lies. */
async function buildWorkers() {
  const result = await build({ ...common, entryPoints: Object.values(WORKERS), format: 'iife' });
  const urls = Object.entries(WORKERS).map(([name, entry]) => [name, JSON.stringify(urlsOf(result, entry).script)]);
  return Object.fromEntries(urls);
}

async function buildPage(workers) {
  const result = await build({
    ...common,
    entryPoints: { graphiql: 'src/main.jsx' },
    format: 'esm',
    splitting: true,
    jsx: 'automatic',
    loader: { '.graphql': 'text' },
    plugins: [withoutMonacoStyles],
    define: { 'process.env.NODE_ENV': '"production"', ...workers },
  });
  return urlsOf(result, 'src/main.jsx');
}

async function writeIndex({ script, style }) {
  const page = await readFile(join(root, 'src', 'index.html'), 'utf8');
  await writeFile(join(out, 'index.html'), page.replace('{{script}}', script).replace('{{style}}', style));
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await writeIndex(await buildPage(await buildWorkers()));
