import { LoggerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import { LIVE_CHANNEL, LiveHint } from 'backstage-plugin-workflow-runs-common';

/** Sends hints to users by signals. Where nobody takes signals they are lost, which is said once. */
export class HintSender {
  #hasFailed = false;

  constructor(
    private readonly options: {
      signals: SignalsService;
      logger: LoggerService;
    },
  ) {}

  async send(userRef: string, { runIds, position }: LiveHint): Promise<void> {
    const { signals, logger } = this.options;
    try {
      await signals.publish({
        recipients: { type: 'user', entityRef: userRef },
        channel: LIVE_CHANNEL,
        message: { runIds, position },
      });
    } catch (error) {
      if (!this.#hasFailed) logger.warn(`Hints by signals are lost: ${error}`);
      this.#hasFailed = true;
    }
  }
}
