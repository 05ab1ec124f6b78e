import { InputError } from '@backstage/errors';
import { EngineInstance } from 'backstage-plugin-workflow-runs-node';
import { ClusterConfig } from './schema';

/** A namespace of a cluster: an engine of its own, so that limits, leases and back-off are its own, too. */
export interface TemporalInstance {
  instance: EngineInstance;
  namespace: string;
  cluster: ClusterConfig;
}

/** @throws InputError where two of them would have one id */
export function instancesOf(
  clusters: readonly ClusterConfig[],
): TemporalInstance[] {
  const all = clusters.flatMap(cluster =>
    cluster.namespaces.map((namespace, index) => ({
      instance: instanceOf(cluster, namespace, index === 0),
      namespace,
      cluster,
    })),
  );
  const seen = new Map<string, TemporalInstance>();
  for (const each of all) {
    const other = seen.get(each.instance.id);
    if (other) {
      throw new InputError(
        `workflowRuns.temporal.clusters: the namespaces '${other.namespace}' of ${other.cluster.id} and '${each.namespace}' of ${each.cluster.id} would both be the engine '${each.instance.id}'`,
      );
    }
    seen.set(each.instance.id, each);
  }
  return all;
}

function instanceOf(
  cluster: ClusterConfig,
  namespace: string,
  isFirst: boolean,
): EngineInstance {
  const { id, title = id, tenant, environment, mode, limits } = cluster;
  const { requestsPerSecond, burst = requestsPerSecond * 2 } = limits;
  return {
    id: isFirst ? id : `${id}-${slugOf(namespace)}`.slice(0, 63),
    title: cluster.namespaces.length > 1 ? `${title} (${namespace})` : title,
    tenantId: tenant,
    environment,
    mode,
    limits: { requestsPerSecond, burst },
  };
}

/** Ids are lower case; those of Temporal Cloud have a dot. */
function slugOf(namespace: string): string {
  return namespace.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
