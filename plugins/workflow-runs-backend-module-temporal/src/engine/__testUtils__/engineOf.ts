import { PayloadCodec } from '@temporalio/common';
import { instancesOf } from '../../config/instancesOf';
import { clusterSchema } from '../../config/schema';
import { FollowedRun } from '../sync/RunTeller';
import { Recent } from '../sync/Recent';
import { TemporalEngine } from '../TemporalEngine';
import { TemporalNamespace } from '../TemporalNamespace';
import { FakeTemporal } from './FakeTemporal';

/** The engine of a fake cluster; as if nothing had been asked of it before. */
export function engineOf(
  temporal: FakeTemporal,
  {
    codecs = [],
    now = Date.now,
    room = 1_000_000,
    ...options
  }: {
    codecs?: readonly PayloadCodec[];
    now?: () => number;
    /** Of histories that are kept, in bytes. */
    room?: number;
    [option: string]: unknown;
  } = {},
) {
  const cluster = clusterSchema.parse({
    id: 'temporal',
    address: temporal.address,
    limits: { visibilityPerSecond: 100 },
    ...options,
  });
  const [{ instance, namespace }] = instancesOf([cluster]);
  const engine = new TemporalEngine({
    instance,
    cluster,
    namespace: new TemporalNamespace({
      cluster: temporal,
      name: namespace,
      codecs,
    }),
    followed: new Recent<FollowedRun>(room),
    now,
  });
  return { engine, instance };
}
