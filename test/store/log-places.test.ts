// Where logs lay: a cache that may be missing, damaged or not writable, and is never more than a hint.
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitRepository } from '../helpers/git-repository.ts';
import { open } from './sample-run.ts';

const file = (folder: string): string => join(folder, '.git', 'dream', 'logs.jsonl');

describe('the places of logs', () => {
  it('are remembered, the latest read last, and read again', async () => {
    const { folder } = gitRepository({ 'a.md': 'a' });
    const store = await open(folder);
    expect((await store.readLogPlaces()).size).toBe(0);
    await store.noteLogPlaces(
      new Map([
        ['claude-code:1', '/logs/1.jsonl'],
        ['claude-code:2', '/logs/2.jsonl'],
      ]),
    );
    await store.noteLogPlaces(new Map([['claude-code:1', '/moved/1.jsonl']]));
    expect([...(await store.readLogPlaces())]).toEqual([
      ['claude-code:2', '/logs/2.jsonl'],
      ['claude-code:1', '/moved/1.jsonl'],
    ]);
    expect(readdirSync(join(folder, '.git', 'dream'))).toEqual(['logs.jsonl']);
  });

  it('are bounded', async () => {
    const { folder } = gitRepository({ 'a.md': 'a' });
    const store = await open(folder);
    const many = Array.from({ length: 50_010 }, (_, at) => [`claude-code:${at}`, `/logs/${at}`] as const);
    await store.noteLogPlaces(new Map([...many, ['claude-code:long', `/${'x'.repeat(5000)}`]]));
    const places = await store.readLogPlaces();
    expect(places.size).toBe(50_000);
    expect(places.has('claude-code:9')).toBe(false);
    expect(places.has('claude-code:50009')).toBe(true);
    expect(places.has('claude-code:long')).toBe(false);
  });

  it('survive broken lines and what a killed process left', async () => {
    const { folder } = gitRepository({ 'a.md': 'a' });
    const store = await open(folder);
    await store.noteLogPlaces(new Map([['claude-code:1', '/logs/1']]));
    writeFileSync(file(folder), `${readFileSync(file(folder), 'utf8')}{"cut\n[1,2]\nnull\n["claude-code:2","/logs/2"]`);
    writeFileSync(`${file(folder)}.new`, 'half');
    await store.noteLogPlaces(new Map([['claude-code:3', '/logs/3']]));
    expect([...(await store.readLogPlaces()).keys()]).toEqual(['claude-code:1', 'claude-code:2', 'claude-code:3']);
    expect(existsSync(`${file(folder)}.new`)).toBe(false);
  });

  it('are left out where the repository cannot be written', async () => {
    const { folder } = gitRepository({ 'a.md': 'a' });
    const store = await open(folder);
    // A file where the folder should be stands in the way of everybody, root too.
    rmSync(join(folder, '.git', 'dream'), { recursive: true, force: true });
    writeFileSync(join(folder, '.git', 'dream'), '');
    await store.noteLogPlaces(new Map([['claude-code:1', '/logs/1']]));
    expect((await store.readLogPlaces()).size).toBe(0);
    rmSync(join(folder, '.git', 'dream'));
    mkdirSync(join(folder, '.git', 'dream'));
    chmodSync(join(folder, '.git', 'dream'), 0o555);
    await store.noteLogPlaces(new Map([['claude-code:1', '/logs/1']]));
    chmodSync(join(folder, '.git', 'dream'), 0o755);
  });
});
