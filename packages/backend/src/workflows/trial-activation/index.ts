export { trialActivationModule as default } from './module';
