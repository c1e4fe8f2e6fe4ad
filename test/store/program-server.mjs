// The compiled program in a process that stays: one command after the other, each as if it had been started anew, without
// loading everything again. Argument: its folder. On standard input one command as JSON a line; answers likewise.
import { createInterface } from 'node:readline';
import { PassThrough, Writable } from 'node:stream';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { main } = await import(pathToFileURL(join(process.argv[2], 'dist/cli.js')).href);

function capture() {
  const chunks = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { argv, env } = JSON.parse(line);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  const [stdout, stderr, stdin] = [capture(), capture(), new PassThrough()];
  stdin.end();
  const code = await main(argv, { stdin, stdout: stdout.stream, stderr: stderr.stream });
  process.stdout.write(`${JSON.stringify({ code, out: stdout.text(), err: stderr.text() })}\n`);
}
