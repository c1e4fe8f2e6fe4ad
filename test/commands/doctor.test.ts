// The figures by which a person checks the readers.
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useDesk } from './program.ts';

const SAMPLES = resolve(import.meta.dirname, '../../templates/sample-logs');

describe('dream doctor --logs', () => {
  const desk = useDesk();

  it('counts what the readers made of each format, and names what they could not read', async () => {
    await writeFile(join(desk.folder, 'notes.bin'), Buffer.from([0, 1, 2, 3, 255, 254, 0, 9]));
    const { code, out } = await desk.dream('doctor', '--logs', SAMPLES, join(desk.folder, 'notes.bin'));
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "format       files  sessions  turns  typed  calls  failures  reactions  findings
      claude-code  11     11        199    24     145    16        2          0
      codex        6      6         122    14     75     7         1          0

      1 of 18 files could not be read.

      1 file of an unknown format
        notes.bin: file of an unknown format (a binary file)
      "
    `);
  });

  it('says the same as JSON', async () => {
    const { out } = await desk.dream('doctor', '--json', '--logs', SAMPLES);
    const { logs } = JSON.parse(out) as { logs: { files: number; formats: { format: string; sessions: number }[] } };
    expect(logs.files).toBe(17);
    expect(logs.formats.map((one) => [one.format, one.sessions])).toEqual([
      ['claude-code', 11],
      ['codex', 6],
    ]);
  });

  it('ends with 3 when nothing could be read, and with 2 for a path that is not there', async () => {
    await writeFile(join(desk.folder, 'notes.bin'), Buffer.from([0, 1, 2, 3, 255, 254, 0, 9]));
    expect((await desk.dream('doctor', '--logs', join(desk.folder, 'notes.bin'))).code).toBe(3);
    const asJson = await desk.dream('doctor', '--json', '--logs', join(desk.folder, 'notes.bin'));
    expect(asJson.code).toBe(3);
    expect(JSON.parse(asJson.out)).toMatchObject({ logs: { files: 1, unreadable: 1, formats: [] } });
    expect((await desk.dream('doctor', '--logs', join(desk.folder, 'absent'))).code).toBe(2);
  });
});
