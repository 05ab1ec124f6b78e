import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { makeThrowawayDirectory } from '../throwawayDirectory.mjs';
import { contactSheet } from './contactSheet.mjs';
import { summaryOf } from './gallery.mjs';
import { LOOKS, TESTED_LOOKS } from './looks.mjs';
import { serveApp } from './serve.mjs';

const seen = (state, ...problems) => ({ state, look: 'dark-1024', problems });

describe('summaryOf', () => {
  it('counts a picture with problems as one failure, and names them', () => {
    assert.deepEqual(summaryOf([seen('a/b'), seen('a/c', 'moves', 'wide')]), {
      passed: 1,
      flaky: [],
      problems: ['a/c (dark-1024): moves\n      wide'],
    });
  });

  it('names a picture that is right the second time only', () => {
    const { passed, flaky } = summaryOf([{ ...seen('a/b'), isFlaky: true }]);
    assert.deepEqual(
      { passed, flaky },
      { passed: 1, flaky: ['a/b (dark-1024)'] },
    );
  });

  it('takes nothing seen for a failure', () => {
    assert.equal(summaryOf([]).problems.length, 1);
  });
});

describe('contactSheet', () => {
  it('shows each state once, with what is wrong with it', () => {
    const [look] = LOOKS;
    const page = contactSheet(
      [{ state: 'a/b', look: look.name, problems: ['<main> is gone'] }],
      LOOKS,
    );
    assert.equal(page.match(/<img/g).length, 1);
    assert.match(page, new RegExp(`src="${look.name}/a.b.png"`));
    assert.match(page, /&lt;main> is gone/);
  });
});

describe('the looks', () => {
  for (const [name, looks] of [
    ['at all states', LOOKS.filter(({ mainOnly }) => !mainOnly)],
    ['of the tests', TESTED_LOOKS],
  ]) {
    it(`${name} have each theme and each width among them`, () => {
      const of = one => new Set(looks.map(one)).size;
      assert.equal(
        of(({ theme }) => theme),
        2,
      );
      assert.equal(
        of(({ viewport }) => viewport.width),
        2,
      );
    });
  }
});

describe('serveApp', () => {
  it('serves files, pages of the app for the rest, and nothing else', async t => {
    const directory = makeThrowawayDirectory('gallery-test');
    t.after(() => rmSync(directory, { recursive: true, force: true }));
    mkdirSync(join(directory, 'app'));
    writeFileSync(join(directory, 'secret.js'), 'secret');
    writeFileSync(join(directory, 'app/index.js'), 'code');
    writeFileSync(join(directory, 'app/index.html'), 'page');
    const { url, stop } = await serveApp(join(directory, 'app'));
    t.after(stop);
    const get = async path => (await fetch(`${url}${path}`)).text();
    assert.equal(await get('/index.js'), 'code');
    assert.equal(await get('/gallery/run-page/failed'), 'page');
    assert.equal(await get('/%2e%2e/secret.js'), 'page');
  });
});
