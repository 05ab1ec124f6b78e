import { Json } from 'backstage-plugin-workflow-runs-common';
import { Row } from '../database/changes';

/** What a report says of how well the run does; what it does not say stays as it was. */
export function effectivenessOf(report: Json): Row {
  const said = fieldsOf(report).effectiveness;
  // A number alone is how accurate it was.
  const { accuracy, throughputDelta } =
    typeof said === 'number'
      ? { accuracy: said, throughputDelta: undefined }
      : fieldsOf(said);
  return {
    ...(typeof accuracy === 'number' ? { accuracy } : {}),
    ...(typeof throughputDelta === 'number'
      ? { throughput_delta: throughputDelta }
      : {}),
  };
}

function fieldsOf(value: Json | undefined): Record<string, Json | undefined> {
  return value && typeof value === 'object' && !Array.isArray(value)
    ? value
    : {};
}
