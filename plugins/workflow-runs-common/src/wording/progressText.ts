import { Progress } from '../model/run';

/** `7/15 · 47 %`; a dash while nobody knows how many steps there are. @public */
export function progressText(progress: Progress): string {
  const { completedSteps, totalSteps, percentage } = progress;
  return totalSteps === 0
    ? '–'
    : `${completedSteps}/${totalSteps} · ${percentage} %`;
}
