import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { isAlive, withLock } from './lock.mjs';

describe('withLock', () => {
  let directory;
  let lock;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'lock-test-'));
    lock = join(directory, 'lock');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('lets one piece of work run after the other', async () => {
    const events = [];
    const work = name => async () => {
      events.push(`${name} begins`);
      await sleep(30);
      events.push(`${name} ends`);
    };
    await Promise.all([
      withLock(lock, 'testing', work('a')),
      withLock(lock, 'testing', work('b')),
    ]);
    assert.deepEqual(events, ['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('is released when the work fails', async () => {
    const failing = withLock(lock, 'testing', async () => {
      throw new Error('no');
    });
    await assert.rejects(failing, /no/);
    assert.equal(existsSync(lock), false);
  });

  it('takes over the lock of a process that is gone', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    assert.equal(isAlive(pid), false);
    writeFileSync(lock, String(pid));
    assert.equal(await withLock(lock, 'testing', async () => 'done'), 'done');
  });
});
