import {
  chooseEnvironment,
  chooseError,
  choosePriority,
  chooseStarter,
  chooseTrigger,
  END,
  makeWorkflows,
  SEED,
  SPAN_MS,
} from './population';
import { chooserOf, Random, randomFrom } from './random';
import { Row, RunStatus, SeededRun } from './SeededRun';

/** The newest runs, of which some have not ended. */
const RECENT = 5_000;
const OPEN: readonly RunStatus[] = ['running', 'queued', 'waiting_human'];
/** Of a few seconds, most of them; of hours, some. */
const LONGEST_MS = 6 * 3_600_000;

/** Makes the runs of a size, one by one: the same number is always the same run. */
export function makeRuns(runs: number): (index: number) => SeededRun {
  const workflows = makeWorkflows(runs);
  const chooseWorkflow = chooserOf(workflows, workflow => workflow.runs);
  return index => {
    const random = randomFrom(SEED + Math.imul(index + 1, 0x9e3779b1));
    // Every third one was launched together with the one before it.
    const place = index % 3 === 2 ? index - 1 : index;
    const orderedAt = Math.floor(END - SPAN_MS * (1 - place / runs));
    const isRecent = index >= runs - RECENT;
    const status = statusOf(random, isRecent);
    const isOpen = OPEN.includes(status);
    const durationMs = isOpen ? null : durationOf(random());
    const workflow = chooseWorkflow(random());
    const tags = tagsOf(random, index);
    const id = idOf(index, random);
    return {
      id,
      orderedAt,
      status,
      tags,
      row: {
        id,
        workflow_id: workflow.id,
        ...rowOf(index, random, status),
        native_id: id,
        workflow_version: `${1 + Math.floor((12 * index) / runs)}.0.0`,
        status,
        tags: JSON.stringify(tags),
        ordered_at: orderedAt,
        queued_at: orderedAt,
        started_at: status === 'queued' ? null : orderedAt + 40,
        completed_at: durationMs === null ? null : orderedAt + durationMs,
        duration_ms: durationMs,
        updated_at: orderedAt + (durationMs ?? 0),
      },
    };
  };
}

/** Nearly all have completed; what is open is among the newest, but for a few that were forgotten. */
function statusOf(random: Random, isRecent: boolean): RunStatus {
  const value = random();
  if (value < (isRecent ? 0.1 : 0.000_02)) {
    return OPEN[Math.floor(random() * OPEN.length)];
  }
  if (value > 0.97) return 'failed';
  return value > 0.955 ? 'canceled' : 'completed';
}

/** As many of a second as of a minute as of an hour, nearly. */
function durationOf(random: number): number {
  return Math.round(100 * (LONGEST_MS / 100) ** (random * random));
}

/** A ULID in form: in the order in which they are made, as real ones are. */
function idOf(index: number, random: Random): string {
  const time = index.toString(16).padStart(10, '0');
  const rest = [random(), random()].map(value =>
    Math.floor(value * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0'),
  );
  return `run_${`${time}${rest.join('')}`.toUpperCase()}`;
}

/** Some are on nearly every run, and some on one in a hundred thousand. */
function tagsOf(random: Random, index: number): string[] {
  const tags: string[] = [];
  if (random() < 0.97) tags.push('managed');
  const region = random();
  if (region < 0.6) tags.push('region:eu');
  else if (region < 0.9) tags.push('region:us');
  const other = random();
  if (other < 0.3) tags.push(`team:${Math.floor(random() * 40)}`);
  else if (other > 0.999) tags.push('canary');
  if (index % 100_003 === 0) tags.push('post-mortem');
  return tags;
}

function rowOf(index: number, random: Random, status: RunStatus): Row {
  const trigger = chooseTrigger(random());
  const starter = chooseStarter(random());
  const startedBy = trigger === 'manual' ? starter : null;
  const isFailed = status === 'failed';
  const [code, category] = chooseError(random());
  return {
    tenant_id: 'default',
    engine_instance: 'embedded',
    namespace: 'default',
    environment: chooseEnvironment(random()),
    priority: choosePriority(random()),
    trigger_type: trigger,
    triggered_by: startedBy ?? `${trigger}:${index % 200}`,
    started_by: startedBy,
    owner_ref: random() < 0.002 ? starter : null,
    hitl: hitlOf(random(), status),
    // Two runs of different workflows are often about the same.
    business_event_id: random() < 0.4 ? `order:${index >> 1}` : null,
    backfill: trigger === 'backfill',
    error_category: isFailed ? category : null,
    error_code: isFailed ? code : null,
    error_message: isFailed ? `The call has failed: ${code}` : null,
    failed_step_key: isFailed ? 'step_2' : null,
    ...slaOf(random, status),
  };
}

function hitlOf(random: number, status: RunStatus): string | null {
  if (status === 'waiting_human') return 'requested';
  if (random > 0.015) return null;
  return random > 0.002 ? 'approved' : 'rejected';
}

/** Three runs in ten have a target, of which one in fifteen is missed. */
function slaOf(random: Random, status: RunStatus): Row {
  if (random() > 0.3) return { sla_target_ms: null, sla_status: null };
  const isOpen = OPEN.includes(status);
  const isLate = random() < 1 / 15;
  const ended = isLate ? 'breached' : 'met';
  const open = isLate ? 'at_risk' : 'on_track';
  return { sla_target_ms: 600_000, sla_status: isOpen ? open : ended };
}
