// Payloads of a folder nobody has described: every text in JSON, JSONL, Markdown and plain files that reads like an
// instruction. One payload is `{ set, id, text }`.
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Shorter strings are labels. */
const MIN_TEXT = 20;
/** Names of fields that hold what is described about a payload, not the payload. */
const ABOUT =
  /^(?:id|uuid|name|lang|language|licen[sc]e|source|source_.*|dataset|path|agent_path|url|type|.*_type|.*type|category|tag|tags|date|version|author|hash|sha\d*|detector_name|garak_payload_name|semantic_targets|expect|expected.*|label|score|corresponding agent|aggressive)$/i;
const SKIPPED = /(?:^|\/)(?:LICEN[SC]E|INDEX|NOTICE|COPYING)(?:\.\w+)?$/i;
const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** Every payload below a folder, in the order of the file names. */
export function readFolder(folder, set = null) {
  return listFiles(folder).flatMap((path) => {
    const name = relative(folder, path).replaceAll('\\', '/');
    if (SKIPPED.test(name)) return [];
    return readTexts(path).map((text, index) => ({ set: set ?? name, id: `${name}#${index + 1}`, text }));
  });
}

/** The texts of one file, by its ending; nothing for endings that are not known. */
export function readTexts(path) {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  if (/\.json$/i.test(path)) return textsIn(parse(text) ?? []);
  if (/\.(?:jsonl|ndjson)$/i.test(path)) return text.split('\n').flatMap((line) => textsIn(parse(line) ?? []));
  if (/\.(?:md|markdown)$/i.test(path))
    return text
      .split(/\n(?=#)|\n\n+/)
      .filter(isPayload)
      .concat(text);
  if (/\.(?:txt|csv|tsv|ya?ml)$/i.test(path))
    return text.split('\n').filter((line) => isPayload(line) && !/^\s*#/.test(line));
  return [];
}

/** Every string of an instruction's length below a value, but for those in fields that tell about the payload. */
export function textsIn(value, key = '') {
  if (typeof value === 'string') return isPayload(value) && !ABOUT.test(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((one) => textsIn(one, key));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, one]) => textsIn(one, name));
}

function isPayload(text) {
  return text.trim().length >= MIN_TEXT;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function listFiles(folder) {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      const state = lstatSync(path);
      if (state.isDirectory()) return listFiles(path);
      return state.isFile() && state.size <= MAX_FILE_BYTES ? [path] : [];
    });
}
