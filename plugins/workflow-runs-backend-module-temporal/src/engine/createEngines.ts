import { LoggerService } from '@backstage/backend-plugin-api';
import { RunEngine } from 'backstage-plugin-workflow-runs-node';
import { ClusterConnection } from '../client/ClusterConnection';
import { RemoteCodec } from '../client/RemoteCodec';
import { instancesOf, TemporalInstance } from '../config/instancesOf';
import { TemporalConfig } from '../config/readConfig';
import { ClusterConfig } from '../config/schema';
import { loadConverter, PayloadConverter } from '../payloads';
import { FollowedRun } from './sync/RunTeller';
import { Recent } from './sync/Recent';
import { TemporalEngine } from './TemporalEngine';
import { TemporalNamespace } from './TemporalNamespace';
import { WrongCluster } from './WrongCluster';

/** Bytes, as Temporal counts them, of the histories that are kept to read on in; in memory they take some times that. */
const FOLLOWED_BYTES = 16 * 1024 * 1024;

/** What is configured, as engines. */
export function createEngines(
  { clusters, wrong }: TemporalConfig,
  { logger, now }: { logger: LoggerService; now: () => number },
): { engines: readonly RunEngine[]; stop(): Promise<void> } {
  const followed = new Recent<FollowedRun>(FOLLOWED_BYTES);
  const broken = new Map(wrong.map(each => [each.id, each]));
  const connections = new Map<string, ClusterConnection>();
  const converters = new Map<string, PayloadConverter | undefined>();
  for (const cluster of clusters) {
    try {
      converters.set(cluster.id, converterOf(cluster));
      connections.set(cluster.id, new ClusterConnection(cluster, now));
    } catch (error) {
      const problem = `payloadConverterPath: ${error}`;
      broken.set(cluster.id, { id: cluster.id, problem });
    }
  }
  const engineOf = ({ instance, cluster, namespace }: TemporalInstance) =>
    new TemporalEngine({
      instance,
      cluster,
      followed,
      now,
      namespace: new TemporalNamespace({
        cluster: connections.get(cluster.id)!,
        name: namespace,
        codecs: cluster.codec
          ? [new RemoteCodec(cluster.codec, namespace)]
          : [],
        converter: converters.get(cluster.id),
      }),
    });
  const engines = instancesOf(
    clusters.filter(({ id }) => connections.has(id)),
  ).map(engineOf);
  for (const { id, problem } of broken.values()) {
    logger.error(`The Temporal cluster ${id} cannot be asked: ${problem}`);
  }
  return {
    engines: [
      ...engines,
      ...[...broken.values()].map(each => new WrongCluster(each)),
    ],
    async stop() {
      for (const engine of engines) engine.stop();
      await Promise.all(
        [...connections.values()].map(connection => connection.close()),
      );
    },
  };
}

/** @throws Error where the module is not there, or has no converter */
function converterOf({
  payloadConverterPath,
}: ClusterConfig): PayloadConverter | undefined {
  return payloadConverterPath
    ? loadConverter({ payloadConverterPath }).payloadConverter
    : undefined;
}
