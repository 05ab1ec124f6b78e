import { setTopic, topicsOf } from './settings';

const settings = {
  channels: [
    {
      id: 'Web',
      origins: [
        {
          id: 'plugin:catalog',
          enabled: true,
          topics: [{ id: 'run-failed', enabled: true }],
        },
        {
          id: 'plugin:workflow-runs',
          enabled: false,
          topics: [
            { id: 'run-failed', enabled: true },
            { id: 'alert', enabled: true },
          ],
        },
      ],
    },
  ],
};

it('only what is about runs is shown, and off where its origin is', () => {
  expect(topicsOf(settings)).toEqual([
    { channel: 'Web', topic: 'run-failed', enabled: false },
    { channel: 'Web', topic: 'alert', enabled: false },
  ]);
});

it('a topic that is turned on turns no other on', () => {
  const changed = setTopic(settings, {
    channel: 'Web',
    topic: 'alert',
    enabled: true,
  })!;

  expect(topicsOf(changed).filter(({ enabled }) => enabled)).toEqual([
    { channel: 'Web', topic: 'alert', enabled: true },
  ]);
  expect(changed.channels[0].origins[0]).toEqual(
    settings.channels[0].origins[0],
  );
});

it('all are turned on at once', () => {
  const changed = setTopic(settings, {
    channel: 'Web',
    topic: 'all',
    enabled: true,
  })!;

  expect(topicsOf(changed).every(({ enabled }) => enabled)).toBe(true);
});

it.each([
  ['Email', 'alert'],
  ['Web', 'none'],
])('there is no topic on %s that is %s', (channel, topic) => {
  expect(setTopic(settings, { channel, topic, enabled: true })).toBeUndefined();
});
