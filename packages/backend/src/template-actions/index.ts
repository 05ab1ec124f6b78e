export { templateActionsModule as default } from './module';
