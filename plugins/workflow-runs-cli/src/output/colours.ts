import { createColors } from 'picocolors';

/** Colours of a terminal; they leave text as it is where it wants none. */
export type Colours = ReturnType<typeof createColors>;

/** @see https://no-color.org: any value that is not empty says no, whoever reads. */
export function coloursFor(
  stream: { isTTY?: boolean },
  env: NodeJS.ProcessEnv,
): Colours {
  if (env.NO_COLOR) return createColors(false);
  if (env.FORCE_COLOR) return createColors(env.FORCE_COLOR !== '0');
  return createColors(Boolean(stream.isTTY) && env.TERM !== 'dumb');
}

/** The colour that a status has on screen, as near as sixteen colours come. */
export function colourOfStatus(
  colours: Colours,
  status: string,
): (text: string) => string {
  switch (status) {
    case 'completed':
    case 'met':
    case 'approved':
    case 'ok':
      return colours.green;
    case 'failed':
    case 'breached':
    case 'rejected':
    case 'firing':
      return colours.red;
    case 'waiting_human':
    case 'retrying':
    case 'at_risk':
    case 'canceling':
    case 'lost':
      return colours.yellow;
    case 'running':
    case 'requested':
      return colours.blue;
    default:
      return colours.gray;
  }
}
