// Times of logs as ISO 8601 in UTC. A time without a zone is taken as UTC: the zone of the reading machine must not decide.

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|z|[+-]\d\d:?\d\d)?)?$/;
/** The form nearly all logs use and the one we print, on days that every month has: it needs no reckoning. */
const COMMON = /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
/** Times outside these years are clock errors or forgeries. */
const FIRST_MS = Date.UTC(2000, 0, 1);
const LAST_MS = Date.UTC(2100, 0, 1);

/**
 * @param value ISO text, or a number of seconds, milliseconds, microseconds or nanoseconds since 1970
 * @returns `2026-01-31T12:00:00.000Z`, null when it is no plausible time
 */
export function toUtc(value: unknown): string | null {
  if (typeof value === 'string' && COMMON.test(value)) return value;
  const ms =
    typeof value === 'string'
      ? millisecondsOfText(value.slice(0, 64).trim())
      : typeof value === 'number'
        ? millisecondsOfNumber(value)
        : null;
  if (ms === null || !(ms >= FIRST_MS && ms < LAST_MS)) return null;
  return new Date(ms).toISOString();
}

/** Seconds from one time to a later one; null when either is unknown or the order is wrong. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return seconds >= 0 ? seconds : null;
}

function millisecondsOfText(text: string): number | null {
  if (/^\d{10,19}(?:\.\d{1,9})?$/.test(text)) return millisecondsOfNumber(Number(text));
  const match = ISO.exec(text);
  if (match === null) return null;
  const part = (index: number): number => Number(match[index] ?? 0);
  const fraction = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  if (part(2) < 1 || part(2) > 12 || part(3) < 1 || part(3) > 31 || part(4) > 24 || part(5) > 59 || part(6) > 60)
    return null;
  const local = Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5), part(6), fraction);
  const zone = match[8];
  if (zone === undefined || zone === 'Z' || zone === 'z') return local;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? local + minutes * 60_000 : local - minutes * 60_000;
}

function millisecondsOfNumber(value: number): number | null {
  if (!Number.isFinite(value) || value <= 0) return null;
  // The size tells the unit: all four scales are disjoint for the years that count.
  if (value < 1e11) return value * 1000;
  if (value < 1e14) return value;
  return value < 1e17 ? value / 1e3 : value / 1e6;
}
