import { CloudEvent } from 'backstage-plugin-workflow-runs-common';

/** When the first build began. */
const BEGIN = Date.parse('2026-11-28T08:00:00Z');

/** Events of builds with two tasks each, in the order in which they happened, as CDEvents tell them. */
export function buildEvents(options: {
  runs: number;
  source: string;
  /** Epoch milliseconds at which the first one began. */
  begin?: number;
}): CloudEvent[] {
  const { runs, source, begin = BEGIN } = options;
  return Array.from({ length: runs }, (_, index) =>
    eventsOfBuild(source, index, begin + index * 1_000),
  ).flat();
}

function eventsOfBuild(
  source: string,
  index: number,
  begin: number,
): CloudEvent[] {
  const id = `build-${index}`;
  const isFailing = index % 5 === 4;
  let clock = begin;
  const event = (type: string, subject: object): CloudEvent => {
    clock += 100;
    return {
      specversion: '1.0',
      id: `${id}-${clock}`,
      source,
      type: `dev.cdevents.${type}`,
      time: new Date(clock).toISOString(),
      datacontenttype: 'application/json',
      data: { context: { version: '0.4.1' }, subject } as any,
    };
  };
  const pipeline = (verb: string, said: object = {}) =>
    event(`pipelinerun.${verb}.0.2.0`, {
      id,
      content: { pipelineName: `build-${index % 7}`, ...said },
    });
  const task = (name: string, verb: string, said: object = {}) =>
    event(`taskrun.${verb}.0.2.0`, {
      id: `${id}-${name}`,
      content: { taskName: name, pipelineRun: { id }, ...said },
    });
  const outcome = isFailing
    ? { outcome: 'failure', errors: 'assertion failed' }
    : { outcome: 'success' };
  return [
    pipeline('queued'),
    pipeline('started'),
    task('compile', 'started'),
    task('compile', 'finished', { outcome: 'success' }),
    task('test', 'started'),
    task('test', 'finished', outcome),
    pipeline('finished', outcome),
  ];
}

/** The same in any order, and every time the same. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed;
  const random = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
  const mixed = [...items];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
  }
  return mixed;
}
