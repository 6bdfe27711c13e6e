"""English and Spanish word lists that more than one family needs. Written by hand; which words belong is judgement."""

from __future__ import annotations

FUNCTION_EN = (
    "a an the this that these those my your his her its our their some any no every each either neither both all another such "
    "much many more most few fewer less several enough other others own same i you he she it we they me him us them mine yours "
    "hers ours theirs myself yourself himself herself itself ourselves themselves who whom whose which what when where why how "
    "whoever whatever whichever whenever wherever one ones nobody nothing none anyone anything everyone everything someone "
    "something somebody and or but nor so yet if then else than because since although though while whereas unless until "
    "whether as of in on at by for with without from to into onto upon about above across after against along among around "
    "before behind below beneath beside between beyond despite down during except inside like near off out outside over past "
    "per through throughout toward towards under up via within am is are was were be been being do does did doing done have "
    "has had having can could may might must shall should will would cannot can't don't doesn't didn't isn't aren't wasn't "
    "weren't won't wouldn't shouldn't couldn't haven't hasn't hadn't i'm i'd i'll i've you're you'll you've it's he's she's "
    "that's there's what's who's let's we're we'll they're not only also just too very there here let please ever never "
    "always often again once already still even rather quite instead however therefore thus etc"
)
FUNCTION_ES = (
    "el la los las un una unos unas lo al del este esta esto estos estas ese esa eso esos esas aquel aquella aquello aquellos "
    "aquellas mi mis tu tus su sus nuestro nuestra nuestros nuestras vuestro vuestra algún alguna algunos algunas alguno ningún "
    "ninguna ninguno cada todo toda todos todas otro otra otros otras mismo misma mismos mismas mucho mucha muchos muchas poco "
    "poca pocos pocas más menos tanto tanta tantos tantas varios varias ambos ambas cualquier cualquiera yo tú él ella ello "
    "nosotros nosotras vosotros ellos ellas usted ustedes me te se nos os le les mí ti sí consigo conmigo contigo que qué quien "
    "quién quienes quiénes cual cuál cuales cuáles cuyo cuya cuando cuándo donde dónde como cómo cuanto cuánto cuántos cuántas "
    "y e o u ni pero sino aunque porque pues si mientras según ya entonces luego así también tampoco no de en a ante bajo con "
    "contra desde durante entre hacia hasta mediante para por sin sobre tras es son era eran fue fueron ser sido siendo estar "
    "está están estoy estaba estado hay había haya he ha has han hemos haber tener tiene tienen tengo tenía puede pueden puedo "
    "puedes podría debe deben debes debería va van voy vamos muy solo sólo aquí allí ahí siempre nunca jamás todavía aún además "
    "algo alguien nada nadie etcétera quiero quisiera favor"
)

# Function words that people who stuff keywords use as keywords; they do not show that a text has grammar.
LOOSE = (
    "must only should shall always never no not don't without except because since please may might can also just very too most more "
    "all every each any some "
    "debe deben debería solo sólo siempre nunca jamás no sin excepto porque pues favor también muy más todo toda todos todas cada"
)

# Verbs that prompts and questions are made of, in the forms they take there.
VERBS_EN = (
    "make create write generate build design develop draft compose produce prepare give show list name describe explain tell "
    "find get return print count display search look check compare analyze analyse evaluate review assess summarize summarise "
    "rewrite rephrase paraphrase translate convert transform change modify update edit improve fix correct debug solve "
    "calculate compute optimize optimise refactor simplify shorten expand add remove delete replace insert include exclude use "
    "run execute install configure deploy test implement code program plan organize organise propose suggest recommend provide "
    "identify classify extract detect determine define choose select pick rank sort order group split merge combine join read "
    "open save load send copy move rename help teach learn act imagine pretend assume consider think need want know understand "
    "say said ask answer respond reply keep ensure avoid start begin stop follow set put take go come see watch play work "
    "live feel become leave call try turn move mean like love believe hold bring happen provide offer allow lets "
    "makes creates writes gives shows uses takes has works contains includes returns means needs wants goes holding wearing "
    "sitting standing looking walking using making writing building based called named given sent released born located played "
    "report won made used written found created become scored directed received"
)
VERBS_ES = (
    "haz hacer hace hagan crea crear cree escribe escribir escriba genera generar genere construye construir diseña diseñar "
    "diseñe desarrolla desarrollar redacta redactar redacte compón produce prepara preparar da dar dame dime muestra mostrar "
    "muéstrame lista listar enumera nombra describe describir explica explicar explícame encuentra encontrar busca buscar "
    "obtén devuelve devolver cuenta contar revisa revisar compara comparar analiza analizar evalúa evaluar resume resumir "
    "reescribe reescribir traduce traducir convierte convertir transforma cambia cambiar modifica modificar actualiza "
    "actualizar edita mejora mejorar arregla arreglar corrige corregir depura depurar resuelve resolver calcula calcular "
    "optimiza optimizar simplifica acorta amplía añade añadir agrega agregar quita quitar elimina eliminar borra reemplaza "
    "incluye incluir usa usar utiliza utilizar ejecuta instala configura despliega prueba implementa programa planifica "
    "organiza propón proponer propone sugiere sugerir recomienda recomendar proporciona identifica identificar clasifica "
    "extrae detecta determina define definir elige elegir selecciona ordena agrupa divide combina une lee abre guarda envía "
    "copia mueve ayuda ayudar ayúdame enseña actúa imagina supón considera piensa necesito necesita quiero decir responde "
    "responder contesta mantén evita evitar empieza sigue pon poner toma ve ver trabaja funciona contiene significa hazlo "
    "hazme mejóralo"
)

# Frequent words of other kinds: the everyday vocabulary in which a text of the language is written.
COMMON_EN = (
    "time year years day days week month people person man woman men women girl boy child children family friend friends "
    "life world country city state school student students teacher company business customer customers client user users team "
    "group project product service market money price job home house room food water car book story page word words sentence "
    "paragraph text title letter letters email article essay report poem song movie film game video image picture photo music "
    "art style color colour background light scene character name number numbers list table row column data file files folder "
    "directory code function program script system computer software website web app application page link server database "
    "query question questions answer answers problem problems solution idea ideas example examples information details detail "
    "topic subject point points part parts thing things way ways place side end top line lines kind type types form level "
    "order case result results reason change difference language english spanish history science health education new old good "
    "bad better best great big small large long short high low young early late important different first last next second two "
    "three four five six seven eight nine ten hundred thousand million total average right left free full simple clear easy "
    "hard real true false main public general common possible available specific current red blue green black white beautiful "
    "detailed today now year weekly daily blog post media social marketing content plan strategy message role task step steps "
    "well really maybe actually probably perhaps usually together back away"
)
COMMON_ES = (
    "tiempo año años día días semana mes persona personas hombre mujer niño niña niños familia amigo amigos vida mundo país "
    "ciudad escuela estudiante estudiantes profesor empresa negocio cliente clientes usuario usuarios equipo grupo proyecto "
    "producto servicio mercado dinero precio trabajo casa comida agua coche libro historia página palabra palabras frase "
    "oración párrafo texto título carta correo artículo ensayo informe poema canción película juego vídeo video imagen foto "
    "música arte estilo color fondo luz escena personaje nombre número números tabla fila columna datos archivo archivos "
    "carpeta código función programa script sistema página web aplicación servidor base consulta pregunta preguntas respuesta "
    "respuestas problema problemas solución idea ideas ejemplo ejemplos información detalle detalles tema punto puntos parte "
    "cosa cosas manera forma lugar lado final línea líneas tipo tipos nivel orden caso resultado razón cambio diferencia idioma "
    "inglés español salud educación nuevo nueva viejo bueno buena buen malo mala mejor mejores gran grande pequeño largo corto "
    "alto bajo joven importante diferente primer primero primera último segunda segundo dos tres cuatro cinco seis siete ocho "
    "nueve diez cien mil total sencillo sencilla claro fácil difícil real principal público general común posible actual rojo "
    "azul verde negro blanco hoy ahora bien mal contenido plan estrategia mensaje papel tarea paso pasos informe marca anuncio "
    "ventas empresa tono campaña"
)


def split(words: str) -> tuple[str, ...]:
    """Return the words of a list."""
    return tuple(words.split())
