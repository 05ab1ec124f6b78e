import { KeyboardEvent } from 'react';
import { Step } from 'backstage-plugin-workflow-runs-common';
import { ZOOM_STEP } from '../ZoomControls';
import { GanttRow } from './rows';
import { TimeWindow } from './useTimeWindow';

/** The share of what is in view that an arrow key moves it by. */
const PAN_BY = 0.2;

/** What keys do in the Gantt: menus, rows that open, the time in view, and what they do in any list of steps. */
export function ganttKeys(options: {
  /** The one that keys act on. */
  row: GanttRow | undefined;
  window: TimeWindow;
  onMenu: (step: Step) => void;
  onToggle: (rowId: string) => void;
  /** Moves and opens; false where the key means nothing there. */
  onKey: (event: KeyboardEvent) => boolean;
}): (event: KeyboardEvent) => void {
  const { row, window, onMenu, onToggle, onKey } = options;
  return event => {
    const asksForMenu =
      event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
    if (asksForMenu && row?.kind === 'step') {
      event.preventDefault();
      onMenu(row.step);
      return;
    }
    const toggled = row && toggledBy(event.key, row);
    if (toggled !== undefined) {
      event.preventDefault();
      onToggle(toggled);
      return;
    }
    if (onKey(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const zooms: Record<string, () => void> = {
      '+': () => window.zoom(ZOOM_STEP),
      '=': () => window.zoom(ZOOM_STEP),
      '-': () => window.zoom(1 / ZOOM_STEP),
      '0': () => window.fit(),
      ArrowLeft: () => window.pan(-PAN_BY),
      ArrowRight: () => window.pan(PAN_BY),
    };
    if (!Object.hasOwn(zooms, event.key)) return;
    event.preventDefault();
    zooms[event.key]();
  };
}

/** What an arrow to the side opens or closes. */
function toggledBy(key: string, row: GanttRow): string | undefined {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
  const wanted = key === 'ArrowRight';
  if (row.kind === 'group') return row.open === wanted ? undefined : row.id;
  if (!row.items || row.items.open === wanted) return undefined;
  return `items:${row.id}`;
}
