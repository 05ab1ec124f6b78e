/** Settings of notifications, as the portal has them. */
export interface NotificationSettings {
  channels: {
    id: string;
    enabled?: boolean;
    origins: {
      id: string;
      enabled: boolean;
      topics?: { id: string; enabled: boolean }[];
    }[];
  }[];
}

/** Who notifies about runs, as the portal knows it. */
const ORIGIN = 'plugin:workflow-runs';

/** A topic on a channel, and whether one hears of it. */
export interface Topic {
  channel: string;
  topic: string;
  enabled: boolean;
}

/** What is said about runs. */
export function topicsOf({ channels }: NotificationSettings): Topic[] {
  return channels.flatMap(({ id: channel, origins }) =>
    origins
      .filter(({ id }) => id === ORIGIN)
      .flatMap(({ topics = [], enabled: isOriginOn }) =>
        topics.map(({ id: topic, enabled }) => ({
          channel,
          topic,
          enabled: isOriginOn && enabled,
        })),
      ),
  );
}

/**
 * The settings with a topic, or `all`, turned on or off. A topic is heard of only where its origin is on.
 *
 * @returns nothing where there is no such topic
 */
export function setTopic(
  settings: NotificationSettings,
  change: Topic,
): NotificationSettings | undefined {
  const isMeant = (topic: string) =>
    change.topic === 'all' || change.topic === topic;
  const isThere = topicsOf(settings).some(
    ({ channel, topic }) => channel === change.channel && isMeant(topic),
  );
  if (!isThere) return undefined;
  const channels = settings.channels.map(channel => ({
    ...channel,
    origins:
      channel.id !== change.channel
        ? channel.origins
        : channel.origins.map(origin =>
            origin.id !== ORIGIN
              ? origin
              : {
                  ...origin,
                  enabled: change.enabled || origin.enabled,
                  topics: origin.topics?.map(topic =>
                    isMeant(topic.id)
                      ? { ...topic, enabled: change.enabled }
                      : { ...topic, enabled: origin.enabled && topic.enabled },
                  ),
                },
          ),
  }));
  return { channels };
}
