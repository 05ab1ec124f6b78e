import { LoggerService } from '@backstage/backend-plugin-api';

/** Says nothing, or says what is wrong to the one who asks. */
export function silentLogger(
  onProblem: (message: string) => void = () => {},
): LoggerService {
  const logger: LoggerService = {
    debug: () => {},
    info: () => {},
    warn: message => onProblem(String(message)),
    error: message => onProblem(String(message)),
    child: () => logger,
  };
  return logger;
}
