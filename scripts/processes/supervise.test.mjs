import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { isAlive } from '../toolchain/lock.mjs';
import { isWindows } from '../toolchain/root.mjs';

const supervise = fileURLToPath(new URL('./supervise.mjs', import.meta.url));

// A supervisor whose program starts another one, as dev servers do.
describe('supervise', { skip: isWindows }, () => {
  let directory;
  let supervisor;
  let grandchild;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'supervise-test-'));
    const pidFile = join(directory, 'pid');
    const script = join(directory, 'supervisor.mjs');
    writeFileSync(
      script,
      `import { superviseToExit } from ${JSON.stringify(supervise)};
       await superviseToExit('sh', ['-c', 'sleep 60 & echo $! > ${pidFile}; wait']);`,
    );
    supervisor = spawn(process.execPath, [script], { stdio: 'ignore' });
    grandchild = await eventually(() => Number(readFileSync(pidFile, 'utf8')));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
    supervisor.kill('SIGKILL');
  });

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]) {
    it(`passes ${signal} on to everything that was started`, async () => {
      const exit = new Promise(resolve => supervisor.once('exit', resolve));
      supervisor.kill(signal);
      assert.equal(await exit, code);
      assert.equal(isAlive(grandchild), false);
    });
  }

  it('leaves nothing behind when it is killed itself', async () => {
    // the last instructions of the supervisor run beside the first ones of its program
    await sleep(200);
    supervisor.kill('SIGKILL');
    await eventually(() => !isAlive(grandchild));
  });
});

async function eventually(probe) {
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      const value = probe();
      if (value) return value;
    } catch {
      // not yet
    }
    await sleep(50);
  }
  return assert.fail('It did not come true within ten seconds');
}
