"""Given names and their forms: spellings, short forms, and the same name in other languages.

General knowledge of names, compiled for this project from how reference works on given names group them (Hanks,
Hardcastle and Hodges, *A Dictionary of First Names*; Ahmed, *A Dictionary of Muslim Names*); no list of persons went
into it. A line is one name. ``|`` parts its forms; the spellings of one form stand together. Folded, in ASCII letters.
Short forms of several names stand with each of them; an indented line goes on with the one before.
"""

from __future__ import annotations

GIVEN_NAMES = """
aaron aron aaren | harun haroon haroun harroun | aharon
abigail abbigail abigale abigayle avigail | abby abbie abbey gail
abraham abram avraham avram avrum | ibrahim ibraheem ebrahim ibrahima ibragim ebrahima ibro brahim braheem barahim
  ibrahimu | abe bram
adam addam adan | adamo adami
adelaide adelheid adelaida | adele adela heidi addie
adrian adrien adriaan adriano adrianus hadrian andrian | ade
agnes agnieszka agnese agnessa agneta agnete | ines inez | neza
albert alberto albrecht adalbert adalberto aubert albertus | bert bertie berti
alexander aleksander alexandre alexandr aleksandr alessandro alejandro aleksandar alexandros aleksandros oleksandr
  aliaksandr alexandru alexandro sandor alasdair alistair alastair alister aleksandrs aleksandras | alex alec alek
  aleks lex sasha sascha sacha sasa shura sandro sandy xander zander alecu olek oleks alekos | iskandar iskander
  eskandar iskender sikandar sikander
alexandra aleksandra alessandra alejandra oleksandra aliaksandra alexandrina | alex sasha sascha sandra sandy xandra
  shura ola lexi
alexis aleksis alexios alexius | alexey aleksey alexei aleksei alexej aleksej oleksiy oleksii oleksij aliaksei
  alyaksey | alyosha alosha lyosha aliosha lesha
alfonso alphonse alphonso alfons alonso alonzo afonso | fonsie
alfred alfredo alfredas | alf alfie fred freddie freddy
alice alicia alisa alyssa alix alycia alisha | ally allie
amelia amalia amelie emelia amalie | amy millie
anastasia anastasiya anastasija anastasiia anastassia anastazja nastasia nastassja | nastya nastia asya stacy stacey
  stasia tasia
anatoly anatoliy anatolii anatoli anatolij anatole anatol | tolya tolik
andrew andre andreas andres andrei andrey andrej andrii andriy andrea andrzej anders ondrej andras andris andrius
  andrija andreu andries andreja andrejs aindrias | andy drew andi andro dre
angela angelina anhelina angelica anjelica angelika angelique angele | angie
ann anna anne hanna hannah ana anya ania ane annie anni hana ganna | annette anita annushka anouk nan nancy anika
  annika anneke anichka nina anushka hania
anthony antony antonio anton antoine antonius antoni antonin antanas antun antal ante antonis antonios antonino
  antonijs | tony toni tono tonio tonino tonda
antonia antonina antonella antoinette antonija | toni tonya tonia tosya nina nella
archibald | archie archy baldie
arthur artur arturo arturas artus | art artie
augustus augustin augustine agustin august augusto agostino augustyn | gus gussie guus
barbara varvara barbora borbala | barb barbie babs varya basia
bartholomew bartolomeo bartolome barthelemy bartholomaus bartlomiej bartosz bartolomeu | bart bartek barth
basil basile basilio vasily vasiliy vasilij vasili vassily vasilii wassily vasyl vasil vasile vasilios vassilis
  vasilis | vasya bas
beatrice beatrix beatriz beatrisa | bea trixie
benedict benedikt benito benedetto benoit benedicto bento venedikt | benny
benjamin benyamin binyamin veniamin benjamim beniamino beniamin benjaminas | benny benji benjy benjie | bunyamin
  benyamine
bernard bernhard bernardo bernd bernhardt bernat | bernie barney berni
bogdan bohdan bogdanas | bodya
boris borys | borya
bridget brigitte brigit brigitta brigid birgit birgitta brygida | biddy gitta gitte
caroline carolina karoline karolina carolyn carolin carolyne | carrie carol lina lena karola carola
casper kaspar caspar jasper gaspar gaspard kasper gaspare | kasparas
catherine katherine kathryn catharine katharine kathrine catheryn kathryne katharina catharina katarina katarzyna
  katerina caterina catalina katalin catarina kateryna ekaterina yekaterina jekaterina catrina katrina kaisa katrin
  cathrin kaitlin caitlin kathleen cathleen | kate katie kathy cathy katy kat kay kit kitty katya katja katia kasia
  kati rina trina karen karin kaja
cecilia cecile cecily cecilie caecilia | cissy celia silke
charles carlos karl carl carlo karel karol karoly carles karolis charl karlos | charlie charley chuck chas chip
  carlito carlitos chaz
charlotte carlotta carlota sarlota szarlota | lotte lottie charlie
christian kristian cristian christiaan krystian kristijan christen cristiano christiano krystijan carsten karsten |
  chris kris
christina kristina cristina christine kristine christiane krystyna khrystyna hristina kirsten kirstin kerstin kristin
  kristen | chris tina chrissy kirsty stina
christopher christoph kristoffer christophe cristobal krzysztof kristof cristoforo kristofer christoffer khristofor
  christoforos krystof cristovao | chris kris topher kit christos
clara klara claire clare chiara
claude claudio claudius klaudio
clement clemente klemens clemens kliment clemence | clem
constantine konstantin constantin constantino konstantinos kostyantyn konstanty costantino kostiantyn kastus | kostya
  costa costas kostas kosta dinos
cornelius cornelis kornel corneille cornelio kornelijus | cor kees neil
cyril kirill kiril kyrill cirilo cirillo kyrylo kyryl kirilo | cy kira
daniel daniil danil danylo danila daniele danilo danielius daniyal danyal danial danyel | dan danny dani danya
david davide davyd davit dawid taavi dovydas davud dawud daud dawood daoud davood davut dawoud daoed daouda dauda
  davidas | dave davy davey davie
deborah debra devora debora | deb debbie debby
demetrius dmitry dmitri dmitriy dimitri dmitrii dmitrij dmytro dimitrios dimitar demetrio dzmitry dimitris dimitrije
  dimitry demetrios dimitru dumitru | dima mitya mitko jimmy
denis dennis dionysius denys dionisio dyonisius dionysios dionigi | den denny
diana diane dianne | di dee
diego santiago | jago
dominic dominik dominique domingo domenico dominick domingos domonkos | dom nick
donald donal domhnall | don donnie donny
dorothy dorothea dorota dorotea doroteja dorothee | dot dottie dolly dora thea
douglas douglass | doug dougie
edgar edgars edgardo edgaras | eddie
edmund edmond edmundo edmondo | eddie ned ted
edward eduard edouard eduardo edvard edoardo edvardas edwart eduards duarte | eddie eddy ned ted teddy
eleanor elinor eleonore eleonora leonora eleanora leonor | ellie nell nellie nora lena
elijah elias ilya ilia eliahu eliyahu ilie illia ilja illya iliya elie eliasz elija | ilyas ilias elyas ilyaas iliass
  eliyas ilyes ilyess | eli
elizabeth elisabeth elisabetta elizaveta elisaveta yelizaveta erzsebet elzbieta alzbeta isabel isabella isabelle
  isabela ysabel izabela elspeth elisabet yelyzaveta lisbeth elise elisa eliza | liz lizzie lizzy beth betsy betty
  bess bessie libby liza lisa lise bella ella elsie elsa else ilse lili lisl bettina lizzette
emanuel emmanuel immanuel manuel imanuel emanuele manoel emmanouil manolis emmanuil | manny mannie manu manolo
emil emile emilio emiliano emilian emils
emily emilia emilie emilija emiliya | em millie emmy
eric erik erich eirik eryk erick ericka erico | rick ricky
ernest ernst ernesto erneste ernestas | ernie
esther ester hester eszter | essie hettie
eugene eugen evgeny yevgeny evgeni evgeniy yevgeniy yevgeni yevhen evgenii evgenij jewgeni jevgeni jevgenij eugenio
  eugeniusz eugenijus jevgenijs evgenios evhen yauhen yevheniy yevgenii ievgen ievhen | gene zhenya jenya zenya
eugenia evgenia evgeniya yevgenia yevgeniya yevheniya yevheniia eugenie evgeniia | zhenya jenya genie
eva eve ewa yeva ieva hawa hawwa evita havva hava hawaa | evie evi
evelyn evelina eveline evelyne ewelina | eve evie lina
felix feliks felice
ferdinand fernando hernando ferdinando fernand ferdynand nandor | ferdi ferdie nando
florence florentina fiorenza florentine | flo flossie florrie
frances francesca francisca franziska francine francoise franciszka frantiska | fran fanny frannie francie franny paca
  cissy
francis francisco franz francesco francois frantisek franciszek ferenc frans franciscus franco franc frane franjo
  francesc pranciskus frank | frankie fran paco pancho franz kiko cisco chico
franklin franklyn | frank frankie
frederick friedrich frederic federico fredrik frederik fryderyk fridrikh fredrick frederico friedrik bedrich frigyes |
  fred freddie freddy fritz rick fredi
gabriel gabriele gavriil gavril havryil gabor gavriel gabryel gabrielius | jibril jibreel djibril cebrail jabril
  gibril jebreil jibriil | gabe gabi gaby
gabriella gabriela gabrielle | gabby gabi gaby ella
genevieve genoveva genowefa | gen viv
geoffrey jeffrey geoffroy gottfried jeffery godfrey goffredo | jeff geoff
george georg georges jorge giorgio georgy georgiy georgi georgii georgij jerzy gheorghe yorgos giorgos georgios giorgi
  gyorgy heorhiy heorhii jurgen jurgis jordi joris juris goran gevorg kevork georgijs | yuri yury yuriy yurii iurii
  iurij jurij juri yurij iouri youri jury jiri yuryi iuri | egor yegor yehor | gosha zhora yura yurik geordie georgie
  | jirjis jurj girgis
gerald gerard gerhard gerardo geraldo gerrit geert gerhardt gherardo gerhards | gerry jerry gerd
gertrude gertrud gertruda | trudy gertie
gilbert gilberto gisbert guilbert | gil gib
gregory grigory grigoriy grigori gregor gregorio gregoire grigorii grigorij hryhoriy hryhorii grzegorz krikor grigor
  gregorios grigoris grigore ryhor hryhoryi gregorius | greg grisha gregg greger
harold harald harry harrold aroldo | hal harry
helen helena elena helene yelena olena alena elene ilona jelena alyona aliona eleni helenka ellen eilen eileen elaine
  lenka alona | nell nellie lena ella lenochka lyolya
henry heinrich henri enrique henrik enrico hendrik henryk heinz jindrich genrikh henrique henrikas heikki anrique
  hendrick henric | harry hank hal heiner rico kike henk harrie heini
herbert heribert herberto eriberto heriberto | herb bert herbie
herman hermann german hermano armand armando armanno guerman gherman herminio
hubert huberto uberto hubertus | bert hugh
hugh hugo ugo huw hugues | hughie huey
ignatius ignacio ignaz ignatiy ignacy ignatz inacio ignat ihnat ignazio ignasi | nacho iggy
igor ihor ingvar yngvar ihar
irene irina iryna eirene iren irena irenka irine arina | ira rina
isaac izaak isaak isac yitzhak itzhak izak yitzchak itzik isaque isacco icchak | ishaq ishak iskhak eshaq ishaaq
  ishaque | ike zak zac
isaiah yeshayahu isaia esaias yeshaya
ishmael ismael | ismail ismaeel esmail ismayil ismaiil esmaeil smail ismaila ismael ismoil esmaeel ismaaciil ismagil
isidore isidor isidoro sidor izydor
israel yisrael izrael
jacob jakob jacobo jakub jacques iacob giacomo jaime jakov yakov iakov yaakov jaakov jacobus iago jaume yakiv iakovos
  akov hakob hagop jokubas | yaqub yakub yaqoob yacoub yaqoub yakup jakup yaaqub yaakub yagub yacob yaghoub yaghub |
  james jaimes jamie jim jimmy jimmie jem jay seamus hamish | jake jack kobe kobi yasha coby cob
jane joan joanna johanna jeanne jana ioanna giovanna juana joana yana yoana jeannette ivana iwana jean johana jovana
  jehanne zhanna joanne | janet jenny janie jeanie jo hanna hanne hansi nina
jennifer jenifer jenniffer yennifer guinevere | jen jenny jenn jennie
jeremiah jeremias jeremy yirmiyahu jeremie eremiah yeremiya | jerry
jerome hieronymus geronimo jeronimo girolamo hieronim | jerry
jessica jessika | jess jessie
joachim joaquin joaquim jochen gioacchino ioakim akim yoakim joakim | quino jokin kim achim
job | ayyub ayub ayoub ayyoub eyup eyub ayoob ayyoob aiyub ayuub
john johann johannes jean juan jan ioannis giovanni joao ioan yohan johan hans jon janos hannes juhani ioannes yoannis
  yiannis giannis yannis joan iohann ian ivan iwan janis jovan evan eoin sean shaun shawn sian yoan hovhannes ovanes
  ohannes jens joannes jano juhan yan yahya jannes yvan iwane | jack johnny johnnie jonny jock jackie hansi vanya hank
  jancsi juanito gianni jaska vania vanka | yahya yahia yehia yehya yahiya yihya jahja yahyo
jonathan yonatan jonatan johnathan jonathon ionathan yehonatan | jon jonny nathan
joseph josef jose giuseppe iosif osip yosef josip jozef yosip josephus jozsef josephe josep yossef yosif iosef juozas
  jozefs josyp yosyp | yusuf yousef yousuf youssef yusef yosuf youssouf yussuf yusif yousif yusup yousaf yusaf youcef
  yusof yussef yousof yoosuf yousouf jusuf iussuf yossouf issouf youssou | joe joey jo pepe jose beppe peppe sepp jupp
  yossi pino pepito
josephine josefina giuseppina josephina josefa jozefina josefine iosifina | jo josie pepita fina
joshua yehoshua josue yoshua giosue | josh | yusha
judah jude judas yehuda iuda | yahuda
judith judit yudit giuditta yehudit judyta | judy judi jude
julia julie giulia iulia yulia yuliya yuliia juliya julija iuliia juliet julieta juliette giulietta juliana | jules
  jule yulya
julian julien giuliano yulian iulian juliano julijan | jules
julius julio giulio yuly yuliy yulii iulii juliusz
karim kareem karem kerim carim abdulkarim
kenneth kennet | ken kenny
laura laure lora lavra | laurie lauri lori
lawrence laurence lorenzo laurent lorenz lars lavrenty lavrentiy laurens laurentius lorens laurenz laurynas vavrinec
  wawrzyniec lavrenti | larry lorry laurie enzo renzo lor
leo leon leonid lev lew leonidas leonhard leonard leonardo leone leonti leonty leontiy leonide leonardus levon | len
  lenny lennie leva lyova lyonya nardo
leopold leopoldo leopoldas | poldi leo
lewis louis luis ludwig luigi ludovic ludvik luiz lodewijk ludvig ludovico lajos aloysius alois aloisio lluis ludwik
  liudvikas loic | lou louie lui gino wicek lutz
louise luisa luise louisa luiza lovisa ludwika | lou lulu isa
lucas luke luka luca lukas lukasz loukas lukash luc lukyan
lucian luciano lucien lucio lucius lucjan
lucy lucia lucie luzia lucija luciana lucienne lucja | lu lulu cindy
madeleine magdalena madeline magdalene madalena magdolna | maggie maddie lena magda
magnus mogens manus | mans
marcel marcello marcelo marcellus marceli
marcus mark marc marco marcos marko markus marek markos marquis
margaret margarita marguerite margarete margarethe margherita margareta malgorzata margit margrethe margret greta
  marjorie margery margaretha mairead margaux | maggie meg megan peg peggy madge marge margie daisy greta gretchen
  gretel rita grete gosia margot margo pearl
marius mario mariusz mariu marijus
maria mary marie mariya mariia marija maryam marya miriam maryia mariam mirjam miryam marianne mariana maryja |
  meryem mariam maryam maryum meriem mariame meriam | marion molly polly mia mimi masha mascha manya marusya moll
  maureen maura moira mitzi maja marietta marika mariella mae may mamie
martha marta marfa marthe | patty mattie
martin martino marten maarten morten martyn martinho marton martynas martim | marty
matthew matthias mateo matteo matthieu mathieu mateusz matej mathias matthaus matias matvey matvei matyas matthijs
  matei mattheus matthaeus matiss matfei matvij matvii maciej motiejus matthis tadhg | matt matty mattie matz motya
  thijs
maurice mauritius mauricio moritz maurizio morris moris maurits maurycy mavriky | moe mo
max maximilian maximiliano maximo massimiliano maksymilian maximilien maksimilian | max
maxim maksim maksym maxime maximus massimo maxym | max
melchior melchor
michael michel miguel mikhail mikhael mihail mykhailo michal mihai mihaly mikael mikhayl mikhailo mikko mihailo
  mihajlo mikayel miquel mikelis mykhaylo miguelito michail michalis | mikail mikael mikhaeel mikaeel mekail | mike
  mick mickey micky misha mischa misko mitch mikey mischka miki michi
michelle micheline michaela mikaela micaela michele | shelly mickie
moses moshe moises moise mojsije moisey moisei mosheh mozes moisiy mojzesz | musa moussa mousa moosa musah mussa
  mousah mosa mose | moe moss
nadezhda nadia nadya nadja nadine nadiya nadezda nadejda nadiia nada
natalia natalie natalya nataliya natalija nathalie nataliia natalja natalina | nata natasha natascha tasha nat
nathan nathaniel natan nathanael natanael nathanial | nat nate
nicholas nicolas nikolas nikolaus nikolai nikolay nicola niccolo nicolae nikola mykola mikolaj nikolaos mikalai klaus
  niels nils nicolaus nicolaas claus miklos nikolaj nicolay nicolai nikoloz nikolajs mikalay mikulas colin niklas
  nicklas niclas nikalai mykolas | nick nicky nico niko nik kolya kolia colin klaas nicolino nikos miko
noah noe noach noa | nuh nooh nuuh
octavius octavio octavian octave ottavio oktavian | tavio
oleg oleh olegs olegas | olezhka
olga olha helga olya volha | olenka olia
oliver olivier oliviero olivero oliverio | ollie olly noll
oscar oskar oskars oscars | ossie
oswald osvaldo oswaldo | oz ozzie ossie
otto odo otho otton oton
patricia patrizia patrycja patrice | pat patty patti trish tricia pattie
patrick patricio patrizio patrik patryk padraig patric patrice padraic | pat paddy rick
paul pablo paolo pavel paulo pavlo pawel pavlos paulus pauli pal pavao poul pavle boulos paval pauls paulius powel pau
  | paulie pasha pavlik paulino paulito | bulus boulos bolus
pauline paulina paola paula pavlina polina | polly
perceval percival percy
peter pedro pierre pietro petr pyotr petro piotr petros pieter petar peeter petrus piet pekka petru petter petur pere
  per pjotr petri pyetra peder petteri petras peteris petyr pier piero butros | pete petya pit pierrot | boutros
  butrus butros
philip philipp phillip philippe felipe filip filippo fillip filipp fulop filippos filipe philippos philippus pylyp |
  phil pip flip lipe
rachel raquel rahel rachele rachael rakhil rahil rachelle | rae shelly
raphael rafael raffaele rafal rafail raffaello rafayel | rafi rafe rafa raf
raymond raimund ramon raimondo raymund raimundo reamonn raymondo | ray moncho
rebecca rebekah rivka rebeka rebeca revekka | becky becca reba bekki
reginald reinhold reynold reynaldo rinaldo reinaldo renaud | reg reggie rex
reinhard reinhardt reinhart
rene renatus renato renat
richard ricardo riccardo rikard ryszard richardt rikhard richart | dick rick rich richie ricky ritchie rik dickie
  ricki rico hickey
robert roberto rupert ruprecht robertas robart robertus roberts | bob bobby rob robbie bert bobbie robin robby rupp
  bertie
roderick rodrigo rodrigue ruy roderich rory | rod roddy rodney
rodolfo rudolf rudolph rodolphe rolf rudolfs rezso | rudi rudy ruud
roger rogerio rodger ruggero rutger rogelio | rodge hodge
roland rolando orlando rolland roelant roldan | rollo rolly
roman romain romano romanus romanas
ronald ronaldo | ron ronnie ronny
rose rosa roza rosalie rosalia rosanna rosita ruzena | rosie
samuel samuil shmuel samuele samuli samoil samuelis | sam sammy | samwil shamwil
sarah sara zara sarra | sally sadie sal sari
sebastian sebastien sebastiano sevastyan sebastiao bastien bastian sebestyen | seb bas basti
sergius sergey sergei serge sergio serhiy serhii sergej sergii serhij sergiusz siarhei sergiy siarhey sarkis sergi
  serghei serhey | seryozha serezha serjik
severin severino severinus soren severyn
sigmund sigismund zygmunt sigismundo zikmund segismundo zsigmond | ziggy
simon simeon semyon simone simao semen szymon semion shimon symeon simonas simeone | si sim syoma senya | shamoun
  shimun samaan saman
solomon salomon shlomo salomo szalomon salomone | sol solly | suleiman sulaiman suleyman sulayman soleiman sleiman
  soliman suliman suleman solaiman souleymane slimane soulaymane suleymaan sulejman suleimaan souleiman soleyman
  sulaimon suleimen suleyiman
sophia sofia sophie sofie sofiya zofia sofija sofya zsofia sonya | sonia sonja sophy fifi zosia
stanislav stanislaw stanislaus stanislao stanislas estanislao stanislavas | stan slava stas stasiu
stephanie stefania stefanie estefania stephania stefaniya stefanija | steph steffi stevie stef
stephen steven stefan stephan esteban etienne stefano stepan istvan estevao stephane szczepan stefanos stjepan stevan
  stephanus stephanos stefanus steffen estevan stefans steponas stepane tapani | steve stevie stipe stef pista fanu
susan susanna suzanne susana zuzana zsuzsanna susannah suzanna susanne zuzanna shoshana suzana syuzanna | sue susie
  suzy suzie sanna zuza
sylvester silvester silvestro silvestre sylwester | sly vester
tatiana tatyana tetiana tetyana tatjana tania taciana tatsiana | tanya tania tanja tata
thaddeus tadeusz tadeo thaddaeus tadeas taddeo tadej faddey faddei | tad thad ted
theodore theodor teodor fedor fyodor teodoro feodor fiodor fedir theodoros todor theodorus fjodor tivadar tudor
  teodors fyodar | ted teddy theo fedya tedy dorus
theresa teresa therese tereza terezia teresia teresita terezija | terry tess tessa tracy resi terri tere
thomas tomas tommaso tomasz toma tamas foma thoma tome tuomas tomaz tomass toomas | tom tommy tomek thom tomi
timothy timofey timofei timoteo timotheus timothee timoteusz tymofiy tymofii tymoteusz timotej tsimafei | tim timmy
  timo tima
tobias tobiah tobiasz tobia tovia | toby tobi
ursula urszula orsolya ursel orsola | uschi ulla
valentine valentin valentino valentyn walenty valentinas | val valya
valery valeriy valeri valerii valerij valeriu valere valerian valerio valerius valeryi | val valera
veronica veronika veronique weronika beronica | ronnie vera nika
victor viktor vittorio wiktor victorio vitor vittore viktors viktoras viktar vichtor | vic vick vitya
victoria viktoria viktoriya viktoriia vittoria viktorija wiktoria victoire vitoria | vicky vicki vikki tori vika vita
vincent vincenzo vicente vinzenz vincenty vincenc vikentiy vincente wincenty vincentius vikenty vikentii | vince
  vinnie vinny enzo
vitaly vitaliy vitali vitalii vitalij vitalis vitale vital vitalijs
vladimir volodymyr wladimir vladimiro uladzimir wlodzimierz vladimer waldemar valdemar volodimir uladimir vladimirs
  ladimer valdimar | vlad vladi volodya vova vovka vladik vlado wladi lado voldemar
vladislav wladyslaw vladislaw vladyslav ladislav ladislaus ladislao laszlo uladzislau vladislavs ladislas | vlad slava
  vladik laci lado
vyacheslav viacheslav vjaceslav vaclav wenceslas venceslao wenzel waclaw wenceslaus wiaczeslaw viachaslau vyacheslau
  wieslaw viatcheslav viatscheslaw wjatscheslaw | slava slavik vena
walter gualterio gualtiero walther wouter valter valters walthari | wally walt wolter
wilhelmina guillermina wilhelmine guglielma | mina minnie wilma billie willa helma
william wilhelm guillaume guillermo willem guglielmo vilhelm guilherme liam vilmos vilem viliam gwilym uilliam
  wilhelmus willelm vilis guillem vilhelms | bill billy will willy willie wil liam billie memo wim pim willi wills
xavier javier xaver saverio ksawery xabier shavier | xavi javi
yaroslav jaroslav jaroslaw iaroslav yaraslau | slava yarik jarek jarda
zachary zachariah zacharias zechariah zakhar zaccaria zacarias zachery | zakaria zakariya zakariyya zakarya zekeriya
  zakariah zacharia zakarie zakariyah zikria zakaryah zakarias zekaria | zach zack zac zak
"""
"""The spellings of a form are partly of other languages: ivan and jean are forms of john, not spellings."""

SPELLINGS = """
abbas abbaas abas abbass abass
abdullah abdallah abdulla abdalla abdellah abdoullah abdoulaye abdulah abdollah abdilah abdillahi abdullahi abdulle
  abdallahi abdulloh abdoulahi abdolah ubdullah abdillah
abdurrashid abdulrashid abdelrashid abdurasheed abdirashid abdulrasheed
abubakar aboubacar abubakr abubakir aboubakr abubaker aboubakar abubacar boubacar boubakar bubakar ebubekir
adil adel adeel adyl aadel aadil
afanasy afanasiy athanasius atanas athanasios afanasii panas thanasis atanasio
ahmad ahmed ahmet achmad akhmad akhmed ahamed ahmadou ahmat ahamad akhmet achmed ahmadu ahamat axmed axmad ahmeed
  amadou amadu
aisha aysha ayesha aicha aishah ayse aisa aishat aichatou aissatou aysa aisya aiche ajsa ayisha aiesha
akbar akber ekber acbar
akram ekrem akrem akraam
alaa ala alaadin
alaeddin alauddin aladdin alaaddin alaeddine alaoddin
ali aly aliy alli aliou alie
amanullah amanollah amanallah
amin ameen emin amine aminn | amino
amir ameer emir amyr emeer aamir amer aamer
anwar anvar enver anouar anwer anuar
arif aref areef aarif
arkady arkadiy arkadi arkadii arkadij arcadio arkadiusz | arkasha
arseny arseniy arsenii arseni arsen arsenios arsenij
artem artyom artemiy artemii artemy artiom artemio artsiom | tyoma artemka
asad assad asaad esad
ashraf achraf asraf eshref ashref
athina athena
ayman aymen aimen eymen aiman aymn
ayyash ayash ayach ayyache
aziz azeez azis aziiz azez | abdulaziz abdelaziz abdalaziz abdilaziz
badr bader bedr badar bedir
banerjee banerji bandyopadhyay
bashir basheer bachir besir bashar bechir
bilal belal billal bilel bilaal beelal
bogdana bohdana
burhan borhan borhaan bourhan
burhanuddin burhanettin burhaneddin borhanoddin
charalampos haralambos charalambos haralampos | babis haris
chatterjee chatterji chattopadhyay
choi choe
chowdhury chaudhary choudhury chaudhry chaudhuri choudhary chowdhry chaudry chaudhari chawdhury
dariya darya daria dariia darja | dasha
efstathios eustathius eustace stathis
evangelos vangelis evangelo evaggelos | vangelos
fadil fadel fadhil fazil fadhel fazel fodil
fadl fazl fazal
faisal faysal feisal fayssal feysal faycal fayzal faizal faesal faysel faisel
fakhri fahri fakhry fekhri
fakhruddin fakhreddin fakhraddin fahrettin fahreddin
farid fareed ferid faryd faried
faris fares farees faress farris
farooq faruk farouk faruq farooque faruque farouq faroq farukh farrukh faroukh
fatima fatimah fatma fatema fathima fatimata fatoumata fateme fatemeh fatimeh fadma fathimah fatimatou fadumo faduma
  faatimah
fuad fouad fuat fouaad foad fawad
gaddafi qaddafi kadafi gadhafi qadhafi kaddafi gadafi qadafi khadafi kadhafi qathafi
galina halyna galyna halina galya
garabed karapet garabet
gennady gennadiy gennadi gennadii hennadiy hennadii henadz gennadij guennadi | gena genya
ghazi gazi ghazy gazhi
ghulam gholam golam gulam ghollam gholaam qulam
gleb hlib hleb
grigoryan krikorian grigorian
gurbanguly kurbanguly gurbangoly
habib habeeb habibou habyb khabib
habibullah habibollah habiballah
hadi hady haadi khadi hedi
hafiz hafez hafeez hafidh hafid hapiz khafiz
haji hajji hadji alhaji hadj hac khadzhi khadji haj hajj hadzi hadzhi
hakim hakeem hakem khakim hakiem hekim
hamid hameed hamed hamit khamid | abdulhamid abdelhamid
hamza hamzah hamzeh hamse khamza hemza amza xamza hamsa
hani hany haani heni
harith hareth haris harres
hashim hashem hachem hachim hasyim khashim haschim haashim
hassan hasan hassen hassane hasen khasan asan xasan hasaan hassaan khassan
hayatullah hayatollah
haydar haider heydar hyder haidar hayder heidar haedar gaidar hayadar gheidar khaydar
hekmatullah hikmatullah hikmetullah
hisham hicham hesham hishaam hisam hischam heshaam
husam hossam hosam houssam husaam hussam hossaam hoossam
hussein husain husayn hussain hossein husein hussin hosein houssein hossain hussien huseyin huseyn houcine hocine
  hoseyn husseyn khusein khuseyn guseyn gusein husen husin hosain xuseen xusseen
idris idrees idriss edris idriis driss idrissa idress
ihsan ehsan ahsan ihsaan ehsaan
imran umran emran imraan imron omran
innokenty innokentiy innokentii innocent inokentiy | kesha
iqbal eqbal ikbal iqbaal ekbal
isa issa essa eisa aissa iisa eissa ciise isse ciisa isah
iyer aiyar ayyar
jabir jaber gaber djaber jabeer gabir cabir djabir jabbir
jafar jaafar jaffar jaffer jafer djafar cafer gafar dzhafar gaafar jaapar jafaar djaafar
jalal celal djalal galal jalaal dzhalal jelal
jalaluddin celalettin jalaladdin jalaloddin jalaludin jalaleddin
jamal gamal jamaal cemal djamal jamel djamel dzhamal jemal gammal jaamal jamahl
jamil jameel gamil cemil djamil gameel jamiel dzhamil
kamal kemal kamaal kamel camal kamall
karam kerem karem
khachatur khatchadour hachatur khachadour
khadija khadijah hadija hatice khadeeja kadija khadidja hadiza khadiga kadidja khadije xadiijo khatija
khair kheir khayr hayr khayer khaire
khalid khaled halid halit kalid khalit khalide chalid xaalid haled chaled kaled kaaled
khalil khaleel halil kalil khelil khaliil
krishna krishnan kishan krisna kisna
kuzma kozma cosmas cosimo kosmas cosme
kyriakos kiriakos kyriacos
lakshman laxman lakhsman
latif lateef latef letif | abdullatif abdellatif
laxmi lakshmi luxmi
lutfi lotfi loutfi lutfy lotfy lutfu
lyubov liubov ljubov lubov lyubow ljubow | lyuba luba
lyudmila ludmila liudmila ljudmila lyudmyla liudmyla ljudmyla ludmilla | lyuda luda mila
maher mahir maheer mahyr
mahmud mahmoud mehmood mahmood mahmut makhmud mahamud mahmod machmud mohmood mehmud mahamoud maxamuud maxmuud mamoud
  mamoudou mamadu makhmoud
majid majeed magid madjid macit majed maged abdulmajid
makar makary makariy macario makarios
malik malek maleek melik maliq maalik melek
mansur mansoor mansour mansor mansoer mensur mansuur
marwan merwan marouan maruan marouane mervan
maryna marina
miroslav miroslaw myroslav miroslaus | mirek mirko
mohammed muhammad mohamed mohammad mohamad muhammed muhamad muhamed mohd mohammod mahomed mahammad muhamet mehmed
  mehmet mohamet mukhammad mukhamed magomed muhammet mohamat muxammad mahamat mohamadou muhammadu mouhamed mouhammad
  mouhamadou mouhamad mohammadu mokhammad mahamed maxamed maxammed mohummad mohmmad mohamod muhd md mhd mohemmed
  mahamad mamed mahomet mukhamad mukhammed mohamedou mochammad mochamad mokhamed muhamat | mamadou mamoudou magomet
  memet mo
mohan mohana
mubarak mobarak moubarak mubarek mbarek embarek mobarek mubaarak
mukherjee mukherji mukhopadhyay mookerjee
mukhtar mokhtar moktar muhtar mukthar moukhtar muqtar mokhtaar moctar
munir mounir muneer moneer monir munyr
murad mourad murat moorad mirad murod morad
musab mosab mosaab musaab mossab moussab
muslim moslem muslem mouslim moslim
mustafa mustapha mostafa moustafa moustapha mustafah mostapha mustofa mustaf mostefa musthafa mustaffa moestafa
  moustaffa mostofa
mutasim moatasem moutasem muatasim motasem
muzaffar mozaffar muzafar muzaffer mozafar mudhaffar muzzafar muzafer mudafar
nabil nabeel nebil nabyl nabiel
nadir nader nadeer nadyr
najib najeeb nagib nadjib necip najeb nejib naguib nageeb
najmuddin najmeddin necmettin najmadin
nasir nasser naser nassir naseer nassar nasar nessir nacer
nasiruddin nasreddin naseeruddin nasruddin nasreddine nassereddine nasirudin nosiruddin
nasr nassr nasyr
nasrallah nasrullah nasralla nesrullah nasrollah nasroullah nasrulloh
nestor nestir
nguyen nguyn nguen
nikita mykyta mikita nikitas
nizar nezar nizaar nizzar
nugzar nougzar
nur noor nour nuur noer nor nure nooru
nuruddin noureddine nureddin nurettin nooruddin nouraddin nuradin noureddin
oksana oxana aksana xenia ksenia kseniya xeniya kseniia oksanna
omar umar omer umer omaar oumar oumarou umaru oemar cumar omor
osama usama oussama ussama osamah usamah oosama ussamah
osman uthman othman usman ousmane uthmaan ussman ousman othmane osmaan usmon cusman cismaan osmane otman outhman
  uthmon ozman ossman
panagiotis panayiotis panayotis panayotes
pantelei panteley panteleimon panteleymon pantaleon
pelageya pelagia
prokhor prohor prokopy prokofy
qadir qader kader kadir kadeer gadir qadeer ghader ghadir khader | abdulqadir abdelkader abdulkadir abdulqader
  abdelqader abdikadir abdoulkader abdukadir abdulkadyr
qasim kasim qassim qasem kassem kassim ghasem gasim qassem kacem casim qaasim gasem kasem kassam qaseem kacim kasym
radoslav radoslaw radosaw | radek
rahim raheem rehim rahiim | abdelrahim abdurrahim
rahman rehman rahmaan rehmaan rakhman rakhmon rahmon rehmon | abdulrahman abdurrahman abdelrahman abdirahman
  abderrahmane abdurahman abdulrehman abdirahmaan abdurakhman abdrakhman
rahmat rehmat rahmet rakhmat
rahmatullah rahmatollah rehmatullah
rajesh rajeshkumar | raj
ramadan ramazan ramadhan ramzan ramdane ramadane ramathan romadhon ramezan
ramzi ramzy remzi ramsi
rashid rasheed rachid rashed rasid reshid raschid rachide rasheid rasyid raashid
rasul rasool rasoul resul rasoel rassoul | abdulrasul
reza riza rida ridha redha rezza redza ridho rhida
riyad riad riyadh riaz riyaz reyad riyaad ryad
rostislav rostyslav rastislav rascislau | rostik
ruhollah rohullah ruhullah
ruslan rouslan ruslans
rustam rostam rustem rostom rustom
saad sad saed saaed
sabir saber sabeer sabyr
sadiq sadik sadegh sadeq sadek sadyk sadigh sodiq
said saeed sayeed saied saeid saiid sait saide saaid
saif sayf seif saef sayef saeef
saifuddin seyfettin saifeddin sayfiddin seifeddine saifudin
saifullah sayfullah saifallah seifullah seyfullah sayfallah seifallah saifulla sayfulla saifollah
salah salaah saluh
salahuddin salaheddin saladin salahaddin selahattin salahudin salahadin
salih saleh salleh salehe saleeh salihu
salim saleem selim salem slim saleim salym
sami samy saami samie sammi
samir sameer semir samyr
sanjay sanjaya sunjay
savely saveliy saveli savelii
sayyid sayed syed said seyyed seyed sayid sayyed syyed seyit seyid saiyid saiyed sayyad
shafiq shafik shafeeq chafik shafique safik shefik
shamil chamil samil shameel schamil
shams shems chams sams
shamsuddin shamseddin shamsudin semsettin chamseddine shamsaddin
sharif shareef cherif sherif charif sharief scherif serif sheriff shariff
sharma sarma
shaukat shawkat shevket shoukat chawkat shawqat
shevchenko chevtchenko szewczenko sevcenko schewtschenko
shihab shehab chihab shihaab shahab sihab chehab
shota chota
siddiq siddique siddik seddik sediq sidiq sidik siddeeq
singh sing singha sinha
sirajuddin serajuddin sirajudin serajeddin
sohail suhail sohayl suhayl souheil sohaib suhaib suhayb soheil sohayb
spyridon spiridon spiros spyros spiro
sri shri shree
subramanian subramaniam subrahmanyan subramanyam subramania
suresh sureshkumar
svetlana svitlana swetlana sviatlana svjetlana | sveta lana svieta
svyatoslav sviatoslav svjatoslav svetoslav swiatoslaw | slava
taha tahah taaha
tahir taher tahar taheer tahyr taaher tahiru
tariq tarek tarik tareq tareck tarig tarique tareek tarick tarak
taufiq tawfiq tawfik taufik tewfik toufik tawfeeq toufic tofiq taoufik tevfik
tikhon tihon tychon
timur timour teymur teimur temur taymur taimoor teymour tamerlane
ubayd obaid ubaid obeid obayd ubeid ebeid
ubaydullah obaidullah ubaidullah obeidullah obaydullah ubeydullah abaidullah obeidallah ubaidallah
usayd osaid useid
vadim vadym wadim vadzim vadims | vadik dima
vartan vardan wartan
venkat venkata | venkatesh
vijay vijaya bijoy wijay
vishnu bishnu wisnu
vsevolod wsewolod usevalad vsevolods | seva
wael wail weil
wahid waheed vahid ouahid wahed vaheed
walid waleed oualid valid velid waled walead oulid
waqas waqqas vaqas
wasim waseem vasim ouassim wassim
wojciech vojtech | wojtek vojta
xenophon ksenofon
yaroslava jaroslava jaroslawa
yasin yaseen yassin yacine yassine yasseen yaasiin iassin yasine jasin
yasir yaser yassir yasser yaseer yacer jasir yasr
yunus younis yunis younes younus yonis yonus jonah yunes younous unus yoonus jonas iunus yuunis yonas yonah jonasz
zahid zaheed zahed zahide zahiid
zahir zaher zaheer dhahir zahyr thahir thaher dhaher
zain zayn zein zeyn zayen zaine zane
zainab zaynab zeinab zeynab zeynep zineb zaineb zenab zainabu zaynep zeineb
zaki zeki zaky zakki
zarif zareef zerif
zayd zaid zeid zayed zied zeyd zaied
zbigniew zbynek | zbyszek zbig
zia ziya diya dia zeya diyaa ziaa dhia diaa
ziad ziyad zeyad zyad ziyaad zeiad
ziauddin ziaeddin diyaeddin ziyauddin ziaoddin
zinaida zinayida zinaide | zina
zubair zubayr zubeir zobair zuber zoubair zobeir zubeyr joubert
zulfiqar zulfikar dhulfiqar zulfeqar zolfaghar zulfiqaar zolfiqar
zurab zourab
"""
"""Names of other alphabets: what stands together spells one and the same name."""
