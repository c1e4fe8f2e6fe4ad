// Writes to a memory in a process of its own, so that it can be killed. Arguments: the compiled store, a job.
import { readFile } from 'node:fs/promises';

const [, , store, file] = process.argv;
const { openStore } = await import(store);
const job = JSON.parse(await readFile(file, 'utf8'));
const memory = await openStore({ ...job.options, now: () => new Date(job.now) });
await memory.recover();
const printIndex = (playbooks) => `# Memory\n\n${playbooks.map(({ title }) => `- ${title}\n`).join('')}`;
if (job.run !== null) {
  const { commit } = await memory.readLedger();
  await memory.writeRun({ ...job.run, observations: new Map(job.run.observations) }, commit);
} else if (job.undo !== undefined) {
  await memory.applyUndo({ ...job.undo, printIndex });
} else {
  await memory.applyReview({ ...job.review, printIndex });
}
