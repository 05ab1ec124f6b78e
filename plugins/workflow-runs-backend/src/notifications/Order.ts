import type { NotificationSeverity } from '@backstage/plugin-notifications-common';
import { Topic } from './config';

/** What a notification says: names that definitions and the catalog give, and never what a run has put out. */
export interface Content {
  title: string;
  description: string;
  link: string;
  severity: NotificationSeverity;
}

/** Something that people are to be told. */
export interface Tell {
  type: 'tell';
  /** Told again, it takes the place of what was told before. */
  scope: string;
  topic: Topic;
  content: Content;
  /** Entity refs of users and groups. */
  recipients: string[];
  toWatchers: boolean;
  /** Who has done it. */
  actors: string[];
}

/** What was told under a scope, or under those that begin with it, is over. */
export interface Settle {
  type: 'settle';
  scope: string;
  /** What has become of it; null: it need not be said. */
  title: string | null;
  actors: string[];
}

/** A failure, which the owners of the workflow are told of once for many. */
export interface Fail {
  type: 'fail';
  fingerprint: string;
  /** Said where it stays the only one. */
  content: Content;
  recipients: string[];
  actors: string[];
}

/** The workflow has succeeded: what fails after that is something new. */
export interface Recover {
  type: 'recover';
}

export type Order = Tell | Settle | Fail | Recover;
