export * from './Announcer';
export * from './ConnectionAnnouncer';
export * from './ConnectionNote';
export * from './LiveIndicator';
export type {
  Connection,
  ConnectionStatus,
} from 'backstage-plugin-workflow-runs-common';
