// Spanish cues for themes.
import type { ThemeCues } from './theme.ts';

export const spanish: ThemeCues = {
  language: 'es',
  script: String.raw`[a-z]`,
  again: [String.raw`(?<!\p{L})(?:otra vez|de nuevo|ya te (?:dije|lo dije)|siempre haces)(?!\p{L})`],
  cues: {
    'short-answers': [
      String.raw`(?<!\p{L})(?:más (?:breve|conciso|corto y|resumido)|s[ée] (?:más )?(?:breve|conciso|directo)|ve al grano|demasiad[oa] (?:texto|verboso|información)|respuestas? (?:más )?(?:cort|brev)[ao]?e?s?|no te (?:extiendas|enrolles)|responde (?:corto|breve))(?!\p{L})`,
    ],
    'plain-words': [
      String.raw`(?<!\p{L})(?:no (?:te )?entiendo (?:nada|lo que dices|tu respuesta|qué)|(?:explica|explícame)\p{L}* .{0,20}(?:más simple|sencillo|palabras simples)|en palabras (?:simples|sencillas))(?!\p{L})`,
    ],
    'one-way': [
      String.raw`(?<!\p{L})(?:no me des (?:tantas |más )?opciones|demasiadas opciones|dame (?:solo |sólo )?una (?:sola )?(?:opción|solución))(?!\p{L})`,
    ],
    recommend: [
      String.raw`(?<!\p{L})(?:qué (?:me )?recomiendas|cuál (?:me )?recomiendas|qué (?:me )?sugieres|cuál es la mejor (?:opción|forma|manera|práctica))(?!\p{L})`,
    ],
    language: [
      String.raw`(?<!\p{L})(?:(?:responde|contesta|háblame|habla|escribe|respóndeme)\p{L}* (?:siempre )?en (?:español|castellano|inglés)|^en español(?: por favor)?)(?!\p{L})`,
    ],
    'ask-first': [
      String.raw`(?<!\p{L})(?:pregúntame (?:antes|primero|si)|consúltame|sin (?:preguntar(?:me)?|consultar(?:me)?|mi (?:permiso|aprobación))|espera (?:a que|mi)|no (?:tomes decisiones|decidas|asumas|supongas))(?!\p{L})`,
    ],
    'carry-on': [
      String.raw`(?<!\p{L})(?:no (?:me )?preguntes(?: más)?|deja de preguntar|sin parar|no te detengas)(?!\p{L})`,
    ],
    'discuss-first': [
      String.raw`(?<!\p{L})(?:no (?:implementes|programes|escribas código|hagas (?:nada|cambios)|modifiques nada)(?: todavía| aún)?|sin implementar|antes de (?:implementar|programar|hacer cambios)|primero (?:un|el) plan|solo estamos (?:hablando|discutiendo))(?!\p{L})`,
    ],
    'only-asked': [
      String.raw`(?<!\p{L})(?:no (?:toques|cambies|modifiques|borres) (?:nada más|lo demás|el resto|otr[ao]s?|nada que)|solo (?:cambia|modifica|toca) (?:lo que|eso)|no te pedí|yo no pedí|por qué (?:cambiaste|borraste|modificaste|tocaste|eliminaste))(?!\p{L})`,
    ],
    verify: [
      String.raw`(?<!\p{L})(?:sigue sin (?:funcionar|andar)|(?:todavía|aún) no funciona|sigue (?:fallando|igual|dando)|el mismo error|no funcion[aó] (?:todavía|aún)|(?:lo )?(?:probaste|verificaste|comprobaste)|verifica (?:que|antes))(?!\p{L})`,
    ],
    'no-guessing': [
      String.raw`(?<!\p{L})(?:no (?:inventes|adivines|te inventes|supongas)|(?:lee|revisa|consulta) (?:primero )?la documentación|lee el código (?:primero|antes))(?!\p{L})`,
    ],
    simple: [
      String.raw`(?<!\p{L})(?:simplif(?:ica|ícalo|icar)|demasiado (?:complejo|complicado)|más (?:simple|sencillo)|no lo compliques|no necesitamos)(?!\p{L})`,
    ],
    reuse: [
      String.raw`(?<!\p{L})(?:reutiliza|código duplicado|no dupliques|duplicas? código|ya existe (?:una|un) (?:función|componente|método|clase))(?!\p{L})`,
    ],
    'no-leftovers': [
      String.raw`(?<!\p{L})(?:ya no (?:se usa|se necesita|hace falta|es necesari[oa]|sirve)|código muerto|elimina (?:todo )?lo que no se us[ae])(?!\p{L})`,
    ],
    'keep-working': [String.raw`(?<!\p{L})(?:sin romper|no rompas|antes funcionaba|rompiste)(?!\p{L})`],
    'docs-too': [
      String.raw`(?<!\p{L})(?:(?:y|también|luego) actualiza (?:el |la |los )?(?:readme|documentación|docs|changelog)|actualiza (?:también )?(?:el |la |los )?(?:readme|documentación|docs|changelog) también)(?!\p{L})`,
    ],
    'no-git': [
      String.raw`(?<!\p{L})(?:no (?:hagas|haga) (?:ningún |el )?(?:commit|push|merge)|no comm?itees|sin hacer commit|yo hago (?:el|los) commits?)(?!\p{L})`,
    ],
    'green-ci': [String.raw`(?<!\p{L})(?:el )?(?:ci|pipeline) (?:falló|falla|está fallando|está en rojo)(?!\p{L})`],
  },
};
