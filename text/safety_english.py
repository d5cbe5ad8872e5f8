"""What English texts say of self-harm, and what only sounds like it; each from a word's start."""

SELF = r"(?:(?:my|your|him|her) ?self|themself|(?:them|your|our)selves)"
WHOSE = r"(?:my|your|his|her|their)"
NOT = r"(?:dont|do not|didnt|did not|doesnt|does not|never|no longer|not)"
WANT = (
    r"(?:want|wanna|wanted|wants|wanting|i need|would like|id like|rather|ready|deserve|hope|"
    r"trying|tried|decided|plan|planned|planning)"
)
NO_LONGER = r"(?:anymore|any more|any longer)"
LIMB = r"(?:wrist|arm|vein|thigh)s?"
PILLS = r"(?:pills|tablets|meds)"
DRUGS = rf"(?:{PILLS}|paracetamol|tylenol|ibuprofen|aspirin|insulin|xanax)"
GONE = r"(?:die|died|dead|gone|disappeared|killed)"
END = r"(?= \.| ?$)"

TREAT = (
    r"(?:sugar|chocolate|coffee|tea|cakes?|candy|cookies|cheese|pizza|carbs|ice cream|netflix|"
    r"tv|series|memes|tiktok|youtube|anime|music|football|news|information|christmas|cuteness|"
    r"nostalgia|vitamins?|wifi|internet|my phone)"
)
ACCIDENT = (
    r"(?:by accident|accidentally|while(?! (?:i was )?(?:cry|sobb)ing)|during|"
    r"in (?:a|the) (?:game|match)|at (?:the gym|work|training|practice)|"
    r"when i (?:was )?(?:shav\w+|cook\w+|slic\w+|play\w+|fell)|"
    r"shaving|cooking|chopping|slicing|playing|skiing|running|lifting|falling|climbing|"
    r"doing|on hot|on (?:an?|the|some)\b(?! (?:\w+ )?(?:floor|bed|bathroom|toilet|inside|"
    r"regular|weekends?|daily|arms?|legs?|thighs?|wrists?|stomach|hips?)\b))"
)
AGONY = (
    r"(?! (?:(?:this|the|my|a|so much|such|constant|all this) )?(?:own )?(?:pain|world|body|life|"
    r"head|mind|hell|fear|darkness|misery|agony|guilt|shame|depression|anxiety|nightmare)\b)"
)

FIGURES = (
    # "die laughing", "die of shame", "I do not want to die", "die my hair", "dead sure"
    r"(?:die|died|dying|dead) (?:of |from |with )?(?:laugh\w*|embarrass\w*|shame|cringe|boredom|"
    r"curiosity|hunger|thirst|happiness|joy|excitement|cuteness|jealousy|heat|cold)\b",
    rf"{NOT} (?:really )?(?:want to|wanna) (?:die|be dead)\b",
    rf"(?:die|dye|dying|dyeing) {WHOSE} hair\b",
    r"dead ?(?:sure|certain|serious|honest|set|lift\w*|on time|cent(?:er|re)|last|quiet|silent|"
    r"weight|right|wrong|tired|ends?|lines?)\b",
    r"rather die than\b(?! (?:to )?(?:liv\w+|go (?:on|through)|keep|wake|be (?:here|alive)|exist|"
    r"stay|suffer|feel|continue|face|this)\b)",
    r"(?:plants?|phone|laptop|computer|car|battery|printer|cactus) (?:\w+ )?(?:wants?|wanted|"
    r"decided|tried|trying) to die\b",
    r"(?:dumb|stupid|silly|million|1000|worst) ways to die\b|cross my heart and hope to die\b",
    r"(?:suicide|suicidal) (?:squad|bomb\w*|attack\w*|doors?|vests?|missions?|sprints?|drills?|"
    r"seats?|lanes?|squeeze|tendencies (?:concert|gig|shows?|albums?|songs?|shirts?|tour))\b",
    r"(?:career|social|political|commercial|financial|fashion) suicide\b",
    # "killing myself at work", "kill myself laughing", "burn yourself out"
    rf"(?:am|im|been|be|was|are|youre|stop) killing {SELF} (?:at|over|with|trying|working|"
    r"studying|for|to)\b",
    rf"kill\w* {SELF} laugh",
    rf"burn\w* {SELF} (?:right )?out\b",
    rf"(?:shoot|shooting|shot) {SELF} in the foot\b",
    rf"(?:shoot|shot) {SELF} an? (?:quick )?(?:e?mail|message|text|note|reminder)\b",
    rf"hang\w* {SELF} (?:out to dry|a new)\b",
    r"(?:you|someone|somebody|they|he|she|man|guy|robbers?) (?:put|hold|holds|held|had|pointed|"
    r"pressed) a (?:gun|knife) (?:to|against) my (?:head|throat)\b",
    # "cut myself shaving", "hurt myself at the gym", "cut my arm on a fence"
    rf"(?:cut|cutting) {SELF} (?:shaving|some slack|off|short|a (?:slice|piece|bit of))\b",
    rf"(?:cut|cutting|hurt|hurting|burn|burned|burnt|burning|injured) (?:{SELF}|{WHOSE} {LIMB}) "
    rf"(?:badly |a bit )?{ACCIDENT}\b",
    # "live here", but not "live in this world"; "a living room", "life savings"
    r"liv(?:e|ing) (?:here|there|with|in|at|near|next|under|by|on|off|up|out of|together|alone|"
    r"apart|where|abroad|(?:so |that |this |too )?(?:far|close)|paycheck)\b" + AGONY,
    rf"live without {TREAT}\b",
    r"living (?:rooms?|wages?|costs?|expenses|conditions|arrangements?|quarters|spaces?)\b",
    r"life (?:insurance|savings|jackets?|vests?|story|stories|coach|sentence|lessons?|support)\b",
    rf"(?:take|takes|taking|took|taken) {WHOSE} (?:own )?life (?:back|seriously|for granted|"
    rf"to (?:the next|a|another|new)|in an? |into {WHOSE}|one (?:day|step)|day by day|"
    r"step by step)",
    rf"{TREAT} overdose\b|(?:drug) overdose\b",
    rf"overdos\w+ (?:on|of) (?:too much )?{TREAT}\b",
    # key management, activation and kilometres: "rotate the AWS KMS key", "twenty kms"
    r"(?:aws|azure|google|gcp|cloud|use|uses|used|using|the|our|your|my|a|an|with|via|from|in|by|"
    r"enable|customer|managed) kms\b",
    r"(?:migrat\w+|convert\w*|switch\w*|mov\w+|miles|connect\w*|access|calls?|requests?) to kms\b",
    r"(?:\d[\d.]*|few|many|several|couple of|hundreds? of|thousands? of|hundred|thousand|ten|"
    r"twenty|thirty|forty|fifty|more|some|last|extra|square|cubic|of|per) kms\b",
    r"kms (?:keys?|encrypt\w*|decrypt\w*|servers?|services?|clients?|hosts?|polic\w+|alias\w*|"
    r"apis?|activat\w*|for (?!real|good|sure|this|that)\w+|grants?|rotat\w*|access|permissions?|"
    r"config\w*|errors?|outages?|regions?|arns?|ids?|and (?:iam|s3|secrets)|fail\w*|return\w*|"
    r"supports?|went|goes|has|had|does|doesnt|(?:is|was|isnt|wasnt) (?:still |not )?(?:down|up|"
    r"back|slow|broken|working|available|unavailable|enabled|disabled|required|used|an?|our|managed|"
    r"expensive))\b",
    # "I never wake up before ten"
    r"never wake up (?:before|until|till|on time|late|without|with|feeling|hungry|rested|refreshed|"
    r"because|when|if|that|so|alone)\b",
    r"(?:didnt|did not|dont|do not) wake up (?:before|until|till|in time|on time|from my alarm)\b",
    r"jump\w* out of the window (?:seat|box|sill|display)\b",
    r"bungee jump\w*(?: (?:off|from))?",
    # "take all the pills with water", "a handful of tablets to the classroom"
    rf"{PILLS} to (?:the|my|our|your|his|her|class|school|work|him|them|people)\b"
    r"(?! end| bed| sleep)",
    r"(?:doctor|doc|gp|nurse|pharmacist|dentist|vet) (?:\w+ ){0,5}take (?:all|every)\b",
    r"(?:take|takes|taking|took) (?:all|every) (?:of )?(?:the|my|these|those|her|his) (?:\w+ )?"
    rf"{PILLS} (?:with (?:water|food|breakfast)|as (?:prescribed|directed)|prescribed|until|"
    r"(?:that )?(?:the|my) doctor|(?:every|each) (?:day|morning|evening))",
)

SPEECH = (
    rf"(?:ki+l+|ki+l+ed|ki+l+in|ki+l+ing|unaliv\w+|offed|offing|hang|hanged|hanging|shoot|shot|"
    rf"shooting|drown\w*|stab\w*|starv\w+|mutilat\w+|harm|harmed|harming|hurt|hurting|cut|cutting|"
    rf"burn|burned|burnt|burning|injur\w+|poison\w*) {SELF}\b",
    rf"(?:to|gonna|wanna|did|does|ill|should|might) (?:just )?off {SELF}\b",
    r"\w*suicid|sewerslide\b|kys\b",
    r"kms\b(?! (?:per|away|from|of|h|left)\b)",
    r"self[ -]?(?:harm|injur|mutilat)",
    # wishing to be dead
    rf"{WANT} (?:to |2 |on )?(?:just |really )?(?:be )?(?:die|dying|dead|unalive|stop existing|"
    r"not exist)\b",
    r"(?:feel|feels|felt|feeling) like dying\b|might as well (?:be dead|die)\b",
    r"(?:hope|hoping|pray|praying) (?:that )?i (?:just )?die\b",
    r"i should(?:ve| have| of) (?:just )?died\b",
    r"(?:wish|wished|wishing) (?:\w+ ){1,5}(?:killed|kill) me\b",
    r"(?:wish|wished|wishing) (?:that )?i (?:\w+ ){0,2}(?:dead|died|die|gone forever)\b",
    r"(?:wish|wished|wishing) (?:that )?id? (?:\w+ )?(?:never|not|hadnt|wasnt|didnt|wouldnt) "
    r"(?:\w+ )?(?:existed|exist|born|alive|wake up)\b",
    r"(?:wouldnt|would not|never|dont want to|do not want to|didnt|dont|(?:and|to) not) "
    r"(?:have to )?wake up\b(?! (?:to|at|in|early|next)\b)",
    r"(?:want to|wanna|could|wish i could) (?:just )?(?:go to )?sleep forever\b",
    rf"{NOT} (?:really )?(?:want to|wanna) be here {NO_LONGER}\b",
    r"(?:should|could|wish i could) just die\b",
    rf"{NOT} (?:really )?(?:want to|wanna|wish to|feel like|deserve to) (?:keep |go on |be )?"
    r"(?:live|living|alive|existing|exist)\b",
    r"(?:cant|cannot|can not) (?:keep|go on|continue) (?:to )?(?:live|living|exist|existing)\b",
    rf"(?:cant|cannot|can not) (?:live|exist|go on) {NO_LONGER}\b",
    rf"(?:end|ending|ended|take|taking|took|taken) {WHOSE} (?:own )?(?:life|lives)\b",
    r"(?:end|ending) it all\b|want it all to (?:end|stop)\b",
    r"(?:want|need) (?:all )?(?:the|this|my) (?:pain|suffering|misery|agony) to (?:just )?"
    r"(?:stop|end|be over|go away) (?:\w+ )?(?:forever|for good|permanently)\b",
    r"want to (?:just )?end it\b(?! with| between)|end it (?:tonight|today)\b",
    r"(?:want to|wanna|could|wish to) (?:just )?disappear (?:forever|for good|permanently|"
    r"from (?:this|the) (?:world|earth))\b",
    # feeling worthless, or tired of life
    r"better without me\b|(?:happier|better|easier|best) (?:off )?(?:if i (?:just |only )?"
    r"(?:(?:was|were) (?:gone|dead|not here|never born)|(?:wasnt|werent) (?:here|around|alive|"
    rf"born)|{GONE}\b)|with me (?:gone|dead)\b)",
    r"better off (?:dead|without me)\b",
    r"burden (?:to|on|for) (?:everyone|everybody|my (?:family|parents|kids|children|friends|"
    r"husband|wife|partner)|them all|all of)\b",
    rf"(?:would|wouldnt|will|not|ever|even|nobody|one) (?:\w+ ){{0,2}}(?:cares?|miss me|misses me|"
    rf"notice|cry) if i (?:\w+ ){{0,2}}{GONE}\b",
    rf"if i (?:was |were |just )?{GONE} (?:nobody|no one|noone|everyone|everybody|"
    r"would any|who would)",
    r"(?:point|reason|sense|use|will)(?: left)?(?: for me)? (?:in|to|for|of) (?:me )?(?:keep |"
    r"go on |be |being )?(?:live|living|alive|existing)\b",
    r"nothing (?:left )?to live for\b",
    r"(?:tired|sick|done) (?:of|with) (?:being alive|living|life|existing)\b",
    r"life (?:isnt|is not|aint|not) worth (?:living|it)\b|not worth living\b",
    # ways
    rf"(?:slit|slitting|slash\w*|cut|cutting) {WHOSE} (?:own )?{LIMB}\b",
    r"(?:took|take|takes|taking|swallow\w*|downed) (?:all|a (?:whole )?bottle of|a handful of|too "
    rf"many|every) (?:(?:of )?(?:the|my|these|those|her|his) )?(?:\w+ )?{PILLS}\b",
    rf"(?:stockpil\w+|hoard\w+|sav(?:ed|ing) up|stashed|stashing) (?:\w+ ){{0,3}}{PILLS}\b",
    rf"(?:{PILLS}|rope) (?:\w+ )?(?:lined up|ready|counted out) (?:for tonight|to (?:die|end))\b",
    rf"how (?:many|much) (?:\w+ ){{0,2}}{DRUGS} (?:\w+ ){{0,5}}(?:die|kill|overdose|fatal|"
    r"lethal)\b",
    r"ways? to die\b|how to die\b|(?:die|death) (?:painlessly|without pain)\b|nooses?\b",
    r"overdos(?:e|es|ed|ing)\b|tr(?:y|ied|ying) to od\b|drink(?:ing)? bleach\b",
    r"(?:gun|pistol|knife|blade|razor) (?:to|against|in|on) my (?:own )?(?:head|temple|throat|"
    r"mouth|wrists?)\b",
    r"bullet (?:in|through|into) my (?:own )?(?:head|brain|skull|mouth)\b",
    r"cutting (?:again|since|to (?:feel|cope)|for (?:\w+ )?(?:months|years)|when i (?:feel|get|am)|"
    r"every (?:day|night))\b",
    r"jump\w* (?:off|from|out of) (?:a|the|my|that|this|some) (?:\w+ )?"
    r"(?:bridge|building|roof\w*|balcony|window|cliff|moving \w+)\b",
    r"jump\w* (?:in ?front of|under|onto) (?:a|the|that|this|some) (?:\w+ )?"
    r"(?:train|bus|car|truck|lorry|tube|subway|metro|tracks)\b",
)
