import { LoggerService } from '@backstage/backend-plugin-api';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { newId } from '../database/ids';
import { Watchers } from '../watching/Watchers';
import { NotificationsConfig } from './config';
import { NotificationReader } from './NotificationReader';
import { NotificationSender } from './NotificationSender';

/** What tells people of runs; nothing where nobody is to be told. */
export function createNotifications(options: {
  knex: Knex;
  clock: LeaseClock;
  now: () => number;
  logger: LoggerService;
  watchers: Watchers;
  config: NotificationsConfig;
  service: NotificationService;
}): { readers: NotificationReader[]; sender: NotificationSender | undefined } {
  if (!options.config.enabled) return { readers: [], sender: undefined };
  return {
    readers: [new NotificationReader(options)],
    sender: new NotificationSender({
      ...options,
      owner: newId('sender'),
      notifications: options.service,
    }),
  };
}
