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
  noting: [],
  fillers:
    'a al ahora con de del el en es esta este esto favor haz hazlo la las lo los me mi no por que se si sí su tu un una y ya'.split(
      ' ',
    ),
  general: 'agrega añade arregla cambia continúa corrige crea haz mira modifica pon quita revisa sigue usa ver'.split(
    ' ',
  ),
};
