import {
  parseReport,
  StepContext,
  StepFailure,
  StepReport,
  StepTrace,
} from 'backstage-plugin-workflow-runs-node';
import { newId } from '../database/ids';
import { digest } from '../artifacts/ArtifactStore';
import { AttemptRunnerOptions, AttemptTask } from './AttemptRunner';
import { AttemptVoice } from './AttemptVoice';
import { tooLarge } from './payloadLimits';

/** What a handler tells beside its output, to be read when it ends. */
export interface HandlerWork {
  usage: { tokens?: number; computeMs?: number };
  report?: StepReport;
}

/** Everything that a handler gets. */
export function createStepContext(
  task: AttemptTask,
  options: Pick<AttemptRunnerOptions, 'artifacts' | 'secrets' | 'limits'>,
  attempt: {
    signal: AbortSignal;
    voice: AttemptVoice;
    heartbeat: () => void;
    trace: StepTrace;
    work: HandlerWork;
  },
): StepContext {
  const { speaker, generation } = task;
  const { runId, step, item } = speaker;
  const { signal, voice, heartbeat, trace, work } = attempt;
  return {
    runId,
    stepKey: step,
    input: structuredClone(task.input),
    // Copies, made when they are read: what a handler does to them is nobody else's business.
    outputs: task.outputs,
    attempt: speaker.attempt,
    idempotencyKey:
      task.idempotencyKey ?? idempotencyKey(runId, generation, step, item),
    signal,
    logger: voice.logger,
    progress: voice.progress,
    artifacts: { add: file => addArtifact(task, options, file) },
    usage: used => addUsage(work.usage, used),
    heartbeat,
    report: report => {
      const parsed = parseReport(report);
      const bytes = Buffer.byteLength(JSON.stringify(parsed));
      refuseTooLarge('report', bytes, options, 'payloadBytes');
      work.report = options.secrets.json(parsed);
    },
    secret: name => options.secrets.get(name),
    trace,
  };
}

async function addArtifact(
  { speaker, generation, addArtifact: record }: AttemptTask,
  options: Pick<AttemptRunnerOptions, 'artifacts' | 'secrets' | 'limits'>,
  file: { name: string; contentType: string; content: string | Uint8Array },
): Promise<string> {
  const { artifacts, secrets } = options;
  const content = Buffer.from(file.content as Uint8Array);
  const name = secrets.text(file.name).slice(0, 256);
  const field = `artifact '${name}'`;
  refuseTooLarge(field, content.length, options, 'artifactBytes');
  const id = newId('art');
  const artifact = {
    id,
    step: speaker.step,
    item: speaker.item,
    generation,
    attempt: speaker.attempt,
    name,
    contentType: secrets.text(file.contentType).slice(0, 128),
    bytes: content.length,
    sha256: digest(content),
    store: artifacts.id,
  };
  await record(artifact, content);
  return id;
}

function refuseTooLarge(
  field: string,
  bytes: number,
  { limits }: Pick<AttemptRunnerOptions, 'limits'>,
  limit: 'payloadBytes' | 'artifactBytes',
) {
  const problem = tooLarge(field, bytes, limits, limit);
  if (!problem) return;
  throw new StepFailure('validation_failed', problem, {
    code: limit === 'artifactBytes' ? 'ARTIFACT_TOO_LARGE' : 'REPORT_TOO_LARGE',
  });
}

function addUsage(
  sum: HandlerWork['usage'],
  used: { tokens?: number; computeMs?: number },
) {
  for (const unit of ['tokens', 'computeMs'] as const) {
    const amount = used[unit];
    // Columns of whole numbers; what a handler measures may be none.
    if (Number.isFinite(amount) && amount! > 0) {
      sum[unit] = (sum[unit] ?? 0) + Math.round(amount!);
    }
  }
}

/** The same for all attempts of a step within a generation. */
export function idempotencyKey(
  runId: string,
  generation: number,
  step: string,
  item: number,
): string {
  const place = item < 0 ? step : `${step}/${item}`;
  return generation === 0
    ? `${runId}/${place}`
    : `${runId}/${place}/g${generation}`;
}
