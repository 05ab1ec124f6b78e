export * from './JsonView';
export * from './RedactedText';
export * from './RevealContext';
export * from './jsonLines';
export * from './redacted';
