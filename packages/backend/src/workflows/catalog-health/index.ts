export { catalogHealthModule as default } from './module';
