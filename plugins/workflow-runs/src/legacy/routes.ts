import { convertLegacyRouteRef } from '@backstage/core-compat-api';
import { entityRunDetailRouteRef, rootRouteRef, runRouteRef } from '../routes';

// The same refs as those of the screens, made to work in both systems: links resolve wherever they are mounted.
export const legacyRootRouteRef = convertLegacyRouteRef(rootRouteRef);
export const legacyRunRouteRef = convertLegacyRouteRef(runRouteRef);
export const legacyEntityRunDetailRouteRef = convertLegacyRouteRef(
  entityRunDetailRouteRef,
);
