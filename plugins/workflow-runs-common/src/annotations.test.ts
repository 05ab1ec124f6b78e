import { parseWorkflowRef, stringifyWorkflowRef } from './annotations';

describe('workflow refs', () => {
  it.each([
    ['embedded/data_sync', { engine: 'embedded', name: 'data_sync' }],
    ['airflow/team/dag', { engine: 'airflow', name: 'team/dag' }],
  ])('%s can be read and written', (text, ref) => {
    expect(parseWorkflowRef(text)).toEqual(ref);
    expect(stringifyWorkflowRef(ref)).toBe(text);
  });

  it.each(['', '/', 'embedded', 'embedded/', '/data_sync'])(
    '%p is none',
    text => {
      expect(parseWorkflowRef(text)).toBeUndefined();
    },
  );
});
