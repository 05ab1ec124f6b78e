import {
  Bone,
  RowsSkeleton,
  sizes,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CHART_HEIGHT } from './charts/TimeChart';
import { useFigureStyles } from './FigureCards';
import { useStatisticsStyles } from './useStatisticsStyles';

/** As many figures as there are of what runs always tell. */
const FIGURES = 11;
/** A chart with what is above and below it. */
const CARD_HEIGHT = CHART_HEIGHT + 146;

/** The shape of the statistics while they load. */
export function StatisticsSkeleton(props: {
  several: boolean;
  onRetry: () => void;
}) {
  const { figures, clip } = useFigureStyles();
  const { pair } = useStatisticsStyles();
  return (
    <>
      {props.several && (
        <Card>
          <RowsSkeleton rows={2} rowHeight={40} />
        </Card>
      )}
      <Card>
        <div className={clip} aria-hidden>
          <div className={figures}>
            {Array.from({ length: FIGURES }, (_, index) => (
              <div key={index}>
                <Bone width={80} height={12} />
                <div style={{ margin: '8px 0' }}>
                  <Bone width={64} height={22} />
                </div>
                <Bone width={104} height={12} />
              </div>
            ))}
          </div>
        </div>
      </Card>
      <div className={pair}>
        {[0, 1].map(index => (
          <Card key={index} padded style={{ height: CARD_HEIGHT }}>
            <Bone height={CARD_HEIGHT - 2 * sizes.cardPaddingY - 2} />
          </Card>
        ))}
      </div>
      <Card>
        <RowsSkeleton
          rows={6}
          rowHeight={sizes.stepRow}
          onRetry={props.onRetry}
        />
      </Card>
    </>
  );
}
