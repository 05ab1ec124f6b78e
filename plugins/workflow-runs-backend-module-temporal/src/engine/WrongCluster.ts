import { Capabilities } from 'backstage-plugin-workflow-runs-common';
import {
  EngineAway,
  EngineInstance,
  RunEngine,
  SyncPage,
} from 'backstage-plugin-workflow-runs-node';
import { WrongClusterConfig } from '../config/readConfig';

/** A cluster that is configured wrongly: it is there to be seen, and answers what is wrong. It has no runs. */
export class WrongCluster implements RunEngine {
  readonly id = 'temporal';

  constructor(private readonly config: WrongClusterConfig) {}

  instances(): readonly EngineInstance[] {
    return [
      {
        id: this.config.id,
        tenantId: 'default',
        environment: 'production',
        mode: 'live',
      },
    ];
  }

  capabilities(): Capabilities {
    return { launch: false, actions: [], logs: false, artifacts: false };
  }

  async sync(): Promise<SyncPage> {
    throw new EngineAway(this.config.problem);
  }
}
