import { Bone, RowsSkeleton } from '../states';
import { sizes } from '../theme';
import { ROW_HEIGHT } from './TimelineRow';

/** A monitor that is still loading, in the shape that it will have. */
export function MonitorSkeleton() {
  return (
    <>
      <div
        aria-hidden
        style={{
          display: 'flex',
          flexDirection: 'column',
          gap: 16,
          padding: `${sizes.cardPaddingY}px ${sizes.cardPaddingX}px`,
        }}
      >
        <div style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
          <Bone width={180} height={20} />
          <Bone width={88} height={sizes.chip} />
        </div>
        <Bone height={sizes.progress} />
      </div>
      <RowsSkeleton rows={4} rowHeight={ROW_HEIGHT} />
    </>
  );
}
