"""Letters and words that need knowing in names: variants, legal forms, titles, particles."""


def word_set(text: str) -> frozenset[str]:
    """Return the words of `text`, parted by spaces."""
    return frozenset(text.split())


# Letters that Unicode does not decompose, quotes and dashes that people mix, and marks nobody sees.
LETTERS = {
    **dict(zip("øØłŁđĐðÐħĦıŧŦŋŊĸ", "oOlLdDdDhHitTnNk", strict=True)),
    **dict(zip("’‘ʼʻ´`‛“”„‐‑‒–—―−", "'''''''\"\"\"-------", strict=True)),
    **dict(zip("ßẞæÆœŒþÞ", ("ss", "ss", "ae", "Ae", "oe", "Oe", "th", "Th"), strict=True)),
}
INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u0640"
)
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "Å": "Aa", "ø": "oe", "Ø": "Oe"}

# Compared folded, without dots and spaces: `S. à r. l.` is `sarl`.
LEGAL_FORMS = word_set(
    """
    gmbh mbh ggmbh gesmbh ag se kg kgaa ohg gbr ug ek eu ev eg co cokg gmbhco gmbhcokg haftungsbeschrankt
    gesellschaftmitbeschrankterhaftung aktiengesellschaft
    inc incorporated corp corporation company ltd limited llc llp lp pllc plc pc pte pty pvt cic
    sa sas sasu sarl eurl snc sca scs scop sprl bvba srl spa sapa sl slu sau sc scl
    sadecv sderldecv derldecv decv cv sapidecv sapi sab sabdecv ltda eireli epp cia lda sgps
    bv nv vof cvba vzw asbl
    oy oyj ab hb kb as asa ans aps ivs ehf hf amba
    spzoo spzook spk spj doo dd ad ood eood sro spolsro kft zrt nyrt rt bt sia uab ou
    ooo oao zao pao ооо оао зао пао ао ип тов
    sti ltdsti anonimsirketi limitedsirketi
    sdnbhd sdn bhd tbk cv kk gk yk kabushikikaisha coltd
    """
)
LEADING_LEGAL_FORMS = frozenset({"ооо", "оао", "зао", "пао", "ао", "ип", "тов", "ooo", "oao", "zao", "pao", "pt"})
# Words before a name that say no more of it.
LEADING_WORDS = frozenset({"the", "firma", "fa"})
# Those that are written out, and those in other letters, beside their usual short form.
SAME_LEGAL_FORMS = {
    "incorporated": "inc",
    "corporation": "corp",
    "company": "co",
    "limited": "ltd",
    "colimited": "coltd",
    "companylimited": "coltd",
    "companyltd": "coltd",
    "gesellschaftmitbeschrankterhaftung": "gmbh",
    "gesmbh": "gmbh",
    "aktiengesellschaft": "ag",
    "ughaftungsbeschrankt": "ug",
    "kabushikikaisha": "kk",
    "ооо": "ooo",
    "оао": "oao",
    "зао": "zao",
    "пао": "pao",
    "ао": "ao",
    "limitedsirketi": "ltdsti",
}
# East Asian legal forms are written without a space; each with what it is otherwise.
ATTACHED_LEGAL_FORMS = {
    "株式会社": "kk",
    "有限会社": "yk",
    "合同会社": "gk",
    "股份有限公司": "股份有限公司",
    "有限责任公司": "有限公司",
    "有限公司": "有限公司",
    "(株)": "kk",
    "(有)": "yk",
    "주식회사": "주식회사",
    "(주)": "주식회사",
}
CONJUNCTIONS = frozenset({"and", "und", "et", "og", "och", "en"})

TITLES = word_set(
    """
    mr mrs ms miss mx dr drmed drphil drjur drrernat drhc dring prof profdr professor doctor sir dame lord lady
    rev reverend father capt captain lt sgt herr frau fräulein dipling diplkfm
    mme mlle maître monsieur madame sr sra srta doña dona dott dottssa sigra avv dhr mevr mw drs
    """
)
# Also names or words of their own, so they are titles only with their dot.
DOTTED_TITLES = word_set("gen mag ing hon arch lic sig col maj ir ra fr hr med phil jur rer nat pol hc")
SUFFIXES = word_set(
    """
    jr sr jnr snr junior senior ii iii iv phd md mba msc bsc dds dvm esq esquire cpa cfa pmp jd llm llb rn obe mbe cbe
    mdphd dipling fca facs pe dphil edd mpa mph csc drsc dis
    様 さま さん 殿 氏 先生 女士 小姐 博士 教授 님 씨 선생님 박사 교수
    """
)
# Degrees that are also family names; they count only when written with dots or after a comma.
DEGREES = frozenset({"ma", "ba", "bs", "ms", "mp", "dr", "do"})
PARTICLES = word_set(
    """
    von van vom zu zum zur de der den del della dello degli dei di da do dos das du des la le las los les
    el al bin ibn bint abu ben ter ten te af av y e und
    """
)
# Also common as given names, so they are particles in lower case only.
LOWER_PARTICLES = frozenset(
    {"ben", "zu", "do", "te", "y", "e", "und", "des", "av", "af", "les", "los", "las", "le", "di", "abu"}
)
