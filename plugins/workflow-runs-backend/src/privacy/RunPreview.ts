import { query } from 'json-p3';
import {
  Json,
  PrivacyFinding,
  PrivacyPolicy,
  PrivacyPolicyContent,
  PrivacyPreviewRun,
} from 'backstage-plugin-workflow-runs-common';
import { RunDetailQueries } from '../queries/RunDetailQueries';
import { RunRecord } from '../queries/runToWire';
import { Finding, Treated } from './findings';
import { Scope } from './Scope';

/** Findings that are told of a run. */
const MAX_FINDINGS = 100;
/** Of what was found, so much is shown. */
const MAX_TEXT = 200;
/** What is looked at of a run: characters of JSON, and lines of logs. */
const MAX_CHARACTERS = 2_000_000;
const MAX_LINES = 500;

/** Applies policies, and tells what they have done. */
export type Treat = (
  value: Json,
  scope: Scope,
  policies: readonly PrivacyPolicy[],
) => Treated;

/**
 * What a policy would do to a run as it is stored. What was taken out before it was stored is not there any more, and
 * what is sealed is not looked at: nobody is shown it, admins neither.
 */
export class RunPreview {
  constructor(
    private readonly options: { details: RunDetailQueries; treat: Treat },
  ) {}

  async of(
    content: PrivacyPolicyContent,
    run: RunRecord,
  ): Promise<PrivacyPreviewRun> {
    const { details, treat } = this.options;
    const scope = { tenantId: run.tenantId, workflow: run.workflow.ref };
    const preview: PrivacyPreviewRun = {
      runId: run.id,
      workflow: scope.workflow,
      findings: [],
      total: 0,
      applies:
        (content.tenantId ?? scope.tenantId) === scope.tenantId &&
        (content.workflow ?? scope.workflow) === scope.workflow,
      cut: false,
    };
    if (!preview.applies) return preview;
    const policies = [draft(content)];
    const look = (
      value: Json,
      place: PrivacyFinding['place'],
      stepKey: string | null,
    ) => {
      for (const finding of treat(value, scope, policies).findings) {
        preview.total += 1;
        if (preview.findings.length === MAX_FINDINGS) continue;
        preview.findings.push(toWire(finding, value, place, stepKey));
      }
    };
    let left = MAX_CHARACTERS;
    for (const payload of await details.payloads(run.id)) {
      left -= payload.bytes;
      if (payload.truncated || left < 0) preview.cut = true;
      if (left < 0) break;
      look(payload.value, payload.direction, payload.stepKey);
    }
    const lines = await details.logs(run.id, { after: 0, limit: MAX_LINES });
    if (lines.length === MAX_LINES) preview.cut = true;
    for (const { message, stepKey } of lines) look(message, 'log', stepKey);
    return preview;
  }
}

function draft(content: PrivacyPolicyContent): PrivacyPolicy {
  return {
    ...content,
    // It is tried before it is switched on.
    enabled: true,
    id: 'draft',
    origin: 'database',
    revision: 1,
    updatedBy: null,
    updatedAt: null,
  };
}

function toWire(
  finding: Finding,
  value: Json,
  place: PrivacyFinding['place'],
  stepKey: string | null,
): PrivacyFinding {
  const { path, kind, treatment, by } = finding;
  return {
    place,
    stepKey,
    path,
    kind,
    treatment,
    rule: 'rule' in by ? by.rule : null,
    detector: 'detector' in by ? by.detector : null,
    text: textOf(finding, value).slice(0, MAX_TEXT),
  };
}

function textOf({ path, inKey, span }: Finding, value: Json): string {
  const [found] = query(path, value as never).nodes;
  const text = inKey ? lastName(path) : found?.value ?? '';
  const written = typeof text === 'string' ? text : JSON.stringify(text);
  return span ? written.slice(span.start, span.end) : written;
}

/** Of a normalized path: `$['a']['it\'s']`. */
function lastName(path: string): string {
  const [, name = ''] = /\['((?:[^'\\]|\\.)*)'\]$/.exec(path) ?? [];
  return name.replace(/\\(.)/g, '$1');
}
