// Japanese cues. Japanese writes no spaces, so patterns stand without word bounds.
import type { Cues } from './cues.ts';

export const japanese: Cues = {
  language: 'ja',
  standing: [String.raw`(?:常に|必ず|絶対に|今後は|これからは|毎回)`, String.raw`この(?:リポジトリ|プロジェクト)では`],
  correcting: [String.raw`^(?:違う|違います|いや、|いいえ|やめて|そうじゃなく)`],
  asking: [String.raw`^(?:なぜ|どう|何|どこ|いつ|誰)`],
  noting: [
    String.raw`(?:ため|ので|原因|代わりに|しかし|ただし|ではなく)`,
    String.raw`(?:できない|できません|ない|失敗|不足|ブロック|古い|既存|のみ|だけ|必要|必ず|生成)`,
  ],
  fillers: Array.from('のはをにがでとももへやねよか'),
  general: ['続けて', '修正', '追加', '削除', '確認'],
};
