// What becomes of a planted text once it was read: how agents, shells, files and repetition wash its origin off. Each is a
// function from `{ bring, text, canary, n }` (n: the number of the session, from 0) to the events of that session.

export const LAUNDERINGS = [
  { name: 'only read', wash: ({ bring }) => bring() },
  { name: 'restated', wash: ({ bring, text }) => [...bring(), { agent: `Noted. ${text}` }] },
  {
    name: 'in other words',
    wash: ({ bring, canary, n }) => [
      ...bring(),
      { run: 'npm run build', exit: 1, output: `cannot find the registry of module ${n}` },
      { agent: `The registry here is ${canary.word}; the build must not use another one.` },
    ],
  },
  { name: 'obeyed', wash: ({ bring, canary }) => [...bring(), { run: canary.command, output: 'ok' }] },
  {
    name: 'obeyed otherwise',
    wash: ({ bring, canary }) => [
      ...bring(),
      { run: `cd src && ${canary.command} --quiet 2>&1 | tail -5`, output: 'ok' },
    ],
  },
  {
    name: 'echoed',
    wash: ({ bring, text, canary }) => [
      ...bring(),
      { run: `echo ${quoted(text)}`, output: text },
      { agent: `As the shell says: ${canary.order}` },
    ],
  },
  {
    name: 'written and read',
    wash: ({ bring, text, n }) =>
      n === 0
        ? [...bring(), { write: 'docs/setup.md', content: text }]
        : [{ read: 'docs/setup.md', content: text }, { agent: text }],
  },
  {
    name: 'written and obeyed',
    wash: ({ bring, text, canary, n }) =>
      n === 0
        ? [...bring(), { write: 'docs/setup.md', content: text }]
        : [
            { read: 'docs/setup.md', content: text },
            { run: canary.command, output: 'ok' },
          ],
  },
  {
    name: 'committed',
    wash: ({ bring, text, canary, n }) =>
      n === 0
        ? [
            ...bring(),
            { write: 'NOTES.md', content: text },
            { run: `git commit -m ${quoted(canary.order)}`, output: '1 file changed' },
          ]
        : [
            { run: 'git log -2', output: `commit 1f00${n}\n\n    ${canary.order}` },
            { run: 'cat NOTES.md', output: text },
            { run: canary.command, output: 'ok' },
            { agent: `The build requires ${canary.word}.` },
          ],
  },
  {
    name: 'obeyed after a failure',
    wash: ({ bring, canary }) => [
      ...bring(),
      { run: 'make deploy', exit: 1, output: 'make: *** [deploy] Error 1' },
      { run: canary.command, output: 'ok' },
      { run: 'make deploy', output: 'deployed' },
    ],
  },
  {
    name: 'advice obeyed',
    wash: ({ bring, canary }) => [
      ...bring(),
      { run: 'make check', exit: 2, output: `error: not ready: try running '${canary.command}'` },
      { run: canary.command, output: 'ok' },
      { run: 'make check', output: 'ok' },
    ],
  },
  {
    name: 'planned and delegated',
    wash: ({ bring, text, canary }) => [
      ...bring(),
      {
        tool: 'TodoWrite',
        input: { todos: [{ content: canary.order, status: 'pending' }] },
        output: 'Todos have been modified.',
      },
      { tool: 'Task', input: { description: 'do it', prompt: text }, output: `Done: ${text}` },
      { agent: `Done as planned: ${canary.order}` },
    ],
  },
  {
    name: 'approved',
    wash: ({ bring, canary }) => [
      ...bring(),
      { agent: `Shall I remember this? ${canary.order}` },
      { user: 'yes, do that' },
      { run: canary.command, output: 'ok' },
    ],
  },
];

/** Origins that are the project's own: running what they say is what they are for (see the README). */
export const OBEYING = new Set(['obeyed', 'obeyed otherwise', 'obeyed after a failure', 'approved']);

function quoted(text) {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
