import { bulkReason } from './bulkReason';

it.each([
  ["Bulk job 'Tidy up': it's over", 'Tidy up', "it's over"],
  [
    "seen to (Bulk job 'Tidy up': no longer needed)",
    'Tidy up',
    'seen to (no longer needed)',
  ],
  ["Bulk job 'It's': a\nb", "It's", 'a\nb'],
  ['Wrong account', undefined, 'Wrong account'],
  ["Bulk job '': x", undefined, "Bulk job '': x"],
])('%j', (text, job, reason) => {
  expect(bulkReason(text)).toEqual({ job, reason });
});
