"""What does not look English is said to, and no rule clears it: policies of our own in two dozen languages, and English that looks odd."""

import pytest

from differ import Direction, compare
from differ.english import doubt, foreign_passages, looks_english

SENTENCES = {
    "German": "Wir verkaufen Ihre Daten nicht.",
    "Austrian, long": "Für die Abholung der Kisten brauchen wir Ihre Telefonnummer, und nach einer Woche wird sie gelöscht.",
    "French": "Nous ne vendons pas vos données.",
    "Spanish": "No vendemos sus datos por dinero y usted puede pedir una copia cuando quiera.",
    "Italian": "I dati della vostra barca sono conservati per un anno e possono essere cancellati.",
    "Portuguese": "Nós não vendemos os seus dados e você pode apagar a conta quando quiser.",
    "Dutch": "Wij verkopen uw gegevens niet en bewaren ze een jaar bij onze bakkerij.",
    "Swedish": "Vi säljer inte dina uppgifter och sparar dem i ett år.",
    "Danish": "Vi sælger ikke dine oplysninger, og de slettes når du lukker din konto.",
    "Norwegian": "Opplysningene om båten blir slettet når du ikke lenger er medlem hos oss.",
    "Finnish": "Emme myy tietojasi, ja voit pyytää ne poistettaviksi, jos et enää ole jäsen.",
    "Polish": "Nie sprzedajemy danych, które podajesz, i usuwamy je, jeśli nie jest to zabronione przez prawo.",
    "Czech": "Vaše údaje neprodáváme a smažeme je, pokud nejsou potřeba, nebo když o to požádáte.",
    "Hungarian": "Az ön adatait nem adjuk el, és csak egy évig őrizzük.",
    "Romanian": "Datele dumneavoastră nu sunt vândute și pot fi șterse dacă doriți.",
    "Turkish": "Verilerinizi satmıyoruz ve bir yıl için saklıyoruz, bu süre uzatılmaz.",
    "Greek": "Δεν πουλάμε τα στοιχεία σας σε κανέναν.",
    "Russian": "Мы не продаём ваши данные.",
    "Ukrainian": "Ми не продаємо ваші дані нікому.",
    "Japanese": "お客様の個人情報を販売することはありません。",
    "Chinese": "我们不会出售您的个人信息。",
    "Korean": "귀하의 개인정보를 판매하지 않습니다.",
    "Arabic": "نحن لا نبيع بياناتك الشخصية لأحد.",
    "Hebrew": "איננו מוכרים את המידע שלכם לאיש.",
    "Hindi": "हम आपका डेटा किसी को नहीं बेचते।",
}
TEXTS = {  # whose small words are known nowhere in the package: told by what they lack
    "Estonian": """Me kogume andmeid, mida te meile paadi rentimisel annate: nimi, telefon, maksekaardi viimased numbrid. Kasutame neid
        lepingu täitmiseks ning arve saatmiseks. Andmeid ei müüda kellelegi. Hoiame neid seitse aastat, nagu seadus nõuab, pärast seda
        kustutame kõik. Teil on õigus küsida koopiat, parandada vigu, võtta nõusolek tagasi igal ajal.""",
    "Swahili": """Tunakusanya jina lako, nambari ya simu na anwani ya barua pepe unapokodisha baiskeli. Tunatumia taarifa hizi kukutumia
        risiti na kujibu maswali yako. Hatuuzi taarifa zako kwa mtu yeyote. Tunazihifadhi kwa mwaka mmoja baada ya safari yako ya
        mwisho, kisha tunazifuta. Una haki ya kuomba nakala, kusahihisha makosa na kuondoa idhini yako wakati wowote.""",
    "Irish": """Bailímid d'ainm, do sheoladh agus d'uimhir fóin nuair a cheannaíonn tú ticéad don bhád. Úsáidimid an t-eolas sin chun an
        ticéad a sheoladh chugat agus chun do cheisteanna a fhreagairt. Ní dhíolaimid an t-eolas le duine ar bith. Coinnímid é ar feadh
        bliana, agus scriostar ansin é. Tá sé de cheart agat cóip a iarraidh, botún a cheartú agus do thoiliú a tharraingt siar.""",
    "Indonesian": """Kami mengumpulkan nama, alamat surat elektronik serta nomor telepon Anda ketika Anda memesan kamar. Data tersebut kami
        gunakan untuk mengirim konfirmasi dan menjawab pertanyaan. Kami tidak menjual data kepada siapa pun. Data disimpan selama dua
        tahun setelah Anda berangkat, lalu dihapus. Anda berhak meminta salinan, memperbaiki kesalahan, serta menarik persetujuan.""",
    "Vietnamese": """Chúng tôi thu thập tên, số điện thoại và địa chỉ của bạn khi bạn thuê xe đạp. Chúng tôi dùng những thông tin này để gửi
        hóa đơn và trả lời câu hỏi của bạn. Chúng tôi không bán thông tin cho bất kỳ ai. Thông tin được giữ trong một năm sau chuyến đi
        cuối cùng, sau đó sẽ bị xóa. Bạn có quyền xin bản sao và rút lại sự đồng ý bất cứ lúc nào.""",
    "Croatian": """Prikupljamo ime, adresu i broj telefona kada rezervirate vez u marini. Te podatke koristimo kako bismo poslali račun i
        odgovorili na pitanja. Podatke ne prodajemo nikome. Čuvamo ih sedam godina, koliko traži zakon, a zatim ih brišemo. Imate pravo
        tražiti presliku, ispraviti pogreške te u svakom trenutku povući privolu.""",
}
ENGLISH = [
    "We keep your name for a year.",
    "Privacy",
    "IP address, browser type, operating system, device identifiers, language settings, time zone, screen size",
    "Banque de la Cité SA, 12 rue des Archives, 75003 Paris; van der Meer en Zonen B.V., Den Haag",
    "Write to Commission Nationale de l'Informatique et des Libertés (CNIL), Paris, or to the Datenschutzbehörde in Wien.",
    "Choose your language: Deutsch, Français, Español, Italiano, Русский, 日本語, العربية.",
    "See https://bakery.example/de/wir-und-ihre-daten-sind-nicht-zu-haben or write to wir.und.sie@bakery.example.",
    "Wе kеер уоur nаmе for a yеаr.",  # letters put in for those that look alike
    "",
]


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_in_another_language_is_told(language: str) -> None:
    sentence = SENTENCES[language]
    assert foreign_passages(sentence)
    assert not looks_english(sentence)
    assert doubt(sentence).startswith("the text does not look English")


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_is_told_by_the_lack_of_english_alone(language: str) -> None:
    assert not looks_english(TEXTS[language])


@pytest.mark.parametrize("text", ENGLISH)
def test_names_lists_addresses_and_short_texts_are_left_in_peace(text: str) -> None:
    assert looks_english(text)
    assert foreign_passages(text) == ()
    assert doubt(text) == ""


def test_a_passage_within_an_english_text_is_cited() -> None:
    text = "# Privacy\n\nWe keep your name for a year, and we do not sell it to anyone.\n\nWir verkaufen Ihre Adresse nicht.\n"
    assert looks_english(text)
    assert doubt(text) == ("a passage does not look English, and the rules read no other language: “Wir verkaufen Ihre Adresse nicht.”")
    assert doubt(text + "\nNous ne gardons rien pour vous.\n").startswith("2 passages do not look English")


OLD = "# Datenschutz\n\nWir geben Ihre Bestellungen nicht an Werbepartner weiter.\n\nIhren Namen bewahren wir höchstens ein Jahr auf.\n"
NEW = "# Datenschutz\n\nWir geben Ihre Bestellungen an Werbepartner weiter.\n\nIhren Namen bewahren wir zehn Jahre lang auf.\n"


def test_no_rule_clears_a_change_of_a_text_that_was_only_called_english() -> None:
    changes = compare(OLD, NEW).changes
    assert [change.direction for change in changes] == [Direction.UNCLEAR, Direction.UNCLEAR]
    assert {finding.rule for change in changes for finding in change.findings} == {"language-not-read"}


def test_no_rule_clears_a_passage_in_another_language_and_the_english_around_it_is_still_read() -> None:
    english = "# Privacy\n\nWe do not sell your name.\n\nWe keep your orders for a year.\n"
    changed = english.replace("do not sell", "sell") + "\nNous vendons vos commandes avec votre adresse.\n"
    by_text = {change.new[0].text: change for change in compare(english, changed).changes}
    assert by_text["We sell your name."].direction is Direction.RELAXES
    assert by_text["Nous vendons vos commandes avec votre adresse."].findings[0].rule == "language-not-read"


def test_a_passage_in_another_language_that_stays_does_not_hide_what_changes_beside_it() -> None:
    stays = " Diese Fassung ist nicht verbindlich, wenn sie von der englischen abweicht."
    before = "We tell you here what we do with your name and with what you ordered from us.\n\n"
    old, new = (f"{before}We keep your orders for {years}.{stays}\n" for years in ("two years", "one year"))
    assert [change.direction for change in compare(old, new).changes] == [Direction.TIGHTENS]


def test_a_text_moved_as_it_is_needs_no_reading() -> None:
    first, second = OLD.split("\n\n")[1:]
    moved = f"# Datenschutz\n\n{second.strip()}\n\n{first}\n"
    assert {change.direction for change in compare(OLD, moved).changes} <= {Direction.NEUTRAL}
