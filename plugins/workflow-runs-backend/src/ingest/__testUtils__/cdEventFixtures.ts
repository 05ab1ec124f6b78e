import { CloudEvent } from 'backstage-plugin-workflow-runs-common';

const SOURCE = '/controller/7';
const TIME = '2026-11-28T14:27:05.315384Z';

/**
 * An event as the conformance examples of the CDEvents specification are built, 0.4 to 0.6: with a chain, links of all
 * kinds, a schema of the sender's and data of its own, none of which matters here.
 *
 * @see https://github.com/cdevents/spec/tree/main/conformance
 */
function cdEvent(
  type: string,
  content: object,
  context: object = { version: '0.5.1' },
): CloudEvent {
  const id = `event-${type}`;
  const from = { contextId: 'event-before' };
  const tags = { why: 'a test' };
  return {
    specversion: '1.0',
    id,
    source: SOURCE,
    type: `dev.cdevents.${type}`,
    time: TIME,
    datacontenttype: 'application/json',
    data: {
      context: {
        ...context,
        id,
        chainId: 'chain-1',
        source: SOURCE,
        type: `dev.cdevents.${type}`,
        timestamp: TIME,
        schemaUri: 'https://ci.acme.test/schemas/ours',
        links: [
          { linkType: 'RELATION', linkKind: 'TRIGGER', target: from, tags },
          { linkType: 'PATH', from, tags },
          { linkType: 'END', from, tags },
        ],
      },
      subject: { id: 'subject-1', source: SOURCE, content },
      customData: { ours: [1, { deep: true }] },
      customDataContentType: 'application/json',
    } as any,
  };
}

const url = 'https://ci.acme.test/1';
const pipeline = { pipelineName: 'build' };
const task = {
  taskName: 'compile',
  pipelineRun: { id: 'run-1', source: SOURCE },
};

/** One of each event that is about runs, in the versions that there are. */
export const cdEventFixtures: CloudEvent[] = [
  cdEvent(
    'pipelinerun.queued.0.2.0',
    { ...pipeline, url },
    {
      version: '0.4.1',
    },
  ),
  cdEvent('pipelinerun.started.0.3.0', { ...pipeline, uri: url }),
  cdEvent('pipelinerun.finished.0.3.0', {
    ...pipeline,
    uri: url,
    outcome: 'failure',
    errors: 'it did not compile\nsee above',
  }),
  cdEvent('pipelinerun.finished.0.3.0-draft', { outcome: 'cancel' }),
  cdEvent(
    'taskrun.queued.0.1.0-draft',
    { ...task, uri: url },
    { specversion: '0.6.0-draft' },
  ),
  cdEvent('taskrun.started.0.2.0', { ...task, url }, { version: '0.4.1' }),
  cdEvent('taskrun.finished.0.3.0', {
    ...task,
    uri: url,
    outcome: 'error',
    errors: 'no disk',
  }),
];
