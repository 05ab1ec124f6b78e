import { permissionNames } from 'backstage-plugin-workflow-runs-common';
import { Ask, AsksOf, NONE, pathTo } from './Ask';

/** A run that is hidden is gone from the beginning, just as one that is not there; and a list does not name it. */
export const streamAsks: AsksOf = (world, oracle) => {
  const isRefused = !oracle.has(permissionNames.runRead);
  const ofRun = (index: number): Ask => {
    const runId = world.runId(index);
    return {
      path: `${pathTo('stream')}?run=${runId}@0`,
      check: ({ status, text }) => {
        expect(status).toBe(isRefused ? 403 : 200);
        if (isRefused || (index !== NONE && oracle.sees(index))) return;
        expect(text.split('\n\n')[0]).toBe(
          `event: gone\ndata: {"runId":"${runId}"}`,
        );
      },
    };
  };
  return [
    ...[...world.drawn.runs.keys(), NONE].map(ofRun),
    {
      path: `${pathTo('stream')}?list=true&after=0`,
      check: ({ status }) => expect(status).toBe(isRefused ? 403 : 200),
    },
  ];
};

/** What is hidden is not subscribed to, and neither is what is not there. */
export const subscribeAsks: AsksOf = (world, oracle) =>
  [...world.drawn.runs.keys(), NONE].map((index): Ask => {
    const runId = world.runId(index);
    return {
      path: pathTo('subscribe'),
      body: { runs: [runId] },
      check: ({ status, text }) => {
        const isRefused = !oracle.has(permissionNames.runRead);
        expect(status).toBe(isRefused ? 403 : 200);
        if (!isRefused)
          expect(JSON.parse(text).runs).toEqual(
            oracle.sees(index) ? [runId] : [],
          );
      },
    };
  });
