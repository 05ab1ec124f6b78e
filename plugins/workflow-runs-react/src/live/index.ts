export * from './Announcer';
export * from './ConnectionAnnouncer';
export * from './ConnectionNote';
export * from './LiveIndicator';
export * from './connection';
