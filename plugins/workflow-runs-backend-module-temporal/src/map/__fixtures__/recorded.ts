import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { temporal } from '@temporalio/proto';
import { PayloadReader } from '../../payloads';
import { Description, HistoryEvent } from '../protobuf';
import { RunHistory } from '../RunHistory';

const { DescribeWorkflowExecutionResponse } = temporal.api.workflowservice.v1;
const directory = resolvePackagePath(
  'backstage-plugin-workflow-runs-backend-module-temporal',
  'src/map/__fixtures__/histories',
);

/** A run as it was when it was recorded; see `dev/recorder`. */
export interface RecordedRun {
  workflowId: string;
  runId: string;
  description: Description;
  events: HistoryEvent[];
}

/** Names of all recorded histories. */
export const recordings = readdirSync(directory)
  .map(file => file.replace('.json', ''))
  .sort();

/** The runs of a recording, anew each time. */
export function recorded(name: string): RecordedRun[] {
  const text = readFileSync(join(directory, `${name}.json`), 'utf8');
  const { workflowId, runs } = JSON.parse(text);
  return runs.map((run: any) => ({
    workflowId: run.workflowId ?? workflowId,
    runId: run.runId,
    description: DescribeWorkflowExecutionResponse.fromObject(run.description),
    events: historyFromJSON({ events: run.events }).events ?? [],
  }));
}

/** What is known of a recorded run. */
export function historyOf(
  { workflowId, runId, description, events }: RecordedRun,
  reader: PayloadReader = PayloadReader.create(),
): RunHistory {
  const run = { namespace: 'default', workflowId, runId };
  const history = RunHistory.create(run, reader);
  history.add(events);
  history.describe(description);
  return history;
}
