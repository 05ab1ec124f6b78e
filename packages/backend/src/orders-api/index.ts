export { ordersApiPlugin as default } from './plugin';
