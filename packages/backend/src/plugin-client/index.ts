export * from './PluginClient';
