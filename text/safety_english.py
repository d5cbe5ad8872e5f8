"""What English texts say of self-harm, and what only sounds like it; each from a word's start."""

SELF = r"(?:(?:my|your|him|her) ?self|themself|(?:them|your|our)selves)"
WHOSE = r"(?:my|your|his|her|their)"
NOT = r"(?:dont|do not|didnt|did not|doesnt|does not|never|no longer|not)"
WANT = (
    r"(?:want|wanna|wanted|wants|wanting|i need|would like|id like|rather|ready|deserve|hope|"
    r"trying|tried)"
)
NO_LONGER = r"(?:anymore|any more|any longer)"

FIGURES = (
    # "die laughing", "die of shame", "I do not want to die", "die my hair"
    r"(?:die|died|dying|dead) (?:of |from |with )?(?:laugh\w*|embarrass\w*|shame|cringe|boredom|"
    r"curiosity|hunger|thirst|happiness|joy|excitement|cuteness|jealousy|heat|cold)\b",
    rf"{NOT} (?:really )?(?:want to|wanna) (?:die|be dead)\b",
    rf"die {WHOSE} hair\b",
    r"(?:suicide|suicidal) (?:squad|bomb\w*|attack\w*|doors?|vests?|missions?|tendencies)\b",
    # "killing myself at work", "kill myself laughing", "burn yourself out"
    rf"(?:am|im|been|be|was|are|youre|stop) killing {SELF} (?:at|over|with|trying|working|"
    r"studying|for|to)\b",
    rf"kill\w* {SELF} laugh",
    rf"burn\w* {SELF} (?:right )?out\b",
    rf"(?:shoot|shooting|shot) {SELF} in the foot\b",
    rf"hang\w* {SELF} out to dry\b",
    # "cut myself shaving", "hurt myself at the gym"
    rf"(?:cut|cutting) {SELF} (?:shaving|some slack|off|short|a (?:slice|piece))\b",
    rf"(?:cut|cutting|hurt|hurting|burn|burned|burnt|burning|injured) {SELF} (?:badly |a bit )?"
    r"(?:by accident|accidentally|on (?:a|the|some|hot)|while|during|in (?:a|the) (?:game|match)|"
    r"at (?:the gym|work|training|practice)|shaving|cooking|chopping|slicing|playing|skiing|"
    r"running|lifting|falling|doing|when i (?:was )?(?:shav\w+|cook\w+|slic\w+|play\w+|fell))\b",
    # "live here", but not "live in this world"
    r"live (?:here|there|with|in|at|near|next|under|by|on|off|up|together|alone|apart|where|"
    r"abroad)\b(?! pain| this (?:pain|world|body|life))",
    r"(?:drug|sugar|information|vitamin) overdose\b",
    # key management and activation: "rotate the AWS KMS key", "we use KMS for encryption"
    r"(?:aws|azure|google|gcp|cloud|use|uses|used|using|the|our|your|a|an|with|via|from|in|to|by|"
    r"enable|customer|managed) kms\b",
    r"kms (?:keys?|encrypt\w*|decrypt\w*|servers?|services?|clients?|hosts?|polic\w+|alias\w*|"
    r"apis?|activat\w*|for|grants?|rotat\w*|access|permissions?|config\w*)\b",
    # "I never wake up before ten"
    r"never wake up (?:before|until|till|on time|late|without|with|feeling|hungry|rested|refreshed|"
    r"because|when|if|that|so|alone)\b",
    r"jump\w* out of the window (?:seat|box|sill|display)\b",
    r"(?:pills|tablets|meds|handful) to (?:the|my|our|your|his|her|class|school|work|him|them|"
    r"people)\b(?! end| bed| sleep)",
    r"overdos\w+ on (?:sugar|chocolate|coffee|cake)\b",
)

SPEECH = (
    rf"(?:kil+|kil+ed|kil+in|kil+ing|unaliv\w+|offed|offing|hang|hanged|hanging|shoot|shot|shooting|"
    rf"drown\w*|stab\w*|starv\w+|mutilat\w+|harm|harmed|harming|hurt|hurting|cut|cutting|burn|"
    rf"burned|burnt|burning|injur\w+|poison\w*) {SELF}\b",
    rf"(?:to|gonna|wanna|did|does|ill|should|might) (?:just )?off {SELF}\b",
    r"\w*suicid|sewerslide\b|kys\b",
    r"kms\b(?<!\d kms)(?! (?:on|per|an?|away|from|of|to|left|later|in|h)\b)",
    r"self[ -]?(?:harm|injur|mutilat)",
    # wishing to be dead
    rf"{WANT} (?:to |2 )?(?:just |really )?(?:be )?(?:die|dead|stop existing|not exist)\b",
    r"(?:wish|wished|wishing) (?:that )?i (?:\w+ ){0,2}(?:dead|died|die|gone forever)\b",
    r"(?:wish|wished|wishing) (?:that )?i (?:\w+ )?(?:never|not|hadnt|wasnt|didnt|wouldnt) "
    r"(?:\w+ )?(?:existed|exist|born|alive|wake up)\b",
    r"(?:wouldnt|would not|never|dont want to|do not want to|didnt|dont) wake up\b"
    r"(?! (?:to|at|in|early|next)\b)",
    r"(?:want to|wanna|could|wish i could) (?:just )?(?:go to )?sleep forever\b",
    rf"{NOT} (?:really )?(?:want to|wanna) be here {NO_LONGER}\b",
    r"(?:should|could|wish i could) just die\b",
    rf"{NOT} (?:really )?(?:want to|wanna|wish to|feel like) (?:keep |go on |be )?(?:live|living|"
    r"alive|existing|exist)\b",
    r"(?:cant|cannot|can not) (?:keep|go on|continue) (?:to )?(?:live|living|exist|existing)\b",
    rf"(?:cant|cannot|can not) (?:live|exist|go on) {NO_LONGER}\b",
    rf"(?:end|ending|ended|take|taking|took|taken) {WHOSE} (?:own )?(?:life|lives)\b(?! jackets?)",
    r"(?:end|ending) it all\b|want it all to (?:end|stop)\b",
    r"want to (?:just )?end it\b(?! with| between)|end it (?:tonight|today)\b",
    r"want to (?:just )?disappear (?:forever|for good|from (?:this|the) (?:world|earth))\b",
    # feeling worthless, or tired of life
    r"better without me\b|(?:happier|better|easier) if i (?:was|were|wasnt|werent) (?:gone|dead|"
    r"here|around|alive)\b",
    r"better off (?:dead|without me|if i (?:died|was (?:dead|gone)|were (?:dead|gone)))\b",
    r"(?:would|wouldnt|not|ever) (?:\w+ ){0,2}(?:care|miss me|notice|cry) if i (?:\w+ ){0,2}"
    r"(?:die|died|dead|gone|disappeared|killed)\b",
    r"(?:point|reason|sense|use|will)(?: left)? (?:in|to|for|of) (?:keep |go on |be |being )?"
    r"(?:live|living|alive|existing)\b",
    r"nothing (?:left )?to live for\b",
    r"(?:tired|sick|done) (?:of|with) (?:being alive|living|life|existing)\b",
    r"life (?:isnt|is not|aint|not) worth (?:living|it)\b|not worth living\b",
    # ways
    rf"(?:slit|slitting|slash\w*|cut|cutting) {WHOSE} (?:own )?(?:wrist|arm|vein|thigh)s?\b",
    r"(?:took|take|takes|taking|swallow\w*|downed) (?:all|a (?:whole )?bottle of|a handful of|too "
    r"many|every) (?:(?:of )?(?:the|my|these|those|her|his) )?(?:\w+ )?(?:pills|tablets|meds)\b",
    r"overdos(?:e|es|ed|ing)\b|tr(?:y|ied|ying) to od\b|drink(?:ing)? bleach\b",
    r"cutting again\b",
    r"jump\w* (?:off|from|out of|in ?front of|under) (?:a|the|my|that|this|some) (?:\w+ )?"
    r"(?:bridge|building|roof\w*|balcony|window|cliff|train|bus|tracks)\b",
)
