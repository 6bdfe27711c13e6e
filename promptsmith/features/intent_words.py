"""Words that tell what a prompt asks for. Data only.

The six intents and the reason for each verb's place:

- create: something new comes into being (write, plan, propose, draft), including a list or a value to give back.
- modify: a given text or thing takes another form and stays itself (translate, rewrite, convert, refactor, shorten).
- analyze: something is found out about given material (classify, extract, compare, count, summarize keeps the findings).
- explain: a person is to understand something (explain, describe how, teach, define).
- debug: something is wrong and is to be put right (debug, fix, troubleshoot).
- optimize: something works and is to work better (optimize, improve, speed up, tune).

A verb with the mark ``~`` is also a common noun or adjective of its language: followed by a colon it is a label ("Plan: ..."),
not a request. Forms in Spanish: tú, usted, infinitive, and tú after "quiero que", each where it is in use.
"""

from __future__ import annotations

INTENT_VERBS: dict[str, str] = {
    "create": (
        "create make write generate build develop design~ draft~ compose craft produce plan~ propose suggest recommend "
        "invent implement prepare outline~ brainstorm draw~ paint sketch~ imagine code~ script~ program~ author devise "
        "formulate set construct continue complete~ fill simulate curate assign install publish illustrate render~ add "
        "schedule~ come deploy provision configure start narrate pitch~ crea crear crees cree créame haz hacer hagas haga "
        "hazme escribe escribir escribas escriba escríbeme escríbame genera generar generes genere genérame construye "
        "construir construyas construya desarrolla desarrollar desarrolles desarrolle diseña diseñar diseñes diseñe "
        "diséñame redacta redactar redactes redacte redáctame compón componer elabora elaborar elabores elabore elaborame "
        "produce producir planifica planificar planifiques planifique propón proponer propongas proponga proponme sugiere "
        "sugerir sugieras sugiéreme recomienda recomendar recomiéndame inventa inventar inventes implementa implementar "
        "implementes implemente prepara preparar prepares prepare prepárame esboza esbozar dibuja dibujar dibujes imagina "
        "programa~ programar programes monta montar configura configurar configures configure despliega desplegar "
        "despliegues añade añadir agrega agregar continúa continuar completa~ completar complete ayúdame planea planear"
    ),
    "modify": (
        "modify change~ update~ edit~ rewrite rephrase reword paraphrase~ translate convert transform adapt adjust alter "
        "replace rename shorten lengthen expand simplify refactor reformat format~ restructure reorganize reorganise "
        "migrate merge split~ remove delete proofread correct~ polish~ revise extend port~ clean~ insert move~ normalize "
        "normalise turn~ copy~ modifica modificar modifiques modifique cambia cambiar cambies cambie actualiza actualizar "
        "actualices actualice edita editar edites reescribe reescribir reescribas reescriba reformula reformular "
        "reformules parafrasea parafrasear traduce traducir traduzcas traduzca tradúceme convierte convertir conviertas "
        "convierta transforma transformar transformes transforme adapta adaptar adaptes adapte ajusta ajustar ajustes~ "
        "reemplaza reemplazar sustituye sustituir renombra renombrar acorta acortar acortes acorte amplía ampliar "
        "simplifica simplificar simplifiques simplifique refactoriza refactorizar reestructura reestructurar reorganiza "
        "reorganizar migra migrar migres combina combinar divide dividir elimina eliminar elimines elimine borra borrar "
        "borres corrige corregir corrijas corrija limpia~ limpiar quita quitar pasa~"
    ),
    "analyze": (
        "analyze analyse evaluate assess review~ compare classify categorize categorise extract summarize summarise "
        "identify detect count~ find search~ list~ calculate compute determine estimate~ research~ examine inspect "
        "investigate check~ audit~ rate~ rank~ score~ grade~ critique~ verify validate predict select~ choose pick solve "
        "diagnose label~ tag~ query~ filter~ group~ sort~ test~ measure~ contrast~ decide infer parse annotate interpret "
        "show~ print~ display~ retrieve fetch locate obtain discover prove download lookup sum~ order~ report~ analiza "
        "analizar analices analice evalúa evaluar evalúes evalúe revisa revisar revises compara comparar compares "
        "compare clasifica clasificar clasifiques clasifique categoriza categorizar extrae extraer extraigas extraiga "
        "resume~ resumir resumas resuma resúmeme identifica identificar identifiques identifique detecta detectar "
        "detectes cuenta~ contar encuentra encontrar encuentres encuentre busca buscar busques busque lista~ listar "
        "enumera enumerar calcula calcular calcules calcule determina determinar estima estimar investiga investigar "
        "examina examinar inspecciona comprueba comprobar audita auditar puntúa puntuar valora valorar verifica verificar "
        "valida validar predice predecir selecciona seleccionar elige elegir resuelve resolver resuelvas etiqueta~ "
        "muestra~ mostrar muestres muéstrame consulta~ consultar filtra filtrar agrupa agrupar ordena ordenar mide medir"
    ),
    "explain": (
        "explain describe define teach clarify elaborate discuss tell illuminate walk~ help~ explore demonstrate "
        "introduce explica explicar expliques explique explícame describe describir describas describa descríbeme define "
        "definir defínelo enseña enseñar enséñame aclara aclarar comenta comentar cuéntame dime discute discutir"
    ),
    "debug": (
        "debug fix~ troubleshoot repair~ resolve patch~ depura depurar depures depure arregla arreglar arregles arregle "
        "arréglame soluciona solucionar soluciones~ repara reparar repares"
    ),
    "optimize": (
        "optimize optimise improve enhance speed~ accelerate tune boost~ reduce streamline minimize minimise maximize "
        "maximise strengthen upgrade~ optimiza optimizar optimices optimice mejora~ mejorar mejores~ mejore mejórame "
        "acelera acelerar aceleres reduce reducir reduzcas minimiza minimizar maximiza maximizar afina afinar agiliza "
        "agilizar"
    ),
}

ANSWER_VERBS = (
    "give provide return output~ answer~ respond reply~ present~ offer~ name~ state~ say ask get put save~ send~ "
    "da dar des dame devuelve devolver responde responder respondas contesta contestar presenta presentar ofrece ofrecer "
    "proporciona proporcionar indica indicar nombra pregunta~ pon poner guarda guardar envía enviar"
)
"""Verbs of handing over. They ask for something, but what stands after them decides what: create, with half the confidence."""

RULE_VERBS = (
    "use~ do don't ensure avoid include keep note~ remember follow consider think act assume let never always limit~ stop~ "
    "focus~ look~ read~ see understand take try wait run~ pretend go "
    "usa usar uses utiliza utilizar asegúrate evita evitar incluye incluir mantén mantener recuerda sigue seguir considera "
    "piensa actúa actuar actúes supón asume limita enfócate lee leer toma"
)
"""Verbs that set a condition for the answer or a role. They are imperatives and no intent."""

OPENERS = (
    "please pls kindly then also now first second third next finally and so hi hello hey ok okay but just lastly "
    "afterwards dear chatgpt gpt claude task~ you'll simply carefully briefly clearly concisely quickly immediately "
    "recursively silently thoroughly step let's por favor luego después ahora primero segundo finalmente además "
    "entonces y hola también último buenas buenos días oye"
)
"""Words that may stand before the verb of a request."""

CLAUSE_OPENERS = (
    "using given based as in for if when with from after assuming considering suppose considerando under on at "
    "because since while usando dado dada dados dadas a partir como en si cuando con para según desde tras suponiendo "
    "teniendo basándote basado"
)
"""Words that open a clause before the request: the verb then follows the next comma ("Given a table, write ...")."""

ARTICLES = "a an some the un una unos unas los las el la"
"""Words that open the name of a wanted thing behind "I need"."""

LEADS = (
    "can you, could you, would you, will you, i want you to, i need you to, i would like you to, i'd like you to, "
    "you need to, your task is to, your job is to, your goal is to, the task is to, your role is to, you will, "
    "you are to, you should, you must, help me to, help me, i want to, i need to, i want, i need, i would like, "
    " i would like to, i'd like to, i am trying to, i'm trying to, try to, let's, be able to, asked to, tasked with, "
    "puedes, podrías, puede usted, podría, quiero que, necesito que, me gustaría que, tu tarea es, tu trabajo es, "
    "tu objetivo es, tienes que, debes, deberías, ayúdame a, quiero, necesito, me gustaría, quisiera, vas a, intenta, "
    "hay que"
)
"""Phrases that the verb of a request follows."""

ROLES = (
    "act as, act like, i want you to act, you are a, you are an, pretend to be, play the role, take on the role, "
    "i want, i need, i would like, i'd like, looking for, actúa como, eres un, eres una, haz de, hazte pasar, quiero, "
    "necesito, me gustaría, quisiera, busco"
)
"""Phrases that make a text a request even when no verb of the tables heads a sentence."""

QUESTION_WORDS: dict[str, str] = {
    "explain": "why how what what's qué cómo porqué",
    "analyze": (
        "which who whom whose when where is are was were does did has have should would will am "
        "cuál cuáles quién quiénes cuándo dónde cuánto cuánta cuántos cuántas"
    ),
}
"""Question words. What, how and why want understanding; the others want a fact that is looked up or judged."""

SURE_QUESTION_WORDS = "why how what what's which who whose qué cómo cuál cuáles quién quiénes cuánto cuánta cuántos cuántas"
"""Question words that begin a question even where its mark is missing."""

REQUEST_NOUNS: dict[str, str] = {
    "create": (
        "campaign requirements story poem essay article email letter recipe list plan design script blog post tweet "
        "headline slogan tagline code function query program song speech outline draft proposal ideas image photo picture "
        "portrait logo historia cuento poema ensayo artículo correo carta receta guion guión lema eslogan función "
        "propuesta imagen foto retrato"
    ),
    "modify": "translation rewrite paraphrase conversion traducción reescritura conversión",
    "analyze": (
        "summary analysis comparison review evaluation classification resumen análisis comparación comparativa evaluación"
    ),
    "explain": "explanation description definition tutorial guide explicación descripción definición guía",
}
"""Nouns that name the wanted thing in a text without a verb ("short story about a lighthouse"): weak evidence."""

DEBUG_TERMS = (
    "not working, doesn't work, does not work, isn't working, won't start, won't work, traceback, stack trace, "
    "getting an error, get an error, throws an error, throwing an error, fails, keeps failing, crashes, is broken, "
    "gives an error, gives me an error, bug in, the bug, an exception, error when, fix the error, fix my, fix this, "
    "what is wrong, what's wrong, no funciona, da error, da un error, me da error, falla, fallan, "
    "lanza una excepción, qué está mal, se cuelga, está roto"
)
"""Signs that something is broken: they turn a question or an analysis into debugging."""

OPTIMIZE_TERMS = (
    "faster, more efficient, more efficiently, improve performance, improve the performance, better performance, "
    "speed up, reduce latency, reduce memory, slow query, too slow, optimize, optimise, optimization, más rápido, "
    "más rápida, más eficiente, mejorar el rendimiento, mejora el rendimiento, demasiado lento, demasiado lenta, "
    "optimizar"
)
"""Signs that something shall work better: they turn a change, an analysis or "make it" into optimizing."""
