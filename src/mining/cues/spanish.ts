// Spanish cues.
import type { Cues } from './cues.ts';

export const spanish: Cues = {
  language: 'es',
  standing: [
    String.raw`\b(?:siempre|nunca|jamás)\s+(?:debes |debe |hay que |tienes que )?\p{L}+`,
    String.raw`\b(?:a partir de ahora|de ahora en adelante|en adelante|en el futuro|cada vez que)\b`,
    String.raw`\ben este (?:repo|repositorio|proyecto)\b`,
  ],
  correcting: [String.raw`^no\b[,.: ]`, String.raw`^(?:en realidad|mejor|eso no|así no|te dije)\b`],
  asking: [String.raw`^(?:¿|(?:cómo|qué|por qué|cuál|dónde|cuándo|quién|es|está|hay|puedo|podemos)(?!\p{L}))`],
  noting: [
    String.raw`(?<!\p{L})(?:porque|ya que|debido a|causado por|en lugar de|en vez de|sin embargo|pero|aunque|excepto)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:no (?:se|es|está|están|existe|existen|hay|funciona|puede|pueden|tiene|son|encuentra)|ningún|ninguna|falta|faltan|falla|fallan|bloqueado|obsoleto|ya (?:existía|existe|estaba)|solo|sólo|debe|deben|hay que|requiere|siempre|nunca|generado|esperado)(?!\p{L})`,
  ],
  fillers:
    'a al ahora con de del el en es esta este esto favor haz hazlo la las lo los me mi no por que se si sí su tu un una y ya'.split(
      ' ',
    ),
  general: 'agrega añade arregla cambia continúa corrige crea haz mira modifica pon quita revisa sigue usa ver'.split(
    ' ',
  ),
};
