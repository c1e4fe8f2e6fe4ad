// Russian cues. `\b` knows no Cyrillic letters, so words are bounded by look-arounds.
import type { Cues } from './cues.ts';

export const russian: Cues = {
  language: 'ru',
  standing: [
    String.raw`(?<!\p{L})(?:всегда|никогда)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:отныне|впредь|с этого момента|в будущем|каждый раз)(?!\p{L})`,
    String.raw`(?<!\p{L})в этом (?:репозитории|проекте)(?!\p{L})`,
  ],
  correcting: [
    String.raw`^нет[,.: ]`,
    String.raw`^(?:не надо|не нужно|не так|вместо этого|стоп|я же (?:сказал|говорил))(?!\p{L})`,
  ],
  asking: [String.raw`^(?:как|что|почему|зачем|какой|какая|где|когда|кто|есть ли|можно ли)(?!\p{L})`],
  noting: [],
  fillers:
    'а без бы в во все всё да для давай же и из или их к как ко мне на не нет но ну о об он она они от по пожалуйста с со так там теперь то тоже ты у уже чтобы это я'.split(
      ' ',
    ),
  general: 'добавь измени исправь измени продолжай проверь посмотри сделай создай удали убери'.split(' '),
};
