// Lessons for the wishes that people repeat in other words each time: one per theme, in our own words, with what was
// said beside it.
import type { Claim } from '../../model/evidence.ts';
import type { ThemeId } from '../../model/theme.ts';
import { code, listed, shorten, words, type Words } from './phrases.ts';

/** Longest quote shown. */
const MAX_SHOWN = 160;

interface Lesson {
  readonly title: string;
  readonly when: string;
  /** One sentence a line. */
  readonly what: string;
}

/** `{objects}` is replaced by what the wishes name, and the words in brackets before it are left out when they name nothing. */
const LESSONS: Readonly<Record<ThemeId, Lesson>> = {
  'short-answers': {
    title: 'Keep answers short and plain',
    when: 'answering or explaining.',
    what: 'Answer what was asked in a few plain lines, the result first.\nLeave out background, alternatives and repetition; offer details instead of giving them.\nA long answer overwhelms the user, who then stops reading.',
  },
  'full-answers': {
    title: 'Explain in full, without leaving out details',
    when: 'answering or explaining.',
    what: 'Explain every step with its reasons.\nDo not shorten what the user has to follow or decide.',
  },
  'plain-words': {
    title: 'Explain in plain words, one small step at a time',
    when: 'explaining to the user.',
    what: 'Say first what it means for the user, in simple words and short sentences.\nExplain each technical term the first time, or do without it.\nGive one concrete example, and no more than one new idea at a time.\nA short answer that is understood is better than a complete one.',
  },
  'one-way': {
    title: 'Recommend one way instead of a menu of options',
    when: 'several ways would do.',
    what: 'Choose the one that fits best, say why in a sentence, and give its exact steps.\nDo not end an answer with a list of options, alternatives or choices.\nName another way only when the user asks for it.',
  },
  recommend: {
    title: 'Say which option you recommend, and why',
    when: 'presenting findings, options or a plan.',
    what: 'End with one clear recommendation, its reason and its main drawback.\nThe user asks for it otherwise.',
  },
  'as-table': {
    title: 'Show comparisons and lists as a table',
    when: 'several things with the same properties are told.',
    what: 'Put them into one short Markdown table.',
  },
  'number-points': {
    title: 'Number findings and options, so that the user can refer to them',
    when: 'listing findings, options, questions or steps.',
    what: 'Give them as one list numbered through, and keep the numbers when you come back to them.',
  },
  language: {
    title: 'Answer in [the language of the user]{objects}',
    when: 'writing to the user.',
    what: 'Write answers, questions and summaries in [the language the user writes in]{objects}.\nCode, commands and names stay as they are.',
  },
  'no-emojis': {
    title: 'Use no emojis',
    when: 'writing code, documents, messages or commits.',
    what: 'Leave emojis out, and remove those that are in the way.',
  },
  'ask-first': {
    title: 'Ask the user before making decisions',
    when: 'a request is unclear or leaves a choice open.',
    what: 'Ask, or present what you found with a proposal, and wait for the go-ahead before changing anything.\nDo not guess, assume or decide in place of the user.',
  },
  'carry-on': {
    title: 'Carry on to the end without asking for confirmation',
    when: 'the task is clear.',
    what: 'Work through all steps and report at the end.\nStop only for what cannot be undone or what nobody but the user can know.',
  },
  'discuss-first': {
    title: 'Discuss first: no implementation before the user says so',
    when: 'the user talks about an idea, a plan, a finding or a question.',
    what: 'Only talk: explain, propose, give a plan.\nDo not edit files or write code until the user says to go ahead.',
  },
  'show-first': {
    title: 'Show an example or a mock-up before building it',
    when: 'a change shows in output, in the interface or in how something is used.',
    what: 'Show first what it would look like: sample output, the call, a sketch or a draft.\nBuild it once the user has reacted.',
  },
  'user-tries': {
    title: 'Leave running and trying it out to the user',
    when: 'a change is done.',
    what: 'Run the automatic checks only.\nDo not start servers or try it by hand: the user tests manually; say what to try and wait for the result.',
  },
  'exact-wording': {
    title: 'Use the wording the user gives, word for word',
    when: 'texts that people read are written or changed: messages, labels, headings, output.',
    what: 'Take over the exact text the user gives, unbroken and unchanged.\nKeep wording that was not mentioned, and show new wording before using it.',
  },
  'only-asked': {
    title: 'Change only what was asked for',
    when: 'editing code or documents.',
    what: 'Touch only the lines the task needs.\nDo not rename, reformat, refactor, remove or add anything else; mention it instead.\nRead the changes once more before finishing, and take back what does not belong.',
  },
  'whole-task': {
    title: 'Finish the whole task: every place, nothing skipped',
    when: 'calling a task done.',
    what: 'Go through the request point by point and search for every other place that needs the same change.\nLeave no placeholder, stub or skipped part; say plainly what is still open.',
  },
  'small-steps': {
    title: 'Work in small steps, and stop after each for review',
    when: 'a task has several parts.',
    what: 'Do one part, check it, show it, and wait before the next.',
  },
  'no-new-files': {
    title: 'Edit existing files; create new ones only when asked',
    when: 'writing code, notes or summaries.',
    what: 'Change the file that is there instead of adding another.\nWrite no summaries, reports, helper scripts or backups into files unless the user asks for them.',
  },
  'no-new-dependencies': {
    title: 'Add no new dependency without being asked',
    when: 'something is missing.',
    what: 'Use what the project has already, or the standard library.\nAsk before adding a package.',
  },
  verify: {
    title: 'Run it and see it work before saying it is done',
    when: 'claiming that something works, is fixed or is finished.',
    what: 'Run exactly what the user runs and read the whole output.\nSay what was run and what came out; say so when something could not be checked.\nAfter a fix that did not help, find the cause before the next try.',
  },
  'no-guessing': {
    title: 'Read the code and the documentation first, before answering; do not guess',
    when: 'the user gives links, files or names, or an answer rests on how something behaves.',
    what: 'Open and read what was given, in depth: the code, the documentation, the repository.\nThen answer, plan or change, and name where it is written.\nSay openly what you do not know.',
  },
  'read-in-full': {
    title: 'Read the files concerned in full before changing them',
    when: 'starting on a file.',
    what: 'Read it from top to bottom, not in parts and not only the lines that a search found.\nRead it again when it was changed meanwhile.',
  },
  'others-do': {
    title: 'Look at how established projects do it before proposing a way',
    when: 'there is a choice of design, tool or setup.',
    what: 'Compare with common practice and with the projects the user points to.\nName what you compared, and where the proposal differs from it.',
  },
  'root-cause': {
    title: 'Find and fix the root cause, no workaround',
    when: 'something fails.',
    what: 'Explain the cause with evidence before changing anything.\nFix it where it arises; do not silence, retry or work around it.',
  },
  'judge-reviews': {
    title: 'Check each claim of a review before acting on it',
    when: 'comments of a reviewer, another agent or a bot come up.',
    what: 'Compare each comment with the code.\nSay for each whether it is right, whether to act on it and why; then do only what the user picks.',
  },
  simple: {
    title: 'Choose the simplest solution; do not over-engineer',
    when: 'designing or writing code.',
    what: 'Do what is needed now with as little code, configuration and abstraction as possible.\nLeave out what nobody asked for, and name what could be dropped.',
  },
  reuse: {
    title: 'Reuse the existing code instead of duplicating it (DRY)',
    when: 'adding code.',
    what: 'Search for a function, component or flow that does it already, and extend that with an option.\nMove what two places share into one helper; write no parallel copy.',
  },
  'same-style': {
    title: 'Follow the patterns and conventions of the existing code',
    when: 'adding or changing something that has siblings.',
    what: 'Look at how the neighbours do it: naming, structure, design, terms.\nDo it the same way.',
  },
  'no-leftovers': {
    title: 'When something is dropped, remove every trace of it',
    when: 'a feature, a tool, an option or a file is removed or replaced.',
    what: 'Remove the related code too: configuration, tests, documents, assets and dependencies that are now unused.\nSearch for remaining references at the end.',
  },
  'keep-working': {
    title: 'Keep working what works already',
    when: 'changing or replacing existing behaviour.',
    what: 'Check before and after that existing uses still work, and keep the old way in place until the new one is proven.\nSay beforehand what a change would break.',
  },
  'fewer-comments': {
    title: 'Write no needless comments in code',
    when: 'writing code.',
    what: 'Leave out comments that repeat the code.\nComment only a reason that the code cannot show.',
  },
  'other-machines': {
    title: 'Make it work on every machine: no fixed paths, safe to run again',
    when: 'writing setup scripts, configuration or instructions.',
    what: 'Use no absolute paths, user names or settings of one machine.\nWhat is needed must come along with a pull and the setup script, and running it again must do no harm.\nSay what has to be done by hand on another machine.',
  },
  secrets: {
    title: 'Keep secrets and private data out of files, logs and public repositories',
    when: 'writing configuration, committing or pushing.',
    what: 'Do not print, commit or publish keys, tokens or private conversations.\nKeep them in ignored files or the environment, and check what a push would make public.',
  },
  'real-tests': {
    title: 'Write tests that can fail: real behaviour, no mocks, no local state',
    when: 'writing or reviewing tests.',
    what: 'Test what users rely on, through the real code.\nAdd a test only for a genuine gap; use tables of cases instead of repetition.\nA test must not depend on data, sessions or services of one machine.',
  },
  'code-not-tests': {
    title: 'Fix the code, not the test',
    when: 'a test fails.',
    what: 'Take the test as right until shown otherwise.\nDo not weaken, skip or delete tests to make them pass; ask when a test itself looks wrong.',
  },
  'docs-too': {
    title: 'Update [the documentation]{objects} together with the change',
    when: 'a change alters what the documents say: behaviour, commands, options, structure.',
    what: 'Bring [README, changelog, instructions and other documents]{objects} in line within the same change.\nThe user asks for it otherwise.',
  },
  'no-git': {
    title: 'Leave commits and pushes to the user unless asked',
    when: 'work is done.',
    what: 'Leave the changes in the working tree and hand over the git commands to run.\nDo not commit, push, merge or rewrite history without being told to.',
  },
  'commit-often': {
    title: 'Commit when a piece of work is done',
    when: 'a step is finished and its checks pass.',
    what: 'Commit it right away, and leave the working tree clean before starting on the next.',
  },
  'small-commits': {
    title: 'Split changes into separate commits, one topic each',
    when: 'committing.',
    what: 'Group the changes by what they are for, and commit each group by itself with its own message.',
  },
  'no-attribution': {
    title: 'Add no agent attribution to commits',
    when: 'writing commit messages or pull requests.',
    what: 'Leave out co-author trailers and notes that a tool generated the change.',
  },
  'by-branch': {
    title: 'Work on a branch and land it through a pull request, never directly on `main`',
    when: 'starting work that is to be committed.',
    what: 'Create a branch, push it, and open a pull request for review.',
  },
  worktree: {
    title: 'Use a separate git worktree for other work than what is checked out',
    when: 'reviewing or changing a branch while something else is in progress.',
    what: 'Create a worktree beside the repository and work there.\nLeave the main checkout as it is.',
  },
  'to-main': {
    title: 'Push directly to `main`, without a branch or a pull request',
    when: 'work is to be pushed.',
    what: 'Commit on `main` and push it.\nOpen a pull request only when the user asks for one.',
  },
  'start-fresh': {
    title: 'Start from the latest state of the main branch',
    when: 'starting work, or coming back to it.',
    what: 'Fetch, and update or branch off from the latest main branch before changing anything.',
  },
  'green-ci': {
    title: 'After a push, check that CI passes, and fix it when it fails',
    when: 'something was pushed or released.',
    what: 'Wait for the runs and read the log of what failed.\nReport work as done only when they pass.',
  },
  'clean-up': {
    title: 'Clean up after finishing: temporary files, branches, debug output',
    when: 'the work is done.',
    what: 'Delete temporary files, scratch scripts, debug output and generated artifacts, and branches or worktrees that are no longer needed.\nLeave the checkout on an up-to-date main branch.',
  },
  'others-edit': {
    title: 'Read files again before editing: the user and other agents change them too',
    when: 'coming back to a file, or something looks different from before.',
    what: 'Others work in the same working tree at the same time.\nRefresh your view of the files, keep their changes, and never undo or overwrite what is not yours.',
  },
};

export function wordTheme(claim: Extract<Claim, { type: 'theme' }>): Words {
  const lesson = LESSONS[claim.theme];
  const quotes = claim.quotes.map((quote) => `“${shorten(quote.replaceAll(/\s+/g, ' ').trim(), MAX_SHOWN)}”`);
  return words(named(lesson.title, claim.objects), [
    ['When', lesson.when],
    ['Do', named(lesson.what, claim.objects)],
    ['Why', `People ask for this in other words each time.\nIn their words: ${quotes.join(' — ')}`],
  ]);
}

/** A sentence with its objects named, or with the words for any object. */
function named(text: string, objects: readonly string[]): string {
  const names = listed(
    objects.map((one) => (one.includes('.') ? code(one) : one)),
    'and',
  );
  return text.replaceAll(/\[([^[\]]*)\]\{objects\}/g, (_, any: string) => (names === '' ? any : names));
}
