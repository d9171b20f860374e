"""The words by which sentences are found that a human-rights reader must look at (RQ-13), by language.

Beginnings of words, as they are folded for search; a policy officer can review them.
"""

from collections.abc import Mapping

# What must never be a sign of anything.
PROTECTED: Mapping[str, str] = {
    "en": "religio faith islam muslim christian jew hindu buddh sikh atheis mosque church synagog pray prayer quran "
    "koran bible beard veil hijab headscar dress cloth convert conversion ethnic race racial skin tribe tribal "
    "nationalit foreign opinion politic ideolog belief believ worship fast fasting ramadan",
    "fr": "religi foi islam musulm chreti juif juive hindou bouddh sikh athee mosqu eglis synagog prier prie coran "
    "bible barbe voile foulard tenue vetement convert conversion ethni race racial peau tribu nationalit etrang "
    "opinion politiq ideolog croyan croit culte jeun ramadan",
    "ar": "دين ديان الدين ايمان اسلام مسلم مسيح يهود هندوس بوذ كنيس مسجد صلا قران انجيل لحي حجاب نقاب لباس ملابس زي "
    "اعتنا عرق اثن لون قبيل جنسي اجنب راي اراء سياس ايديولوج معتقد عقيد عباد صوم صيام رمضان",
    "id": "agama iman keyakin islam muslim kristen yahudi hindu buddha masjid gereja sinagog doa berdoa salat shalat "
    "quran alquran alkitab jenggot janggut cadar jilbab hijab kerudung pakai busana mualaf etnis suku ras kulit asing "
    "kewarganegara pendapat politik ideologi percaya ibadah puasa ramadan",
}
# What would make it one.
SIGNS: Mapping[str, str] = {
    "en": "sign indicat signal warn alarm suspic suspect marker symptom proof evidenc report risk danger threat "
    "radical extrem monitor watch",
    "fr": "signe indicat indice signal alert suspec soupco drapeau marqueur symptom preuv rapport risque danger "
    "menac radical extrem",
    "ar": "علام موشر دليل دلال اشار انذار تحذير شبه مشبوه مشتبه اشتباه بلاغ ابلاغ تقرير خطر خطور تهديد تطرف متطرف "
    "مراقبه رصد",
    "id": "tanda indika pertanda sinyal peringat curiga mencuriga bukti gejala lapor melapor laporan risiko bahaya "
    "ancaman radikal ekstrem pantau memantau awas mengawasi",
}
# Whole words that deny it, which is what a course is to teach.
DENIALS: Mapping[str, str] = {
    "en": "not no never nor neither none nothing without cannot isn aren doesn don protected protect right rights "
    "free freedom stigma prejudice unfair wrong",
    "fr": "ne n pas jamais ni aucun aucune rien sans protege protegee proteger droit droits libre liberte "
    "stigmatisation prejuge prejuges injuste tort",
    "ar": "لا ولا ليس ليست ليسا ليسوا وليس وليست لن ولن لم ولم غير دون بدون ابدا بلا حق الحق حقوق حري الحري محمي "
    "وصم الوصم تحيز",
    "id": "tidak bukan jangan tanpa tak belum dilindungi hak bebas kebebasan stigma prasangka keliru salah",
}
