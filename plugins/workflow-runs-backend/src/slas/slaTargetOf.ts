import {
  parseSlaTarget,
  SloSource,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { ANY_WORKFLOW } from '../slos/config';
import { SlaRule } from './config';

/** How long a run may take, in milliseconds, and who says so. */
export interface SlaTarget {
  targetMs: number;
  source: SloSource;
}

/** What decides it. */
export interface SlaSubject {
  workflow: {
    ref: string;
    /** As the entity says it. */
    slaAnnotated: string | null;
  };
  definition: Pick<WorkflowDefinition, 'sla' | 'chunkOf'>;
  environment: string;
}

/**
 * How long a run that is launched now may take: as the entity says it, then the definition, then the rule of the
 * configuration that names the workflow rather than all, and the environment rather than all. What cannot be
 * understood is taken for absent.
 */
export function slaTargetOf(
  { workflow, definition, environment }: SlaSubject,
  rules: readonly SlaRule[],
): SlaTarget | undefined {
  // A part of a run is late when the run is.
  if (definition.chunkOf) return undefined;
  const annotated = targetMsOf(workflow.slaAnnotated);
  if (annotated !== undefined) {
    return { targetMs: annotated, source: 'annotation' };
  }
  if (definition.sla) {
    return { targetMs: definition.sla.targetMs, source: 'definition' };
  }
  const configured = targetMsOf(
    mostParticular(workflow.ref, environment, rules)?.target ?? null,
  );
  return configured === undefined
    ? undefined
    : { targetMs: configured, source: 'configuration' };
}

/** Of rules that are alike, there is one. */
function mostParticular(
  ref: string,
  environment: string,
  rules: readonly SlaRule[],
): SlaRule | undefined {
  const rank = (rule: SlaRule) =>
    (rule.workflow === ANY_WORKFLOW ? 0 : 2) +
    (rule.environment === undefined ? 0 : 1);
  return rules
    .filter(
      rule =>
        [ref, ANY_WORKFLOW].includes(rule.workflow) &&
        [environment, undefined].includes(rule.environment),
    )
    .sort((a, b) => rank(b) - rank(a))[0];
}

function targetMsOf(text: string | null): number | undefined {
  const parsed = text === null ? undefined : parseSlaTarget(text);
  return parsed && 'targetMs' in parsed ? parsed.targetMs : undefined;
}
