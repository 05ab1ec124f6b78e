import { convertLegacyRouteRef } from '@backstage/core-compat-api';
import {
  entityRunDetailRouteRef,
  entityRunsRouteRef,
  entityStatisticsRouteRef,
  rolledUpRunsRouteRef,
  rolledUpStatisticsRouteRef,
  rootRouteRef,
  runRouteRef,
} from '../routes';

// The same refs as those of the screens, made to work in both systems: links resolve wherever they are mounted.
export const legacyRoutes = {
  root: convertLegacyRouteRef(rootRouteRef),
  run: convertLegacyRouteRef(runRouteRef),
  entityRuns: convertLegacyRouteRef(entityRunsRouteRef),
  entityRunDetail: convertLegacyRouteRef(entityRunDetailRouteRef),
  entityStatistics: convertLegacyRouteRef(entityStatisticsRouteRef),
  rolledUpRuns: convertLegacyRouteRef(rolledUpRunsRouteRef),
  rolledUpStatistics: convertLegacyRouteRef(rolledUpStatisticsRouteRef),
};
