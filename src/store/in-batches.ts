// Questions to git that do not wait for each other: one at a time costs a change of process for each answer, all at once
// the memory for every one of them.

const BATCH = 200;

/** What a question gives for every item, in the order of the items, some hundred of them asked at once. */
export async function inBatches<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let at = 0; at < items.length; at += BATCH) {
    answers.push(...(await Promise.all(items.slice(at, at + BATCH).map(ask))));
  }
  return answers;
}
