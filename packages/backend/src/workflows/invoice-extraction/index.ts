export { invoiceExtractionModule as default } from './module';
