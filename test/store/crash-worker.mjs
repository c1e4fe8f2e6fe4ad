// Does one thing to a memory in a process of its own, so that it can be killed. Arguments: the compiled store, a job.
const [, , store, file] = process.argv;
const { readFile } = await import('node:fs/promises');
const { openStore } = await import(store);
const job = JSON.parse(await readFile(file, 'utf8'));
const memory = await openStore({ ...job.options, gitSeconds: job.seconds, now: () => new Date(job.now) });
await memory.recover();
const ledger = await memory.readLedger();
if (job.run !== undefined) {
  const written = await memory.writeRun({ ...job.run, observations: new Map(job.run.observations) }, ledger.commit);
  process.stdout.write(written === null ? 'lost\n' : 'written\n');
} else {
  const rulings = job.rulings.map(({ playbook, verdict }) => ({
    change: ledger.changes.find((change) => change.playbook === playbook),
    verdict,
    reason: '',
    edited: null,
  }));
  const { results } = await memory.applyReview({
    ...job.review,
    rulings,
    printIndex: (playbooks) => `${playbooks.length}\n`,
  });
  process.stdout.write(`${results.map(({ status }) => status).join(' ')}\n`);
}
