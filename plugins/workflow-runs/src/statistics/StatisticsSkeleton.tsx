import {
  Bone,
  RowsSkeleton,
  sizes,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CHART_HEIGHT } from './DurationBars';

/** The shape of the statistics while they load. */
export function StatisticsSkeleton() {
  return (
    <div
      style={{ display: 'flex', flexDirection: 'column', gap: sizes.cardGap }}
    >
      <div style={{ height: 28, display: 'flex', alignItems: 'center' }}>
        <Bone width={360} height={14} />
      </div>
      <Card padded>
        <Bone height={66} />
      </Card>
      <Card padded>
        <Bone height={CHART_HEIGHT + 60} />
      </Card>
      <Card>
        <RowsSkeleton rows={5} rowHeight={40} />
      </Card>
    </div>
  );
}
