export * from './CopyButton';
export * from './RunId';
export { shortenId } from 'backstage-plugin-workflow-runs-common';
