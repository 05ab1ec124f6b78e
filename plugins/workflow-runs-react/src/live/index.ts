export * from './Announcer';
export * from './LiveIndicator';
export * from './connection';
