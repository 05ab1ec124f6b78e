import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { ClusterConfig, clusterSchema } from './schema';

const FIELD = 'workflowRuns.temporal.clusters';

/** A cluster whose configuration breaks a rule: it is shown, and cannot be asked. */
export interface WrongClusterConfig {
  id: string;
  /** Names the field and the rule. */
  problem: string;
}

/** `workflowRuns.temporal`. */
export interface TemporalConfig {
  clusters: ClusterConfig[];
  wrong: WrongClusterConfig[];
}

/**
 * One cluster that is configured wrongly must not take the others with it: it is set apart, with what is wrong about
 * it. Without an id there is nothing to show it as.
 *
 * @throws InputError where a cluster has no id, or that of another
 */
export function readConfig(config: Config): TemporalConfig {
  const section = config.getOptional('workflowRuns.temporal') ?? {
    clusters: [],
  };
  const { clusters } = demand(
    z.strictObject({ clusters: z.array(z.looseObject({})) }),
    section,
    'workflowRuns.temporal',
  );
  const seen = new Map<string, number>();
  const read: TemporalConfig = { clusters: [], wrong: [] };
  for (const [index, cluster] of clusters.entries()) {
    const at = `${FIELD}[${index}]`;
    const id = demand(clusterSchema.shape.id, cluster.id, `${at}.id`);
    if (seen.has(id)) {
      throw new InputError(
        `${at}.id: '${id}' is the id of ${FIELD}[${seen.get(id)}] already`,
      );
    }
    seen.set(id, index);
    const parsed = clusterSchema.safeParse(cluster);
    if (parsed.success) read.clusters.push(parsed.data);
    else read.wrong.push({ id, problem: problemOf(parsed.error, at) });
  }
  return read;
}

function demand<T extends z.ZodType>(
  schema: T,
  value: unknown,
  field: string,
): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InputError(problemOf(parsed.error, field));
}

/** Of choices, the one that got furthest says what is wrong. */
function problemOf(error: z.ZodError, field: string): string {
  let [issue] = error.issues;
  const path = [...issue.path];
  while (issue.code === 'invalid_union' && issue.errors.length > 0) {
    [issue] = [...issue.errors].pop()!;
    path.push(...issue.path);
  }
  return `${[field, ...path].join('.')}: ${issue.message}`;
}
