export * from './JsonView';
export * from './RedactedText';
export * from './jsonLines';
export * from './redacted';
