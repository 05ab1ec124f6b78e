import { LoggerService } from '@backstage/backend-plugin-api';
import { RunEngine } from 'backstage-plugin-workflow-runs-node';
import { ClusterConnection } from '../client/ClusterConnection';
import { RemoteCodec } from '../client/RemoteCodec';
import { instancesOf, TemporalInstance } from '../config/instancesOf';
import { TemporalConfig } from '../config/readConfig';
import { FollowedRun } from './sync/RunTeller';
import { Recent } from './sync/Recent';
import { TemporalEngine } from './TemporalEngine';
import { TemporalNamespace } from './TemporalNamespace';
import { WrongCluster } from './WrongCluster';

/** Bytes, as Temporal counts them, of the histories that are kept to read on in; in memory they take some times that. */
const FOLLOWED_BYTES = 16 * 1024 * 1024;

/** What is configured, as engines. */
export function createEngines(
  config: TemporalConfig,
  { logger, now }: { logger: LoggerService; now: () => number },
): { engines: readonly RunEngine[]; stop(): Promise<void> } {
  const followed = new Recent<FollowedRun>(FOLLOWED_BYTES);
  const connections = new Map(
    config.clusters.map(cluster => [
      cluster.id,
      new ClusterConnection(cluster, now),
    ]),
  );
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
      }),
    });
  const engines = instancesOf(config).map(engineOf);
  for (const { id, problem } of config.wrong) {
    logger.error(`The Temporal cluster ${id} cannot be asked: ${problem}`);
  }
  return {
    engines: [...engines, ...config.wrong.map(each => new WrongCluster(each))],
    async stop() {
      for (const engine of engines) engine.stop();
      await Promise.all(
        [...connections.values()].map(connection => connection.close()),
      );
    },
  };
}
