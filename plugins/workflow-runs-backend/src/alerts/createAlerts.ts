import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { newId } from '../database/ids';
import { NotificationsConfig } from '../notifications/config';
import { TextRedactor } from '../privacy/Redactor';
import { SavedViews } from '../views/SavedViews';
import { AlertDesk } from './AlertDesk';
import { AlertEvaluator } from './AlertEvaluator';
import { AlertStore } from './AlertStore';
import { AlertTeller } from './AlertTeller';
import { Directory } from './checkRecipients';
import { AlertsConfig } from './config';
import { AlertHooks } from './messages';

/** Puts together what admins ask of alert rules, and what evaluates them; nothing does where they are off. */
export function createAlerts(options: {
  knex: Knex;
  clock: LeaseClock;
  now: () => number;
  logger: LoggerService;
  config: AlertsConfig;
  notifications: NotificationsConfig;
  hooks: AlertHooks;
  views: SavedViews;
  directory: Directory;
  redactor: TextRedactor;
  evaluated: (ms: number) => void;
}): { desk: AlertDesk; evaluator: AlertEvaluator | undefined } {
  const store = new AlertStore(options.knex);
  const teller = new AlertTeller({ config: options.notifications });
  return {
    desk: new AlertDesk({ ...options, store, teller }),
    evaluator: options.config.enabled
      ? new AlertEvaluator({
          ...options,
          store,
          teller,
          owner: newId('alerts'),
          intervalMs: options.config.intervalSeconds * 1_000,
        })
      : undefined,
  };
}
