// What GitHub Actions reads out of a log. Text that is not ours can never be taken for a workflow command.
// Format: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
import { makeInert } from '../text/inert-words.ts';
import { escapeBlock, escapeLine } from './escape.ts';

/**
 * Breaks everything the runner would take for a command: `::` at the start of a line, and `##[` anywhere.
 * In JSON both become escapes of the same characters, so the document stays the same.
 */
export function neutraliseCommands(text: string, json: boolean): string {
  return text
    .replaceAll(/^([\t\p{Zs}]*)::/gmu, json ? '$1\\u003a:' : '$1<U+003A>:')
    .replaceAll('##[', json ? '\\u0023#[' : '<U+0023>#[');
}

/** An annotation line: `::warning file=…,line=…::message`. */
export function printAnnotation(
  level: 'warning' | 'notice',
  message: string,
  place: { readonly file: string | null; readonly line: number | null } = { file: null, line: null },
): string {
  const properties = [
    ...(place.file === null ? [] : [`file=${escapeProperty(place.file)}`]),
    ...(place.file === null || place.line === null ? [] : [`line=${place.line}`]),
  ];
  return `::${level}${properties.length === 0 ? '' : ` ${properties.join(',')}`}::${escapeData(escapeBlock(message))}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(escapeLine(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Text as plain words in Markdown: no markup, no HTML, one line; mentions and references are found after entities are read. */
export function escapeMarkdown(text: string): string {
  return escapeLine(makeInert(text))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_{}[\]()#+!|~$@:.-]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
