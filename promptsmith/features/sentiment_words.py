"""Words with a tone, English and Spanish. Written by hand; which words belong and which are strong is judgement."""

from __future__ import annotations

POSITIVE_EN = (
    "good great excellent amazing awesome wonderful fantastic beautiful lovely nice pleasant delightful perfect superb brilliant "
    "outstanding remarkable impressive terrific magnificent splendid fabulous gorgeous elegant charming cute cozy cosy friendly "
    "gentle warm happy glad cheerful joyful joy delight pleased satisfied grateful thankful thanks thank love loved loves "
    "lovable liked enjoy enjoyed enjoyable fun funny exciting excited thrilled enthusiastic passionate inspiring inspired "
    "uplifting hopeful optimistic positive confident proud honest sincere loyal trustworthy reliable safe secure healthy strong "
    "brave smart clever wise talented skilled creative innovative useful helpful valuable beneficial effective efficient easy simple "
    "clear clean fresh bright vivid peaceful calm relaxing comfortable welcome welcoming generous polite respectful fair successful "
    "success win winner winning victory triumph achieve achievement accomplish improve improved improvement better best favorite "
    "favourite popular admired celebrated celebrate blessing blessed lucky fortunate rich wealthy prosperous paradise heavenly "
    "miracle magical magic majestic glorious graceful stunning breathtaking spectacular incredible marvelous marvellous exquisite "
    "delicious tasty sweet adorable playful humorous witty entertaining engaging compelling memorable appreciate appreciated admire "
    "recommend support supportive encourage encouraging comfort hope smile smiling laugh laughing pretty refreshing rewarding "
    "flawless ideal superior premium top vibrant lively energetic"
)
NEGATIVE_EN = (
    "bad terrible horrible awful worst worse poor ugly nasty disgusting gross dreadful horrid pathetic lousy mediocre inferior cheap "
    "fake boring dull tedious annoying annoyed irritating irritated frustrating frustrated angry anger furious mad hate hated hates "
    "hatred dislike disliked despise sad unhappy depressed depressing miserable gloomy hopeless desperate lonely grief sorrow cry "
    "crying tears pain painful hurt hurts hurting suffer suffering agony sick ill disease dead death die dying kill killed killer "
    "murder violent violence brutal cruel evil wicked vicious war attack destroy destroyed destruction disaster catastrophe tragedy "
    "tragic crisis danger dangerous unsafe risky threat threatening scary scared afraid fear fearful terrifying terrified horror "
    "nightmare panic worried worry anxious anxiety stress stressed stressful nervous shame ashamed guilty embarrassing embarrassed "
    "humiliating disappointed disappointing disappointment regret sorry fail failed fails failure failing lose loser losing lost "
    "defeat broken broke useless worthless pointless wrong mistake mistakes flawed faulty problem problems trouble difficult "
    "confusing confused unclear messy chaos dirty filthy rotten toxic poison harmful harm damage damaged abuse abusive bully cheat "
    "cheating lie lies liar lying dishonest corrupt fraud scam steal stolen theft crime criminal illegal rude offensive insult "
    "insulting disrespectful arrogant selfish greedy lazy stupid dumb idiot foolish ridiculous absurd nonsense complaint complain "
    "complaining blame reject rejected refuse unfair unjust racist sexist bitter hostile enemy weak tired exhausted bored creepy "
    "sinister unpleasant unacceptable unreliable slow expensive overpriced crash crashes crashed buggy"
)
POSITIVE_ES = (
    "bueno buena buenos buenas buen bien excelente excelentes increíble maravilloso maravillosa fantástico fantástica genial geniales "
    "estupendo estupenda perfecto perfecta hermoso hermosa bello bella bonito bonita lindo linda precioso preciosa encantador "
    "encantadora agradable agradables amable amables simpático simpática cariñoso cariñosa dulce tierno tierna cálido cálida feliz "
    "felices alegre alegres alegría contento contenta satisfecho satisfecha agradecido agradecida gracias amor amar amo encanta "
    "encantan gusta gustan disfruta disfrutar divertido divertida gracioso graciosa emocionante emocionado emocionada entusiasmo "
    "entusiasta apasionado apasionada inspirador inspiradora esperanza optimista positivo positiva confianza orgulloso orgullosa "
    "honesto honesta sincero sincera leal fiable confiable seguro segura sano sana saludable fuerte valiente inteligente "
    "sabio sabia talentoso creativo creativa innovador innovadora útil útiles valioso valiosa beneficioso eficaz eficiente fácil "
    "sencillo sencilla claro clara limpio limpia fresco fresca brillante tranquilo tranquila paz calma relajante cómodo cómoda "
    "bienvenido bienvenida generoso generosa educado respetuoso respetuosa justo justa éxito exitoso exitosa triunfo ganar ganador "
    "victoria logro lograr mejorar mejora mejor mejores favorito favorita popular celebrar suerte afortunado rico rica próspero "
    "paraíso milagro mágico mágica magia majestuoso glorioso elegante impresionante espectacular asombroso asombrosa extraordinario "
    "extraordinaria delicioso deliciosa sabroso adorable entretenido entretenida memorable recomiendo apoyo apoyar animar sonrisa "
    "sonreír reír ideal superior óptimo vibrante admirar admirable amistoso amistosa placer felicidad felicidades cariño ternura"
)
NEGATIVE_ES = (
    "malo mala malos malas mal terrible terribles horrible horribles pésimo pésima peor peores feo fea asqueroso asquerosa asco "
    "espantoso espantosa desagradable mediocre inferior barato falso falsa aburrido aburrida tedioso molesto molesta molestar "
    "irritante irritado frustrante frustrado frustrada enfadado enfadada enojado enojada furioso furiosa ira rabia odio odiar odia "
    "detesto detestar triste tristes tristeza infeliz deprimido deprimida deprimente miserable sombrío desesperado desesperada solitario "
    "soledad dolor doloroso dolorosa duele herido herida sufrir sufrimiento enfermo enferma enfermedad muerto muerta muerte morir matar "
    "asesino asesinato violento violenta violencia brutal cruel malvado malvada guerra ataque atacar destruir destrucción destruido "
    "desastre catástrofe tragedia trágico crisis peligro peligroso peligrosa inseguro arriesgado amenaza miedo asustado asustada temor "
    "aterrador terror pesadilla pánico preocupado preocupada preocupación ansiedad ansioso estrés estresado nervioso nerviosa vergüenza "
    "avergonzado culpable humillante decepcionado decepcionada decepcionante decepción arrepentido fracaso fracasar fracasado fallo "
    "falla fallar perder perdedor perdido derrota roto rota inútil inútiles absurdo absurda ridículo ridícula error errores "
    "equivocado equivocada incorrecto defectuoso problema problemas difícil difíciles confuso confusa caos sucio sucia podrido tóxico "
    "veneno dañino daño dañar abuso acoso trampa tramposo mentira mentiras mentiroso mentir deshonesto corrupto corrupción fraude estafa "
    "robar robo crimen criminal ilegal grosero grosera ofensivo ofensiva insulto insultar irrespetuoso arrogante egoísta codicioso "
    "vago perezoso estúpido estúpida tonto tonta idiota queja quejarse culpa rechazar rechazo injusto injusta racista amargo hostil "
    "enemigo débil cansado cansada agotado agotada siniestro inaceptable lento lenta caro"
)
STRONG = (
    "excellent amazing wonderful fantastic perfect superb brilliant outstanding love terrific magnificent incredible best terrible "
    "horrible awful worst disgusting hate dreadful furious evil tragedy disaster catastrophe excelente increíble maravilloso "
    "maravillosa fantástico fantástica perfecto perfecta extraordinario extraordinaria pésimo pésima horrible terrible espantoso "
    "asqueroso odio desastre tragedia catástrofe peor"
)
NEGATORS = (
    "not no never without neither nor hardly barely don't doesn't didn't isn't aren't wasn't weren't won't can't cannot couldn't "
    "shouldn't wouldn't nothing none lacks lacking ni nunca jamás sin tampoco nada ningún ninguna apenas"
)
