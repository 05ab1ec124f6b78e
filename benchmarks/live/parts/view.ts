import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { runIdOf } from './write';

export interface ViewTask {
  port: number;
  runs: number;
  /** Each watches a run. */
  viewers: number;
  /** Each watches the list of all runs. */
  lists: number;
}

/** Of how long something took, in milliseconds, and how often it was looked at. */
export interface Times {
  count: number;
  p50: number;
  p99: number;
}

/** Opens streams, and looks how old what they tell is when it comes. */
export async function view({ port, runs, viewers, lists }: ViewTask) {
  const agent = new Agent({ maxSockets: Infinity });
  const ofRuns: number[] = [];
  const ofLists: number[] = [];
  let isReady = false;
  const open = (query: string, take: (event: string, data: string) => void) =>
    new Promise<void>((resolve, reject) => {
      const asked = get(
        `http://127.0.0.1:${port}/api/workflow-runs/v1/stream?${query}`,
        {
          agent,
          headers: {
            Authorization: 'Bearer mock-user-token:{"sub":"user:default/one"}',
          },
        },
        response => {
          if (response.statusCode !== 200)
            reject(new Error(`It answers ${response.statusCode}`));
          let text = '';
          response.setEncoding('utf8');
          response.on('data', chunk => {
            resolve();
            text += chunk;
            const frames = text.split('\n\n');
            text = frames.pop()!;
            if (!isReady) return;
            for (const frame of frames) {
              const [first, ...others] = frame.split('\n');
              take(first.slice(7), others.at(-1)!.slice(6));
            }
          });
        },
      );
      asked.on('error', reject);
    });
  for (let i = 0; i < viewers; i++) {
    await open(`run=${runIdOf(i % runs)}`, (event, data) => {
      if (event !== 'update') return;
      const now = Date.now();
      for (const { recordedAt } of JSON.parse(data).events)
        ofRuns.push(now - Date.parse(recordedAt));
    });
  }
  for (let i = 0; i < lists; i++) {
    await open('list=true', (event, data) => {
      if (event !== 'runs') return;
      const now = Date.now();
      // One of them is enough to know, and all are parsed by a browser, not here.
      const [newest] = /"updatedAt":"[^"]+"/.exec(data) ?? [];
      if (newest) ofLists.push(now - Date.parse(newest.slice(13, -1)));
    });
  }
  await sleep(1_000);
  isReady = true;
  return {
    results: () => {
      const results = { runs: timesOf(ofRuns), lists: timesOf(ofLists) };
      ofRuns.length = 0;
      ofLists.length = 0;
      return results;
    },
  };
}

function timesOf(values: number[]): Times {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { count: sorted.length, p50: at(0.5), p99: at(0.99) };
}
