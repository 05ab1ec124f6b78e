import { createContext, useContext } from 'react';

/**
 * Who shows what tokens stand for; null where that cannot be asked. It is called with the id of a token and the kind
 * of its value.
 *
 * @public
 */
export const RevealContext = createContext<
  ((token: string, kind: string) => void) | null
>(null);

/** @public */
export const useRevealer = () => useContext(RevealContext);
