import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import { expect, it } from 'vitest';

import { makeAsker } from '../../src/commands/ask-line.ts';

function open(): {
  readonly input: PassThrough;
  readonly shown: string[];
  readonly asker: ReturnType<typeof makeAsker>;
} {
  const input = new PassThrough();
  const shown: string[] = [];
  return { input, shown, asker: makeAsker(input, (text) => void shown.push(text), 20) };
}

it('takes one line for one question', async () => {
  const { input, asker } = open();
  const first = asker.ask('one? ');
  input.write('a\n');
  expect(await first).toBe('a');
  const second = asker.ask('two? ');
  input.end('b');
  expect(await second).toBe('b');
  expect(await asker.ask('three? ')).toBe(null);
});

it('takes nothing that was typed before the question was shown', async () => {
  const { input, asker } = open();
  const first = asker.ask('one? ');
  input.write('a\n');
  await first;
  input.write('y\n');
  await sleep(60);
  const second = asker.ask('two? ');
  input.write('n\n');
  expect(await second).toBe('n');
  asker.close();
});

it('takes no line of a paste, and asks again', async () => {
  const { input, shown, asker } = open();
  const answer = asker.ask('accept? ');
  input.write('a\na\n');
  input.write('y\n');
  await sleep(100);
  expect(shown.join('')).toBe(
    'accept? \nSeveral lines came at once, so none of them was taken for an answer.\naccept? ',
  );
  input.write('r\n');
  expect(await answer).toBe('r');
  asker.close();
});
