import { KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  RunSnapshot,
  stepIdOf,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useElementWidth } from '../../layout/useElementWidth';
import { useStepStyles } from '../styles';
import { ZoomControls } from '../ZoomControls';
import { GraphEdges } from './GraphEdges';
import { GraphNodeButton } from './GraphNodeButton';
import { GraphNode, graphNodes } from './graphNodes';
import { useGraphStyles } from './graphStyles';
import { layoutGraph } from './layout';
import { neighbourOf } from './neighbourOf';
import { CELL, fitScale, MARGIN, NODE, sizeOf } from './scale';
import { useDragScroll } from './useDragScroll';

/** More cannot be told apart. */
const MOST_NODES = 200;
const SMALLEST = 0.25;
const LARGEST = 2;

/** What waits for what, with branches side by side. */
export function StepGraph(props: {
  snapshot: RunSnapshot;
  /** Those that the filter has found; the others are drawn faintly. */
  steps: Step[];
  selected: string | undefined;
  onSelect: (stepId: string | undefined) => void;
  onShowTable: () => void;
}) {
  const { snapshot, steps, selected, onSelect, onShowTable } = props;
  const classes = useGraphStyles();
  const stepClasses = useStepStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [openForks, setOpenForks] = useState<ReadonlySet<string>>(new Set());
  const nodes = useMemo(
    () => graphNodes(snapshot.steps, openForks),
    [snapshot.steps, openForks],
  );
  const tooMany = nodes.length > MOST_NODES;
  // While a run goes on, statuses change and places do not.
  const shape = nodes.map(({ id, dependsOn }) => [id, ...dependsOn].join('\n'));
  const layout = useMemo(
    () => layoutGraph(tooMany ? [] : nodes),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [shape.join('\n\n'), tooMany],
  );
  const found = useMemo(() => new Set(steps.map(stepIdOf)), [steps]);
  const { ref, element, width } = useElementWidth<HTMLDivElement>();
  const size = sizeOf(layout);
  const fitting = fitScale(size, width);
  const [chosenScale, setScale] = useState<number>();
  const scale = chosenScale ?? fitting;
  const zoom = (factor: number) =>
    setScale(Math.min(LARGEST, Math.max(SMALLEST, scale * factor)));
  useDragScroll(element, zoom);

  const buttons = useRef(new Map<string, HTMLButtonElement>());
  const [focused, setFocused] = useState<string>();
  const tabStop = [focused, selected, nodes[0]?.id].find(
    id => id !== undefined && layout.places.has(id),
  );

  const open = (node: GraphNode) => {
    if (node.kind === 'step') onSelect(node.id);
    else setOpenForks(new Set([...openForks, node.id]));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onSelect(undefined);
    if (event.key === '+' || event.key === '=') zoom(1.25);
    if (event.key === '-') zoom(0.8);
    const next = focused && neighbourOf(layout, focused, event.key);
    if (!next) return;
    event.preventDefault();
    buttons.current.get(next)?.focus();
    const isStep = nodes.find(({ id }) => id === next)?.kind === 'step';
    if (selected !== undefined && isStep) onSelect(next);
  };

  if (tooMany) {
    return (
      <EmptyState
        title={t('steps.graph.tooMany', { steps: String(nodes.length) })}
        actions={
          <TextButton variant="outlined" color="primary" onClick={onShowTable}>
            {t('steps.graph.showTable')}
          </TextButton>
        }
      >
        {t('steps.graph.tooManyHint', { most: String(MOST_NODES) })}
      </EmptyState>
    );
  }
  return (
    <>
      <div ref={ref} className={classes.scroll}>
        <div
          className={classes.sheet}
          style={{ width: size.width * scale, height: size.height * scale }}
        >
          <div
            className={classes.canvas}
            style={{ ...size, transform: `scale(${scale})` }}
          >
            <GraphEdges layout={layout} size={size} selected={selected} />
            {/* The nodes handle the keys that reach the list. */}
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
            <ul
              className={classes.nodes}
              aria-label={t('steps.graph.label')}
              onKeyDown={onKeyDown}
            >
              {nodes.map(node => {
                const place = layout.places.get(node.id);
                if (!place) return null;
                return (
                  <li
                    key={node.id}
                    className={classes.node}
                    style={{
                      left: MARGIN + place.layer * CELL.width,
                      top: MARGIN + place.lane * CELL.height,
                      ...NODE,
                    }}
                  >
                    <GraphNodeButton
                      node={node}
                      nameOf={id => nameOf(nodes, id)}
                      selected={node.id === selected}
                      faint={
                        node.kind === 'step'
                          ? !found.has(node.id)
                          : !node.steps.some(each => found.has(stepIdOf(each)))
                      }
                      tabStop={node.id === tabStop}
                      buttonRef={button => {
                        if (button) buttons.current.set(node.id, button);
                        else buttons.current.delete(node.id);
                      }}
                      onFocus={() => setFocused(node.id)}
                      onOpen={() => open(node)}
                    />
                  </li>
                );
              })}
            </ul>
          </div>
        </div>
      </div>
      <div className={stepClasses.legend}>
        <span>{t('steps.graph.hint')}</span>
        {[...openForks].map(id => (
          <TextButton
            key={id}
            size="small"
            onClick={() =>
              setOpenForks(new Set([...openForks].filter(each => each !== id)))
            }
          >
            {t('steps.graph.close')}
          </TextButton>
        ))}
        <span className={stepClasses.hint} />
        <ZoomControls
          percent={Math.round(scale * 100)}
          canShrink={scale > SMALLEST}
          onZoom={zoom}
          onFit={() => setScale(undefined)}
        />
      </div>
    </>
  );
}

/** The name of a step of the graph; nothing for branches that are drawn as one. */
function nameOf(nodes: GraphNode[], id: string): string | undefined {
  const node = nodes.find(each => each.id === id);
  return node?.kind === 'step' ? node.step.name : undefined;
}
