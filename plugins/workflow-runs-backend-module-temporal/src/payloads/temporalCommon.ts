/**
 * What of Temporal's SDK reads payloads. `internal-non-workflow` is no public path: it is named here, and nowhere else.
 */
import { DataConverter, LoadedDataConverter } from '@temporalio/common';
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow';

export type {
  DataConverter,
  LoadedDataConverter,
  Payload,
  PayloadCodec,
  PayloadConverter,
} from '@temporalio/common';

/**
 * The data converter of an integrator, with the modules that its paths name.
 *
 * @throws Error where a path names no module, or one without a converter
 */
export function loadConverter(converter: DataConverter): LoadedDataConverter {
  return loadDataConverter(converter);
}
