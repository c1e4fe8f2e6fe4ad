// Words about how work is done, not about what the product is: version control, checks, releases, documents, review,
// tone. The technical ones are English in every language.

/** Acts and things of the work itself. */
const TECHNICAL = `
  commit commits push pull merge merged rebase branch branches main master dev worktree worktrees pr prs mr tag stash squash checkout fork
  upstream origin remote untracked staged unstaged git github gitlab
  release releases version bump changelog publish deploy deployment rollback
  test tests lint linter linting format formatter formatting typecheck build ci pipeline coverage e2e hook hooks precommit pre-commit
  docs doc documentation readme comments agents.md claude.md todo
  review reviewed reviewing plan plans approve approval ask confirm discuss explain draft
  clean cleanup tidy artifacts
  npm pnpm yarn bun uv pip cargo make docker
  directly`;
/** How answers should be. */
const MANNER = `
  short shorter concise brief simple simpler verbose summary summarize summarise table bullet bullets english spanish german french
  portuguese russian chinese japanese language tone options overwhelm overwhelmed emoji emojis context`;
const OTHER_LANGUAGES = `
  pruebas rama confirma resumen plan documentación español inglés testes ramo resumo documentação português inglês tests branche
  résumé français anglais testen zweig zusammenfassung dokumentation deutsch englisch kurz тесты тест ветку ветка коммит пуш релиз
  документацию русском кратко 提交 推送 测试 文档 分支 发布 合并 中文 简短 コミット プッシュ テスト ブランチ リリース 日本語`;

const WORK_WORDS: ReadonlySet<string> = new Set(
  `${TECHNICAL} ${MANNER} ${OTHER_LANGUAGES}`.split(/\s+/).filter((word) => word !== ''),
);

/** Whether a word, in lower case, is about how work is done. */
export function isWorkWord(word: string): boolean {
  return WORK_WORDS.has(word);
}
