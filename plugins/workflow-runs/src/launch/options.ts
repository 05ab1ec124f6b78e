import { LaunchRequest, Run } from 'backstage-plugin-workflow-runs-common';

/** What a launch says beside the input. */
export interface LaunchOptions {
  environment: string;
  priority: NonNullable<LaunchRequest['priority']>;
  /** As it is typed: separated by commas. */
  tags: string;
  businessEventId: string;
}

/** What stands in the form at first; that of an earlier run where it is run again. */
export function optionsFrom(run?: Run): LaunchOptions {
  return {
    environment: run?.environment ?? 'prod',
    priority: run?.priority ?? 'normal',
    tags: run?.tags.join(', ') ?? '',
    // It would find the first run instead of starting another.
    businessEventId: '',
  };
}

/** Options as the API expects them. */
export function requestOptions(
  options: LaunchOptions,
): Pick<
  LaunchRequest,
  'environment' | 'priority' | 'tags' | 'businessEventId'
> {
  const { environment, priority, tags, businessEventId } = options;
  return {
    ...(environment.trim() ? { environment: environment.trim() } : {}),
    priority,
    tags: [
      ...new Set(
        tags
          .split(',')
          .map(tag => tag.trim())
          .filter(Boolean),
      ),
    ],
    ...(businessEventId.trim()
      ? { businessEventId: businessEventId.trim() }
      : {}),
  };
}
