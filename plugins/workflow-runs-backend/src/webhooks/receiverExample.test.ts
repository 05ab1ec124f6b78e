import { ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newSecret, signedHeaders } from './signature';

const PAGE = join(__dirname, '../../../../docs/how-to/send-webhooks.md');
const [, example] = /\n```js\n([\s\S]+?)\n```\n/.exec(
  readFileSync(PAGE, 'utf8'),
)!;
const secret = newSecret();

describe('the receiver of docs/how-to/send-webhooks.md', () => {
  let receiver: ChildProcess;
  let url: string;
  let said = '';

  beforeAll(async () => {
    // On a port that is free; it says which, and is otherwise as people read it.
    const code = `${example}\nserver.on('listening', () => console.log('at', server.address().port));`;
    receiver = spawn(
      process.execPath,
      ['--input-type=module', '--eval', code],
      {
        cwd: __dirname,
        env: { ...process.env, WEBHOOK_SECRET: secret, PORT: '0' },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    url = await new Promise((resolve, reject) => {
      receiver.on('exit', code => reject(new Error(`It has ended: ${code}`)));
      receiver.stdout!.on('data', chunk => {
        said += chunk;
        const port = /^at (\d+)$/m.exec(said)?.[1];
        if (port) resolve(`http://127.0.0.1:${port}/`);
      });
    });
  });
  afterAll(() => {
    receiver.removeAllListeners('exit');
    receiver.kill();
  });

  const payload = JSON.stringify({
    type: 'run.failed',
    timestamp: '2026-01-01T00:00:00Z',
    data: { run: { id: 'run_1' } },
  });
  const post = async (body: string, at = Date.now()) => {
    const headers = signedHeaders({ id: 'msg_1', payload }, [secret], at);
    const answer = await fetch(url, { method: 'POST', headers, body });
    return answer.status;
  };

  it('has at most thirty lines', () => {
    expect(example.split('\n').length).toBeLessThanOrEqual(30);
  });

  it('takes what we sign, and does it once', async () => {
    expect(await post(payload)).toBe(204);
    expect(await post(payload)).toBe(204);

    expect(said.match(/^run\.failed run_1$/gm)).toHaveLength(1);
  });

  it('refuses what was changed, and what is old', async () => {
    expect(await post(payload.replace('failed', 'completed'))).toBe(401);
    expect(await post(payload, Date.now() - 3_600_000)).toBe(401);
  });
});
