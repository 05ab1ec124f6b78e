import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { isAlive } from '../toolchain/lock.mjs';
import { isWindows } from '../toolchain/root.mjs';
import { findGo, parseVersion } from './go.mjs';
import { prepareTemporal, requireTemporal, VERSION } from './install.mjs';
import { startTemporalServer } from './server.mjs';

let directory;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'temporal-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A program of a few lines of shell or JavaScript. */
function program(name, text) {
  const file = join(directory, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return file;
}

describe('parseVersion', () => {
  it('reads what Go says of itself', () => {
    assert.deepEqual(parseVersion('go version go1.26.8 linux/amd64'), [1, 26]);
    assert.deepEqual(
      parseVersion('go version go1.27rc1 darwin/arm64'),
      [1, 27],
    );
    assert.equal(parseVersion('The Go board game'), undefined);
  });
});

describe('findGo', { skip: isWindows }, () => {
  const goOf = (folder, version) =>
    program(`${folder}/go`, `#!/bin/sh\necho go version go${version} x/y\n`);
  const find = () =>
    findGo({ PATH: `${join(directory, 'path')}:` }, join(directory, 'usual'));

  it('takes the one on the path', async () => {
    const command = goOf('path', '1.25.0');
    goOf('usual', '1.26.1');
    assert.deepEqual(await find(), { command });
  });

  it('takes the one in the usual place where that on the path is too old', async () => {
    goOf('path', '1.22.9');
    const command = goOf('usual', '1.26.1');
    assert.deepEqual(await find(), { command });
  });

  it('says that there is none, or that it is too old', async () => {
    assert.deepEqual(await find(), { missing: 'there is no Go 1.25 or newer' });
    goOf('path', '1.22.9');
    assert.deepEqual(await find(), {
      missing: 'Go 1.22 is too old, Go 1.25 or newer is needed',
    });
  });
});

describe('prepareTemporal', { skip: isWindows }, () => {
  const built = () => join(directory, `temporal-${VERSION}/temporal`);
  const place = command => ({
    tools: directory,
    env: {},
    go: async () => ({ command }),
  });
  const compiler = () =>
    program(
      'go',
      `#!/bin/sh
       echo "$@" >> ${join(directory, 'calls')}
       sleep 0.3
       echo cgo=$CGO_ENABLED > "$GOBIN/temporal"`,
    );
  const calls = () =>
    readFileSync(join(directory, 'calls'), 'utf8').trim().split('\n');

  it('builds the server once, whoever asks at the same time and afterwards', async t => {
    t.mock.method(console, 'log', () => {});
    const go = place(compiler());
    const twice = [
      prepareTemporal({ ...go, beside: true }),
      prepareTemporal(go),
    ];
    for (const each of [...twice, prepareTemporal(go)]) {
      assert.deepEqual(await each, { command: built() });
    }
    assert.equal(readFileSync(built(), 'utf8'), 'cgo=0\n');
    assert.deepEqual(calls(), [
      `install -ldflags -s -w github.com/temporalio/cli/cmd/temporal@v${VERSION}`,
    ]);
  });

  it('leaves nothing of a build that fails, and says why', async () => {
    const go = program(
      'go',
      '#!/bin/sh\necho no route to the modules\nexit 1\n',
    );
    await assert.rejects(
      prepareTemporal({ ...place(go), beside: true }),
      error => {
        assert.match(error.message, /cannot be built/);
        assert.match(error.hint, /no route to the modules/);
        return true;
      },
    );
    assert.deepEqual(readdirSync(directory), ['go']);
  });

  it('says why there is no server where there is no Go', async () => {
    const nowhere = {
      tools: directory,
      env: {},
      go: async () => ({ missing: 'there is no Go' }),
    };
    assert.deepEqual(await prepareTemporal(nowhere), {
      missing: 'there is no Go',
    });
    await assert.rejects(
      requireTemporal(nowhere),
      /no Temporal server: there is no Go/,
    );
  });

  it('takes the one that is named, and none where that is not there', async () => {
    const command = program('own/temporal', '');
    const named = file => ({
      tools: directory,
      env: { TEMPORAL_CLI_PATH: file },
    });
    assert.deepEqual(await prepareTemporal(named(command)), { command });
    await assert.rejects(prepareTemporal(named('/not/there')), /not there/);
  });
});

describe('startTemporalServer', { skip: isWindows }, () => {
  const answering = `#!${process.execPath}
    const { writeFileSync } = require('node:fs');
    const args = process.argv.slice(2);
    if (args[0] === 'server') {
      writeFileSync(__filename + '.args', args.join(' '));
      const port = Number(args[args.indexOf('--port') + 1]);
      require('node:net').createServer(s => s.end()).listen(port, '127.0.0.1');
    }`;

  it('is there once it answers, as it was asked for, and gone once it is stopped', async () => {
    const command = program('temporal', answering);
    const server = await startTemporalServer({
      command,
      file: '/tmp/x.db',
      namespaces: ['shop'],
      settings: { 'frontend.WorkflowPauseEnabled': true },
    });
    const args = readFileSync(`${command}.args`, 'utf8');
    assert.match(args, /^server start-dev --headless .*--ip 127\.0\.0\.1/);
    assert.match(args, /--db-filename \/tmp\/x\.db --namespace shop/);
    assert.match(
      args,
      /--dynamic-config-value frontend.WorkflowPauseEnabled=true/,
    );
    assert.equal(server.address, `127.0.0.1:${server.port}`);
    assert.equal(isAlive(server.pid), true);
    await server.stop();
    assert.equal(isAlive(server.pid), false);
  });

  it('says what the server has said where it does not start', async () => {
    const command = program(
      'temporal',
      '#!/bin/sh\necho the file is locked\nexit 1\n',
    );
    await assert.rejects(startTemporalServer({ command }), error => {
      assert.match(error.message, /does not start/);
      assert.match(error.hint, /the file is locked/);
      return true;
    });
    assert.equal(existsSync(`${command}.args`), false);
  });
});
