"""Countries, regions and cities in names of organisations, with adjectives and translations as one word.

One line a place: the word names compare as, then its other forms (folded; Cyrillic adjectives without endings, Arabic
letters in their plain shapes). Place names are weak. rigour's territories know more languages, but name a country by
any word that is its name anywhere (Iron is Iran's in one), take a second to load and know no adjectives.
"""

from __future__ import annotations

_COUNTRIES = """
afghanistan afghan afghani afganistan афган افغانستان افغاني
albania albanian albanie албан
algeria algerian algerie argelia algerien алжир جزائر
angola angolan
argentina argentine argentinian argentinien аргентин
armenia armenian armenie армен армян
australia australian australie australien австрали
austria austrian oesterreich osterreich autriche австри
azerbaijan azerbaijani azerbaidjan aserbaidschan азербайджан آذربايجان
bahamas bahamian
bahrain bahraini بحرين
bangladesh bangladeshi bangla
belarus belarusian belarussian bielorussie weissrussland беларус белорус
belgium belgian belgique belgie belgien бельги
belize
benin
bolivia bolivian boliviana
bosnia bosnian bosna
brazil brazilian brasil brasileira brasileiro brasilien bresil бразил
brunei
bulgaria bulgarian bulgarie bulgarien болгар българ
burkina
burundi
cambodia cambodian kampuchea cambodge
cameroon cameroun cameroonian
canada canadian kanada канад
chad tchad chadian
chile chilean chilena chileno
china chinese chine chinois chinoise cina chinesische cinese китай صين چين
colombia colombian colombiana colombiano kolumbien
congo congolese congolaise
croatia croatian hrvatska kroatien
cuba cuban cubana cubano kuba куб
cyprus cypriot chypre zypern кипр قبرص
czech czechia ceska cesky чеш
denmark danish danmark danemark danske
djibouti
dominicana dominican
ecuador ecuadorian ecuatoriana
egypt egyptian egypte agypten египет مصر مصري
eritrea eritrean
estonia estonian eesti estonie
ethiopia ethiopian ethiopie эфиоп اثيوبيا
finland finnish suomi finlande finnland
france french francaise francais frankreich francesa francia франц فرنسا
gabon
gambia
georgia georgian georgie georgien грузия грузин
germany german allemagne allemande alemania alemana deutschland герман المانيا آلمان
ghana ghanaian
greece greek grece griechenland hellas hellenic
guatemala
guinea guinee
guyana
haiti haitian
honduras
hongkong
hungary hungarian magyar hongrie ungarn венгр
iceland icelandic
india indian inde indien bharat инди هند
indonesia indonesian indonesie индонези
iran iranian irans irani iranien iranienne iranische иран ايران ايراني ايرانيه
iraq iraqi irak irakien irakische ирак عراق عراقي عراقيه
ireland irish irlande irland
israel israeli израил اسرائيل
italy italian italia italiana italiano italie italienne italien италь
jamaica jamaican
japan japanese japon nippon nihon япон
jordan jordanian jordanie اردن اردني
kazakhstan kazakh qazaqstan казах казахстан
kenya kenyan
kuwait kuwaiti koweit кувейт كويت كويتي
kyrgyzstan kyrgyz kirgizstan kirghizstan киргиз кыргыз
laos lao
latvia latvian latvijas latvija lettonie
lebanon lebanese liban libanaise libano ливан لبنان لبناني لبنانيه
liberia liberian
libya libyan libye libia ливи ليبيا ليبي ليبيه
liechtenstein
lithuania lithuanian lietuvos lietuva
luxembourg luxemburg
macau macao
macedonia macedonian
madagascar
malawi
malaysia malaysian malaysie малайзи
maldives
mali malian malienne
malta maltese
mauritania mauritanian
mauritius
mexico mexican mexicana mexicano mexique mexiko мексик
moldova moldovan молд
monaco
mongolia mongolian монгол
montenegro
morocco moroccan maroc marocaine marokko مغرب
mozambique
myanmar burma burmese myanma
namibia
nepal nepalese
netherlands dutch nederland nederlands holland niederlande
nicaragua nicaraguan
niger
nigeria nigerian нигери نيجيريا
dprk кндр
norway norwegian norge norske norvege
oman omani عمان
pakistan pakistani пакистан پاكستان باكستان
palestine palestinian palestinien فلسطين فلسطيني
panama panamanian panamena
paraguay
peru peruvian peruana
philippines philippine filipino pilipinas
poland polish polska polski pologne polen поль
portugal portuguese portuguesa
qatar qatari катар قطر قطري
romania romanian romana roumanie
russia russian russie russische russland rusia rossiya rossii rossiyskaya rossiyskiy россия россий росси روسيا روسي
rwanda rwandan rwandaise
saudi saoudite сауд سعودي سعوديه
senegal senegalese
serbia serbian srbija srpska сербия серб
seychelles
singapore singaporean singapour singapur сингапур
slovakia slovak slovenska
slovenia slovenian
somalia somali somalie сомали صومال
korea korean koreas coree coreenne corea coreana корей كوريا
spain spanish espana espanola espanol espagne spanien испан اسبانيا
sudan sudanese soudan sudanais судан سودان سوداني
sweden swedish sverige svenska suede schweden
switzerland swiss suisse schweiz schweizer schweizerische svizzera suiza швейцар سويسرا
syria syrian syrie syrienne syrische siria сири سوريا سوريه سوري
taiwan taiwanese
tajikistan tajik tadjikistan таджик
tanzania tanzanian
thailand thai thailande
tunisia tunisian tunisie tunisienne тунис تونس تونسي
turkey turkish turkiye turquie turk turkei турец турци تركيا تركي تركيه
turkmenistan turkmen туркмен
uganda ugandan
ukraine ukrainian ukrainy ukrainska ukrainskiy украин украинск
uae emirates emirati emirats emiratos امارات اماراتي
uk britain british
usa us
uruguay
uzbekistan uzbek узбек
venezuela venezuelan venezolana venezolano venezuelien венесуэл
vietnam vietnamese viet вьетнам
yemen yemeni jemen йемен يمن يمني
zambia
zimbabwe zimbabwean
"""
_REGIONS = """
africa african afrique afrika afrikanische африк افريقيا
america american americaine americana amerika amerikanische американ امريكا
arab arabia arabian arabe araba arabische арабск عرب عربي عربيه
asia asian asie asien asiatique ази آسيا اسيا
caspian caspienne كاسبين
caribbean caribe caraibes
caucasus kavkaz кавказ
crimea crimean krym crimee крым
england english
eurasia eurasian eurasie
europe european europa europeenne europeen europaische evropa европ اروپا اوروبا
gulf golfe golfo خليج
levant
mediterranean
middle
orient oriental
pacific pacifique pacifico
persian
scotland scottish
sahara sahel
scandinavia scandinavian nordic
siberia siberian sibir сибир
wales
east eastern ost orientale vostok vostochnyy восточн شرق شرقي
north northern nord norte norden severnyy север северн شمال شمالي
south southern sud sur suden yuzhnyy южн جنوب جنوبي
west western ouest oeste westen zapadnyy запад западн غرب غربي
"""
_CITIES = """
moscow moskva moscou moskau москва москвы московск
petersburg petersbourg петербург
tehran teheran teherans تهران
beijing peking pekin пекин
kyiv kiev киев
karachi كراچي
kabul كابل
baghdad bagdad بغداد
damascus damas дамаск دمشق
aleppo حلب
beirut beyrouth بيروت
cairo قاهره
dubai دبي دبيي
mumbai bombay
vienna wien
geneva geneve genf
brussels bruxelles
milan milano
munich munchen muenchen
isfahan esfahan اصفهان
mashhad مشهد
shiraz شيراز
tabriz تبريز
pyongyang пхеньян
"""
_MORE_CITIES = """
shanghai shenzhen guangzhou guangdong tianjin chongqing dalian qingdao nanjing hangzhou zhejiang jiangsu shandong
fujian sichuan hebei henan hubei hunan liaoning dandong xinjiang tibet wuhan chengdu xian suzhou ningbo xiamen shenyang
harbin changchun jilin heilongjiang shanxi shaanxi gansu qinghai ningxia guangxi yunnan guizhou hainan anhui jiangxi
jinan zhengzhou kunming hefei fuzhou nanchang taiyuan lanzhou urumqi zhuhai dongguan foshan wuxi changsha yantai
kowloon taipei kaohsiung
seoul busan tokyo osaka hanoi saigon bangkok jakarta manila delhi lahore kandahar
london paris berlin frankfurt hamburg zurich amsterdam rotterdam rome madrid barcelona lisbon athens istanbul ankara
izmir kharkiv minsk warsaw prague budapest bucharest belgrade riga vilnius tallinn stockholm oslo copenhagen helsinki
dublin homs basra mosul amman jerusalem gaza alexandria khartoum tripoli benghazi tunis algiers rabat riyadh jeddah
mecca medina doha sharjah muscat sanaa aden mogadishu nairobi kampala lagos accra johannesburg durban harare luanda
kinshasa chicago houston miami boston washington toronto montreal vancouver havana caracas bogota medellin quito managua
tijuana guadalajara
"""
"""Cities of one form."""
_PHRASES = {
    "hong kong": "hongkong",
    "united kingdom": "uk",
    "great britain": "uk",
    "united states america": "usa",
    "united states": "usa",
    "united arab emirates": "emirates",
    "north korea": "dprk",
    "korea north": "dprk",
    "democratic peoples republic korea": "dprk",
    "peoples republic china": "china",
    "pr china": "china",
    "russian federation": "russia",
    "federation russia": "russia",
    "russia federation": "russia",
    "saudi arabia": "saudi",
    "islamic republic iran": "iran",
    "syrian arab republic": "syria",
    "viet nam": "vietnam",
    "sri lanka": "srilanka",
    "costa rica": "costarica",
    "puerto rico": "puertorico",
    "el salvador": "elsalvador",
    "sierra leone": "sierraleone",
    "south africa": "southafrica",
    "new zealand": "newzealand",
    "new york": "newyork",
    "los angeles": "losangeles",
    "san francisco": "sanfrancisco",
    "cote d ivoire": "ivorycoast",
    "ivory coast": "ivorycoast",
}
"""Places of several words, connectives (of, the) left out."""


def _places() -> dict[str, str]:
    folded = {city: city for city in _MORE_CITIES.split()}
    for line in filter(None, (_COUNTRIES + _REGIONS + _CITIES).split("\n")):
        aliases = line.split()
        folded.update(dict.fromkeys(aliases, aliases[0]))
    return folded


PLACES = _places()
"""Every form -> the word it compares as."""
_BY_FIRST: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _words, _place in sorted(_PHRASES.items(), key=lambda entry: -len(entry[0])):
    _BY_FIRST.setdefault(_words.split()[0], []).append((tuple(_words.split()), _place))
PHRASE_STARTS = frozenset(_BY_FIRST)
WEAK_PLACES = frozenset((*_PHRASES.values(), "deutsche", "deutscher"))
"""Weak like places, but one form only: Deutsche Bank is not the German Bank."""


def phrase_at(words: tuple[str, ...] | list[str], at: int) -> tuple[int, str] | None:
    """How many words from ``at`` on are one place, and which: ``(2, "hongkong")``; None where none starts there."""
    for phrase, place in _BY_FIRST.get(words[at], ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase), place
    return None
