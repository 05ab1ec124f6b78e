import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { eachMapping, TraceMap } from '@jridgewell/trace-mapping';

import { root } from '../../../scripts/toolchain/root.mjs';
import { visibleAt } from '../browser.mjs';

const OURS = /(^|\/)plugins\/workflow-runs[^/]*\/src\//;

/**
 * The scripts that a page has the browser load which a page of the portal without us has not, and
 * how much of each is our own code, by the source maps.
 */
export async function measureBundle(browser, pages) {
  const without = await loadedBy(browser, '/settings', 'a[href="/settings"]');
  const results = {};
  for (const [name, { path, selector }] of Object.entries(pages)) {
    const loaded = await loadedBy(browser, path, selector);
    const chunks = [...loaded]
      .map(file => sizeOf(file, without.has(file)))
      .filter(({ known, ownBytes }) => !known || ownBytes > 0);
    results[name] = {
      chunks,
      ownGzip: sum(chunks, 'ownGzip'),
      newGzip: sum(
        chunks.filter(({ known }) => !known),
        'gzip',
      ),
    };
  }
  return results;
}

async function loadedBy(browser, path, selector) {
  const files = new Set();
  const page = await browser.page();
  page.on('response', response => {
    const match = /\/static\/([^/]+\.js)$/.exec(response.url());
    if (match) files.add(match[1]);
  });
  await page.goto(path);
  await visibleAt(page, selector);
  await page.waitForLoadState('networkidle').catch(() => {});
  await page.context().close();
  return files;
}

function sizeOf(file, known) {
  const path = join(root, 'packages/app/dist/static', file);
  const code = readFileSync(path, 'utf8');
  const own = ownPart(code, `${path}.map`);
  return {
    file,
    known,
    gzip: gzipSync(code).length,
    ownBytes: own.length,
    ownGzip: own.length > 0 ? gzipSync(own).length : 0,
  };
}

/** The text of a script that comes from our sources. */
function ownPart(code, mapFile) {
  const lines = code.split('\n');
  const parts = [];
  let last;
  const take = (line, to) => {
    if (last && OURS.test(last.source ?? ''))
      parts.push(
        lines[last.line - 1].slice(
          last.column,
          line === last.line ? to : undefined,
        ),
      );
  };
  eachMapping(new TraceMap(readFileSync(mapFile, 'utf8')), mapping => {
    take(mapping.generatedLine, mapping.generatedColumn);
    last = {
      line: mapping.generatedLine,
      column: mapping.generatedColumn,
      source: mapping.source,
    };
  });
  take();
  return parts.join('');
}

function sum(chunks, key) {
  return chunks.reduce((total, chunk) => total + chunk[key], 0);
}
