// Files as a run meets them: known, changed, gone, huge, packed, mistaken for logs.
import { appendFile, mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { discoverLogs } from '../../src/sources/discover.ts';
import { FORMATS } from '../../src/sources/index.ts';
import { readSessions } from '../../src/sources/read-sessions.ts';
import { readLogs } from '../helpers/read-logs.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-read-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Lines of a Claude Code transcript: a person types each text. */
function transcript(texts: readonly string[], session = '11111111-aaaa-4bbb-8ccc-000000000000'): string {
  return texts
    .map((content, index) =>
      JSON.stringify({
        parentUuid: null,
        isSidechain: false,
        cwd: '/srv/work/tidewatch',
        sessionId: session,
        type: 'user',
        uuid: `${session}-${index}`,
        timestamp: `2026-03-02T09:${String(Math.floor(index / 60) % 60).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}.000Z`,
        message: { role: 'user', content },
      }),
    )
    .map((line) => `${line}\n`)
    .join('');
}

async function put(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('reading sessions', () => {
  it('does not read content again that this reader version knows, whatever the file is called', async () => {
    const first = await readLogs([await put('a.jsonl', transcript(['hello']))]);
    const known = first.files[0];
    expect(known).toMatchObject({
      status: 'read',
      format: 'claude-code',
      readerVersion: `claude-code/${FORMATS[0].version}`,
    });
    await put('b.jsonl', transcript(['hello']));
    const same = (hash: string, reader: string): boolean =>
      known?.status === 'read' && hash === known.contentHash && reader === known.readerVersion;
    const again = await readLogs([folder], same);
    expect(again.files.map((file) => file.status)).toEqual(['unchanged', 'unchanged']);
    expect((await readLogs([folder], (hash) => same(hash, 'claude-code/0'))).files.map((file) => file.status)).toEqual([
      'read',
      'read',
    ]);
  });

  it('reads a packed log like the plain one, under another content hash', async () => {
    const text = transcript(['pack me', 'twice']);
    const plain = await readLogs([await put('a.jsonl', text)]);
    const packed = await readLogs([await put('a.jsonl.gz', gzipSync(text))]);
    expect(packed.sessions).toEqual(plain.sessions);
    expect(packed.sessions[0]?.turns).toHaveLength(2);
  });

  it.each([
    ['an empty file', '', 'an empty file'],
    ['white space', ' \n\n', 'only white space'],
    ['a README', '# Tidewatch\n\nShows the tides.\n', 'a Markdown text such as a README'],
    ['a fragment of JSON', '{"messages": [{"role": "us', 'a fragment of JSON'],
    ['a list of packages', '{"name":"tidewatch","version":"1.0.0"}', 'a JSON document with name, version'],
    ['a database', Buffer.from('SQLite format 3\0abc'), 'a SQLite database'],
    ['random bytes', Buffer.from(Array.from({ length: 500 }, (_, index) => (index * 7) % 31)), 'a binary file'],
    ['prose', 'We met at noon and talked.\n', 'plain text'],
  ])('names %s for what it is', async (_, content, detail) => {
    const { files, findings } = await readLogs([await put('log.jsonl', content)]);
    expect(files.map((file) => file.status)).toEqual(['unreadable']);
    expect(findings).toEqual([{ code: 'unknown-format', file: 'log.jsonl', line: null, detail }]);
  });

  it('reads a document under a jsonl name, and lines under a json name', async () => {
    const messages = [
      { role: 'user', content: 'hi' },
      { role: 'assistant', content: 'x'.repeat(100_000) },
    ];
    const one = await readLogs([await put('one.jsonl', JSON.stringify({ messages }))]);
    const pretty = await readLogs([await put('pretty.jsonl', JSON.stringify({ messages }, null, 2))]);
    const lines = await readLogs([
      await put('lines.json', messages.map((message) => JSON.stringify(message)).join('\n')),
    ]);
    for (const { sessions } of [one, pretty, lines])
      expect(sessions.map((session) => session.turns.length)).toEqual([2]);
  });

  it('reports a file that changes or goes while it is read, and goes on with the next', async () => {
    const big = transcript(Array.from({ length: 20 }, (_, index) => `${index} ${'z'.repeat(1_000_000)}`));
    const [grows, shrinks, gone] = [
      await put('1.jsonl', transcript(['one'])),
      await put('2.jsonl', big),
      await put('3.jsonl', big),
    ];
    await put('4.jsonl', transcript(['four'], '22222222-aaaa-4bbb-8ccc-000000000000'));
    const findings: Finding[] = [];
    const report = (finding: Finding): void => void findings.push(finding);
    const files = await discoverLogs([folder], report);
    const read: string[] = [];
    for await (const file of readSessions(files, { isKnown: () => false, report })) {
      if (file.file.path === grows) await appendFile(grows, transcript(['more']));
      if (file.file.path === shrinks) await truncate(shrinks, 100);
      if (file.file.path === gone) await rm(gone);
      if (file.status === 'read')
        for await (const session of file.sessions) read.push(`${file.file.label} ${session.turns.length}`);
    }
    expect(read).toEqual(['1.jsonl 1', '4.jsonl 1']);
    expect(findings.map((finding) => `${finding.code} ${finding.file}`)).toEqual([
      'file-changed 1.jsonl',
      'file-changed 2.jsonl',
      'file-changed 3.jsonl',
    ]);
  });

  it('goes on after a file that was deleted before its turn', async () => {
    const [first] = [await put('1.jsonl', transcript(['one'])), await put('2.jsonl', transcript(['two']))];
    const findings: Finding[] = [];
    const files = await discoverLogs([folder], () => undefined);
    await rm(first);
    const statuses: string[] = [];
    for await (const file of readSessions(files, {
      isKnown: () => true,
      report: (finding) => void findings.push(finding),
    }))
      statuses.push(file.status);
    expect(statuses).toEqual(['unreadable', 'unchanged']);
    expect(findings).toMatchObject([{ code: 'file-changed', file: '1.jsonl' }]);
  });

  it('finds the sessions around a line of 200 MB in bounded memory', async () => {
    const path = join(folder, 'huge.jsonl');
    const file = await open(path, 'w');
    await file.write(transcript(['before']));
    await file.write('{"type":"user","blob":"');
    const block = Buffer.alloc(1024 * 1024, 'q');
    for (let count = 0; count < 200; count += 1) await file.write(block);
    await file.write(`"}\n${transcript(['after'])}`);
    await file.close();
    const before = process.memoryUsage().rss;
    const { sessions, findings } = await readLogs([path]);
    expect(
      sessions.flatMap((session) =>
        session.turns.map((turn) => (turn.kind === 'message' ? turn.passages[0]?.text : turn.kind)),
      ),
    ).toEqual(['before']);
    expect(findings.map((finding) => `${finding.code} ${finding.line}`)).toEqual(['long-line 2']);
    expect((process.memoryUsage().rss - before) / 1024 / 1024).toBeLessThan(250);
  });

  it('bounds a session that says more than anyone can use', async () => {
    const path = join(folder, 'long.jsonl');
    const file = await open(path, 'w');
    const text = 'w'.repeat(60_000);
    for (let count = 0; count < 12; count += 1) {
      await file.write(
        transcript(Array.from({ length: 100 }, (_, index) => `${index} ${text}`)).replaceAll(
          '-8ccc-000000000000-',
          `-8ccc-000000000000-${count}-`,
        ),
      );
    }
    await file.close();
    const { sessions, findings } = await readLogs([path]);
    const texts =
      sessions[0]?.turns.map((turn) => (turn.kind === 'message' ? (turn.passages[0]?.text.length ?? 0) : 0)) ?? [];
    expect(texts).toHaveLength(1_200);
    expect(texts.reduce((sum, length) => sum + length, 0)).toBeLessThan(66_000_000);
    expect(findings.map((finding) => finding.code)).toEqual(['session-shortened']);
  });
});
