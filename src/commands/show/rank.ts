// Which playbooks fit a task? By the words they share, rare ones first; deterministic, without any model.
import type { Playbook } from '../../model/playbook.ts';
import { wordsOf } from '../../text/similarity.ts';
import { bySupport } from './print-list.ts';

export interface Ranked {
  readonly playbook: Playbook;
  /** 0 when it shares no word with the task. */
  readonly relevance: number;
  /** The words of the task that it holds, most telling first. */
  readonly words: readonly string[];
}

/** A word in the title says what a playbook is about. */
const IN_TITLE = 2;
/** Words that say nothing about a task. */
const EMPTY = new Set(
  'a an and are as at be by do for from how i in is it me my of on or our please so that the then this to up use we when with you your'.split(
    ' ',
  ),
);

/**
 * Best first: the sum over shared words of their rarity among the playbooks (idf), twice for words of the title; then by
 * support. Without a task, by support alone.
 */
export function rankForTask(playbooks: readonly Playbook[], task: string | null): readonly Ranked[] {
  const wanted = new Set(stemsOf(task ?? ''));
  const texts = playbooks.map((playbook) => ({
    playbook,
    title: new Set(stemsOf(playbook.title)),
    all: new Set(stemsOf(`${playbook.title}\n${playbook.body}`)),
  }));
  const rarity = new Map<string, number>();
  for (const word of wanted) {
    const holding = texts.filter(({ all }) => all.has(word)).length;
    rarity.set(word, Math.log(1 + playbooks.length / Math.max(1, holding)));
  }
  return texts
    .map(({ playbook, title, all }) => {
      const worth = (word: string): number => (rarity.get(word) ?? 0) * (title.has(word) ? IN_TITLE : 1);
      const words = [...wanted].filter((word) => all.has(word)).sort((a, b) => worth(b) - worth(a) || (a < b ? -1 : 1));
      const relevance = Math.round(words.reduce((sum, word) => sum + worth(word), 0) * 1000) / 1000;
      return { playbook, relevance, words };
    })
    .sort((a, b) => b.relevance - a.relevance || bySupport(a.playbook, b.playbook));
}

/** Words without the endings by which the same word differs from place to place: `tests`, `testing`, `test`. */
function stemsOf(text: string): readonly string[] {
  return wordsOf(text)
    .flatMap((word) => [word, ...word.split(/[-./:@_]/)])
    .filter((word) => word.length > 1 && !EMPTY.has(word))
    .map((word) => (word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/, '') : word));
}
