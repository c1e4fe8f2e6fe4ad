// Every default of the configuration, with its reason.

/** Distinct sessions before a pattern is proposed: one may be chance, and in two it has cost twice. */
export const DEFAULT_MIN_SUPPORT = 2;

/** Changes in one run: what a person can review with care in one sitting. */
export const DEFAULT_MAX_CHANGES = 20;

/** First part of run branches: says at a glance who made the branch. */
export const DEFAULT_BRANCH_PREFIX = 'dream';

/** Author of proposed commits: works on a machine without a git identity, and no person is blamed for a machine's words. */
export const DEFAULT_AUTHOR = 'dream <dream@localhost>';

/** Folder of the memory when nothing names one: visible, next to the work, easy to delete. */
export const DEFAULT_MEMORY_FOLDER = 'dream-memory';

/** Name of the configuration file in the memory folder. */
export const CONFIG_FILE = 'dream.yaml';

/** Largest configuration file that is read, in bytes: far above any real one, far below what hurts. */
export const MAX_CONFIG_BYTES = 64 * 1024;
