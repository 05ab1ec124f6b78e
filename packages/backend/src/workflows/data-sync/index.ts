export { dataSyncModule as default } from './module';
