// `--since`: a day, a time, or how long ago.

const UNITS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/**
 * Reads a date (`2026-11-22`, at midnight UTC), a time (`2026-11-22T08:00:00Z`) or a duration back from now (`30m`, `12h`, `7d`, `2w`).
 * @returns null when it is none of these
 */
export function parseSince(text: string, now: Date): Date | null {
  const duration = /^(\d{1,5})([mhdw])$/.exec(text.trim());
  if (duration !== null) {
    const unit = UNITS[duration[2] ?? ''] ?? 0;
    return new Date(now.getTime() - Number(duration[1]) * unit);
  }
  if (!/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(text.trim())) return null;
  const date = new Date(text.trim());
  // `new Date('2026-02-31')` is the third of March.
  if (Number.isNaN(date.getTime())) return null;
  return text.trim().length > 10 || date.toISOString().startsWith(text.trim()) ? date : null;
}
