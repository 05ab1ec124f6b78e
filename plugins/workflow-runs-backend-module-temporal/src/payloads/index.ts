export { PayloadReader } from './PayloadReader';
export { decodePayloads } from './decodePayloads';
export { loadConverter } from './temporalCommon';
export type {
  DataConverter,
  LoadedDataConverter,
  Payload,
  PayloadCodec,
  PayloadConverter,
} from './temporalCommon';
