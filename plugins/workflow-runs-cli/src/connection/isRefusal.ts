import { exitCodes } from '../exitCodes';
import { explainError } from './explainError';

/** Whether the server has said no for good: to whoever asks, or to what they ask for. */
export function isRefusal(error: unknown): boolean {
  const { exitCode } = explainError(error);
  return exitCode === exitCodes.auth || exitCode === exitCodes.notFound;
}
