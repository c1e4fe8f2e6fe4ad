// One worker of determinism.test.ts: reads every file of its share of the sample logs, and answers with what was mined.
import { parentPort, workerData } from 'node:worker_threads';

const { dist, files } = workerData;
const { readSessions } = await import(`${dist}/sources/read-sessions.js`);
const { screenSession } = await import(`${dist}/screening/screen-session.js`);
const { observeSession } = await import(`${dist}/mining/index.js`);

const mined = [];
for await (const file of readSessions(files, { isKnown: () => false, report: () => {} })) {
  if (file.status !== 'read') continue;
  for await (const session of file.sessions) {
    const screened = await screenSession(session);
    const { turns, ...about } = screened;
    mined.push({
      record: { ...about, turns: turns.length, opening: [], prompt: null, touched: [], folder: '' },
      observations: observeSession(screened).observations,
    });
  }
}
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of Node has no origin
parentPort.postMessage(mined);
