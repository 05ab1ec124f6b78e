export { trialServicesPlugin as default } from './plugin';
