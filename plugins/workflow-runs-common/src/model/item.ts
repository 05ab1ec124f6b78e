/** The item of a fan-out that something is about; −1 for a step that is none. @public */
export const NO_ITEM = -1;
