// How long this process worked, so that a machine that is busy with others makes no test fail.

/**
 * CPU time of this process so far, in milliseconds. Tests compare it with bounds at least ten times above what is usual:
 * they are there to catch what would never end, not what is slow.
 */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
