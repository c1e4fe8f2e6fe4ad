// Takes out of a printed line what differs from run to run, so that what stays is equal when the same thing is said.

// Order matters: what is longer and more special comes first. The result is shown to people, so masks are words.
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\bhttps?:\/\/[^\s'"`)\]]+/gi, '<url>'],
  [/\b\d{4}-\d\d-\d\d(?:[T ][\d:.,]+Z?)?/g, '<time>'],
  [/(?:[A-Za-z]:)?(?:~|\.{1,2})?(?:[\\/][\w.@+<>-]+){2,}\/?(?::\d+)*/g, '<path>'],
  [/\b[\w.@+-]+(?:\/[\w.@+-]+)+\.\w{1,5}\b(?::\d+)*/g, '<path>'],
  [/\b[\w-]+\.(?:[cm]?[jt]sx?|py|go|rs|java|rb|md|json|ya?ml|toml|css|html|sh)\b(?::\d+)*/g, '<file>'],
  [/\b[0-9a-f]{7,40}\b(?=.*)/g, '<hash>'],
  [/"[^"]{41,}"|'[^']{41,}'|`[^`]{41,}`/g, '<text>'],
  [/(?<!\d)\d+(?:\.\d+){0,40}\s?(?:ms|s|m|h|kB|MB|GB|KiB|MiB|%)?\b/g, '<n>'],
];

/** Longest line that is looked into: a pattern may begin at every word of it. */
const MAX_LINE = 2_000;

/** Masks what differs from run to run: paths, ids, hashes, numbers, times, long quotes. */
export function maskVariableParts(line: string): string {
  let masked = line.slice(0, MAX_LINE);
  for (const [pattern, word] of MASKS) masked = masked.replaceAll(pattern, word);
  return masked.replaceAll(/\s+/g, ' ').trim();
}
