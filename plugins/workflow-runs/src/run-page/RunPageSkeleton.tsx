import {
  Bone,
  RowsSkeleton,
  sizes,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';

/** The shape of a run page while it loads. */
export function RunPageSkeleton(props: { onRetry?: () => void }) {
  return (
    <>
      <Card padded>
        <Bone width={320} height={28} />
        <div style={{ display: 'flex', gap: 32, marginTop: 16 }}>
          {[280, 120, 120, 160].map((width, index) => (
            <Bone key={index} width={width} height={48} />
          ))}
        </div>
      </Card>
      <Card padded>
        <Bone height={40} />
      </Card>
      <Card>
        <RowsSkeleton
          rows={10}
          rowHeight={sizes.stepRow}
          onRetry={props.onRetry}
        />
      </Card>
    </>
  );
}
