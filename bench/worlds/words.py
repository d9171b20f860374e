"""Texts of varied vocabulary in four languages and two scripts, the same for the same seed.

A text mixes words of the field, which come often, with words built from stems and endings or from roots and patterns,
of which each comes seldom, so that a search meets both kinds, as it does in texts that people wrote.
"""

from itertools import product
from random import Random

LANGUAGES = ("en", "fr", "ar", "id")
_OFTEN = {
    "en": (
        "family visit officer prison release plan training staff work health learning school mentor woman "
        "young safety risk trust respect record review community aftercare release condition programme "
        "session interview language lawyer doctor teacher faith sport letter telephone transport housing "
        "income skill workshop kitchen garden library night shift wing gate search complaint appeal "
        "inspection reason dignity law judge probation"
    ),
    "fr": (
        "famille visite agent prison libération plan formation personnel travail santé apprentissage école "
        "mentor femme jeune sécurité risque confiance respect dossier examen communauté suivi condition "
        "programme séance entretien langue avocat médecin enseignant culte sport lettre téléphone transport "
        "logement revenu compétence atelier cuisine jardin bibliothèque nuit équipe quartier porte fouille "
        "plainte recours inspection motif dignité loi juge probation"
    ),
    "ar": (
        "الأسرة زيارة ضابط سجن الإفراج خطة تدريب موظفون عمل صحة تعلم مدرسة مرشد امرأة شباب سلامة خطر ثقة "
        "احترام سجل مراجعة مجتمع رعاية شرط برنامج جلسة مقابلة لغة محام طبيب معلم عقيدة رياضة رسالة هاتف نقل "
        "سكن دخل مهارة ورشة مطبخ حديقة مكتبة ليل نوبة جناح بوابة تفتيش شكوى استئناف سبب كرامة قانون قاض "
        "مراقبة"
    ),
    "id": (
        "keluarga kunjungan petugas penjara pembebasan rencana pelatihan staf kerja kesehatan belajar sekolah "
        "pendamping perempuan pemuda keamanan risiko kepercayaan hormat catatan tinjauan masyarakat pembinaan "
        "syarat program sesi wawancara bahasa pengacara dokter guru iman olahraga surat telepon transportasi "
        "perumahan pendapatan keterampilan bengkel dapur kebun perpustakaan malam regu blok gerbang "
        "penggeledahan keluhan banding inspeksi alasan martabat hukum hakim"
    ),
}
OFTEN = {language: tuple(words.split()) for language, words in _OFTEN.items()}
STEMS = tuple(
    "".join(parts) for parts in product(("b", "d", "gr", "k", "l", "m", "n", "pr", "s", "t", "v"), "aeiou", "lmnrst")
)
ENDINGS: dict[str, tuple[str, ...]] = {
    "en": ("ing", "ment", "er", "ness", "able", "ed", "ity", "al"),
    "fr": ("tion", "ment", "eur", "euse", "able", "ée", "ité", "age"),
    "id": ("an", "kan", "nya", "ku", "i", "wan", "lah", "asi"),
}
ROOTS = tuple("".join(root) for root in product("بجحدرسشعفقكلمنه", repeat=3) if len(set(root)) == 3)
PATTERNS = ("{0}ا{1}{2}", "م{0}{1}و{2}", "ت{0}{1}ي{2}", "ا{0}ت{1}ا{2}", "{0}{1}ا{2}ة", "م{0}ا{1}{2}ة", "ال{0}{1}ي{2}")
FIRST: dict[str, tuple[str, ...]] = {
    "en": ("Grace", "Peter", "Mary", "John", "Esther", "Daniel", "Ruth", "Samuel", "Alice", "Joseph"),
    "fr": ("Aminata", "Étienne", "Hélène", "François", "Awa", "Benoît", "Zoé", "Moussa", "Inès", "Jérôme"),
    "ar": ("محمد", "فاطمة", "عبد الرحمن", "ليلى", "يوسف", "مريم", "خالد", "نور", "سعيد", "هدى"),
    "id": ("Siti", "Budi", "Dewi", "Agus", "Nur", "Putri", "Rizki", "Wayan", "Ratna", "Eko"),
}


def rare(random: Random, language: str) -> str:
    """A word of which there are thousands."""
    if language == "ar":
        return random.choice(PATTERNS).format(*random.choice(ROOTS))
    return random.choice(STEMS) + random.choice(STEMS) + random.choice(ENDINGS[language])


def text(random: Random, language: str, words: int) -> str:
    """So many words in sentences of about a dozen, three of ten of them rare."""
    found = [rare(random, language) if random.random() < 0.3 else random.choice(OFTEN[language]) for _ in range(words)]
    sentences = [found[start : start + 12] for start in range(0, len(found), 12)]
    return " ".join(f"{' '.join(sentence).capitalize()}." for sentence in sentences)


def title(random: Random, language: str) -> str:
    """Five words without a full stop."""
    return text(random, language, 5).rstrip(".")


def name(random: Random, language: str) -> str:
    """A name of an invented person: a given name that many have and a family name that few have."""
    family = rare(random, language)
    return f"{random.choice(FIRST[language])} {family if language == 'ar' else family.capitalize()}"
