export * from './SlaChip';
export * from './slaWords';
