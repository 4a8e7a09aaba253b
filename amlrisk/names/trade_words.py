"""Words organisations are named with, in several languages: what they do, what they are, how large they claim to be.

One line a word: the English word, then its other forms and translations (folded: lower case, no accents in Latin
letters, Arabic letters in their plain shapes). All of a line compare as one word. Cyrillic adjectives stand without
their endings (``национальн``). Translations only: oil and petroleum are two words, banque and bank are one. Common
vocabulary of company names, written down for this project; rigour's tagger knows such words too, but takes 40 µs for
each, and names their class instead of an English word that an officer can read.
"""

# ruff: noqa: E501 -- a table: a line is a word
from __future__ import annotations

from collections.abc import Iterator

_TRADE = """
administration administracion administratsiya администрация اداره
agency agencies agence agencia agenzia agentur agentstvo агентство وكاله
agricultural agriculture agri agro agricola agropecuaria agricole landwirtschaft selskokhozyaystvennyy сельскохозяйственн زراعي زراعيه كشاورزي
air
airline airlines airways aerolineas aviakompaniya авиакомпания авиалинии هواپيمايي
aerospace
aluminum aluminium
armament armaments
asset assets
associate associates
association associations assoc assn asociacion associazione associacao asotsiatsiya verein verband vereniging ассоциация объединение جمعيه انجمن dernegi
atomic
auto automobile automobiles automotive автомобильн
authority authorities autorite autoridad هيئه
aviation aviacion aviacao авиация авиационн طيران
bank banks banking banque banco bancos banca banka bankas bankasi bankaciligi banku pank pankki bancaire банк банка банки банков банковск بنك بانك مصرف
board
branch branches filial filiale sucursal succursale zweigniederlassung филиал فرع شعبه
brothers bros hermanos freres gebruder gebrueder fratelli irmaos
building buildings
bureau bureaux buro byuro бюро
business businesses бизнес اعمال
capital capitals капитал
cargo freight
cement ciment cemento цемент
center centre centers centres centro centrum zentrum tsentr merkezi merkez центр مركز
central centrale zentral центральн مركزي
chamber camara chambre kammer палата غرفه
charitable charity charities caritative caridad benevolent благотворительн خيري خيريه
chemical chemicals chemistry chimique quimica quimicos chimica chemie chemische химическ химия كيميايي كيميائي
civil
club
coal уголь угольн
college colleges kolej
combine kombinat комбинат
commercial commercials comercial commerciale kommerchesky коммерческ تجاري تجاريه
commission comision kommission комиссия
committee committees cttee comite comitato komitet komitee комитет لجنه كميته
commodity commodities
communication communications comunicaciones comunicacao
community
company companies companys co cos cia compania compañía compañia companhia compagnie compagnia kompania kompaniya kompaniia kampani firma firm firms компания компании شركه شركت شركات corporation corporations corp corporacion corporacao corporazione korporatsiya корпорация
complex complejo комплекс مجتمع
computer computers
concern konzern kontsern концерн
conglomerate
construction constructions constr constructora construcciones construccion construcao costruzioni stroitelnaya stroitelnyy insaat bau строительн строительство انشايات ساختماني
consortium consorcio consorzio konsortsium консорциум
consulting consultancy consultants consultores consultora консалтинг
contracting contractors contractor contractora مقاولات
cooperative cooperatives coop cooperativa cooperation kooperativ кооператив تعاوني تعاونيه
council conseil consejo consiglio rada sovet совет مجلس شوراي
credit credito кредит
cultural culture cultural cultura kultur культура культурн ثقافي ثقافيه فرهنگي
defense defence defensa difesa verteidigung oborona oborony оборона обороны оборонн دفاع
department departments dept departement departamento dipartimento abteilung otdel отдел департамент اداره
design
development developments devt desarrollo developpement desenvolvimento sviluppo entwicklung razvitie развитие развития تنميه توسعه
digital
directorate direction direccion управление مديريه
distribution distributor distributors distribuidora
division
economic economy
education educational educacion
electric electrical elec electrico electrica elektrik электрическ
electricity
electronic electronics electronica electroniques elektronik электроника электронн الكترونيه الكترونيك
energy energies energia energias energie energien enerji energetika энергия энергетическ энергетика طاقه انرژي
engineering engineers engineer engg ingenieria ingenierie ingegneria engenharia inzhiniring muhendislik инжиниринг инженерн هندسه هندسيه مهندسي
enterprise enterprises entreprise entreprises empresa empresas impresa unternehmen predpriyatie isletmeleri предприятие منشاه
equipment equip equipments equipos equipement оборудование оборудования تجهيزات
establishment establishments est etablissement ets موسسه مؤسسه
estate estates
exchange exchangers cambio cambios change sarafi صرافي صرافه
export exports exporting exporter exporters exportadora exportaciones экспорт صادرات تصدير
factory factories fabrica fabrik fabrique fabryka fabrika fabbrica фабрика مصنع كارخانه
farm farms granja
federal federale bundes федеральн
federation federacion federazione federatsiya федерация اتحاديه
fertilizer fertilizers
finance financial financials fin financiera financiere finanzas finanz finansovaya финансы финансов مالي ماليه
fishery fisheries fishing pesca pesquera
food foods alimentos alimentaires gida غذايي
foreign
foundation foundations fdn fundacion fundacao fondation fondazione stiftung stiftelse stichting vakfi bonyad بنياد
forwarding
fund funds fonds fondo fondos fundo fond фонд صندوق
garment garments
gas gaz газ غاز گاز
general generale generales عام عامه
global globale
government govt gouvernement gobierno governo regierung pravitelstvo правительство حكومه
group groups grp groupe grupo gruppo gruppe grup gruppa groep группа группы مجموعه گروه
health healthcare
heavy
holding holdings hldg hldgs kholding холдинг قابضه
hospital hospitals clinic مستشفي
hotel hotels hoteles hotelera отель فندق هتل
house casa haus maison
housing
humanitarian
import imports importing importer importers importadora importaciones импорт واردات استيراد
industry industries industrial ind inds industria industrias industriale industrie industriel industrielle industriales industriya promyshlennost sanayi sanayii sanaye промышленност промышленн индустрия صناعه صناعي صناعيه صناعات صنايع صنعتي
information informations
infrastructure
institute institutes inst institut instituto istituto instytut enstitusu институт معهد
institution institutions institucion учреждение
instrument instruments
insurance insurances ins assurance assurances seguros assicurazioni versicherung versicherungen sigorta strakhovaya страхов تامين بيمه
international intl internl internacional internationale internazionale internationales uluslararasi mezhdunarodnyy международн دولي دوليه
investment investments inv invest investors inversiones inversion investissement investissements investimentos investimenti yatirim investitsionnaya инвестиции инвестиционн استثمار استثمارات سرمايهگذاري
islamic
jewelry jewellery jewelers jewellers joyeria
joint
laboratory laboratories lab labs laboratorios laboratoire laboratorium laboratoriya лаборатория آزمايشگاه مختبر
land
leasing lizing лизинг
life
line lines linea lineas linie линия خطوط
logistics logistic logistica logistique logistik lojistik логистика
machine machines
machinery maquinaria mashinostroenie
management mgmt mgt gestion verwaltung menedzhment менеджмент مديريت
manufacturing manufacture manufacturers manufacturer mfg mfr mfrs manufactura manufacturas производство производственн
marine maritime maritima maritimes denizcilik morskaya morskoy морск بحري بحريه دريايي
market markets marketing mercado
mechanical
media medien медиа رسانه
medical medicine medicines medico medica طبي طبيه پزشكي
metal metals metales metaux metall металл
metallurgical metallurgy metallurgie metalurgica металлургическ металлургия
military
mill mills
mine mines minas
mineral minerals minerales
mining minera mineria miniere bergbau gornodobyvayushchaya горнодобывающ تعدين معدني
ministry ministere ministerio ministero ministerium ministerstvo bakanligi министерство وزاره وزارت
modern
money
motor motors
national natl nationale nacional nazionale natsionalnyy nationales ulusal национальн وطني وطنيه
natural
navigation
network networks netz сеть شبكه شبكه
new
news
nuclear nucleaire atomnaya ядерн
office offices oficina ufficio ofis офис مكتب دفتر
offshore
oil oils neft neftyanaya нефть нефтян нефти نفط نفت
organization organisation organizations organisations org organizacion organizzazione organizacao orgnizatsiya organizatsiya teskilati организация منظمه سازمان
overseas
parts
partner partners partnership
petrochemical petrochemicals petroquimica petrochimie petrokimya нефтехимическ بتروكيمياويات پتروشيمي
petroleum petrole petroleo petrol petrolera
pharmaceutical pharmaceuticals pharma pharmacy pharm farmaceutica farmaceuticos farma ilac фармацевтическ ادويه دارويي
pipe pipes
pipeline pipelines
plant plants zavod завод
plastic plastics plastik
port ports puerto porto порт ميناء بندر
power puissance
precision
press
printing
product products prod productos produits produkte produkty
production productions producers producer produccion produzione produktion proizvodstvo توليد توليدي انتاج
project projects proyectos
property properties propiedades
province
public publique publico publica
railway railways rail железнодорожн железная железной
railroad railroads
real
realty immobiliare inmobiliaria imobiliaria immobilier immobilien недвижимость عقاري عقاريه
refinery refineries refining refineria
regional
rental
republic
research researches investigaciones recherche forschung issledovatelskiy исследовательск ابحاث پژوهش
resource resources recursos ressources
satellite
school schools escuela ecole schule shkola школа مدرسه
science sciences ciencias wissenschaft
scientific
security securities
semiconductor semiconductors
service services svc svcs servicio servicios servico servicos servizi dienst dienste dienstleistungen hizmetleri услуги сервис خدمات
ship ships
shipping navire navigazione navigacion naviera reederei sudokhodnaya kemacilik судоходн ملاحه كشتيراني شحن
shipyard shipyards astillero werft верфь
social
society societe sociedad sociedade societa obshchestvo общество
software
solution solutions soluciones loesungen
special
sport sports
state estatal gosudarstvennyy государственн دولتي حكومي
steel acier acero acciaio stahl celik сталь стальн فولاد صلب
stock
storage
store stores almacen almacenes
strategic
studio
supermarket supermarkets
supply supplies suppliers supplier suministros
support
system systems sistema sistemas systeme systemes sistemi sistemleri система системы
technical tecnica technique teknik техническ فني
technology technologies tech techs technologie technologien tecnologia tecnologias tecnologie tekhnologiya tekhnologii teknoloji технология технологии تكنولوجيا فناوري
telecom telecommunication telecommunications telekom telecomunicaciones телеком اتصالات مخابرات
television tv
terminal terminals
textile textiles textil tekstil
tobacco
tool tools
tour tours tourism turismo tourisme turizm tourist туризм سياحه گردشگري
trading trade trades trader traders commerce commerz comercio comercializadora comercializacion commercio handel handels torgovlya torgovyy torgovaya ticaret ticari ticareti negoce торгов торговля تجاره بازرگاني bazargani
transfer transfers remittance remittances حواله hawala
transport transportation transports transporte transportes trasporti spedition nakliyat nakliye транспорт транспортн نقل حمل
travel viajes voyages reisen путешествия سفريات
trust trusts fideicomiso траст
union unions syndicat sindicato soyuz союз اتحاد
united unidos unies vereinigte обединен объединенн متحده
universal
university universities univ universidad universite universita universitaet universitat universitesi universidade universitet университет جامعه دانشگاه
venture ventures
water
weapon weapons
wholesale wholesalers
wood woods
workshop
works werk werke
world mundial mondial welt mondiale
"""
_FOLDED_ONLY = """
army armies armee ejercito esercito armiya армия جيش ارتش
brigade brigades brigada brigadas бригада لواء كتائب
front frente фронт جبهه
force forces fuerza fuerzas forze силы قوات
movement movements mouvement movimiento movimento dvizhenie движение حركه
party partido partei parti partiya партия حزب
liberation liberacion освобождения تحرير
"""
"""Folded across languages like the others, but they tell: fronts and armies are named with little else."""


def _lines(table: str) -> Iterator[tuple[str, list[str]]]:
    for line in table.strip().splitlines():
        words = line.split()
        yield words[0], words


TRADE = {alias: word for word, aliases in _lines(_TRADE) for alias in aliases}
"""Every form -> the English word it compares as; all weak."""
SAME_WORD = {alias: word for word, aliases in _lines(_FOLDED_ONLY) for alias in aliases}
"""Every form -> the English word it compares as; not weak."""
