// How long is a write tried anew because somebody else wrote first? As long as a lock is waited for, and some times in any
// case: losing once tells nothing, and on a slow disk a few tries take all that time.

const DEFAULT_LOCK_SECONDS = 30;
const AT_LEAST = 20;

/** @returns a function to ask before each attempt: whether there may be one */
export function openAttempts(lockSeconds: number = DEFAULT_LOCK_SECONDS): () => boolean {
  const end = performance.now() + lockSeconds * 1000;
  let made = 0;
  return () => {
    made += 1;
    return made <= AT_LEAST || performance.now() < end;
  };
}
