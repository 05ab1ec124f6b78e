import type {
  RouteId,
  RouteInput,
  RouteResult,
  Routes,
} from 'backstage-plugin-workflow-runs-common';
import type { Connection } from '../connection/Connection';
import type { Output } from '../output/Output';
import type {
  ArgumentSpecs,
  GivenArguments,
  GivenOptions,
  OptionSpecs,
} from './defineCommand';

/** What a process has around it; tests have their own. */
export interface Surroundings {
  env: NodeJS.ProcessEnv;
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
}

/** What a command works with. */
export interface CommandContext<
  Arguments extends ArgumentSpecs = ArgumentSpecs,
  Options extends OptionSpecs = OptionSpecs,
> {
  args: GivenArguments<Arguments>;
  options: GivenOptions<Options>;
  output: Output;
  surroundings: Surroundings;
  /** Aborts with Ctrl-C. */
  signal: AbortSignal;
  /** The server; the first call finds out which, and loads the client. */
  connect(): Promise<Connection>;
  /** Calls an operation of the API. */
  call<Id extends RouteId>(
    id: Id,
    input: RouteInput<Routes[Id]>,
    options?: {
      /** Makes a repeated call answer like the first. */
      idempotencyKey?: string;
    },
  ): Promise<RouteResult<Routes[Id]>>;
}
