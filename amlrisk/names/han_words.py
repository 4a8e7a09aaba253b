"""Words of organisations in Chinese characters, Hangul and kana, with what their English names say for them.

Chinese, simplified; a second reading after ``|`` where names are as often read as translated (东方 East, Dongfang).
Places that are not here are read in pinyin. General vocabulary of company names, written down for this project.
"""

# ruff: noqa: E501 -- a table: a line is a word
from __future__ import annotations

_HAN = """
中国 china
中华 china|zhonghua
中央 central
国家 national
国立 national
国营 state
国有 state
全国 national
国际 international
环球 global|huanqiu
全球 global
世界 world
亚洲 asia
亚太 asia pacific
东方 east|dongfang
西方 west|xifang
北方 north|beifang
南方 south|nanfang
华东 east china|huadong
华北 north china|huabei
华南 south china|huanan
华中 central china|huazhong
西南 southwest|xinan
西北 northwest|xibei
东北 northeast|dongbei
东南 southeast|dongnan
西部 west
联合 united|lianhe
统一 unification|tongyi
人民 people
第一 1
集团 group
控股 holdings
实业 industrial|shiye
工业 industry
重工业 heavy industry
重工 heavy industry
轻工 light industry
产业 industry
企业 enterprise
商会 chamber commerce
商业 commercial
商务 business
商社 trading
工商 industrial commercial
技术 technology
科技 technology|science technology
高科 high tech
科学 science
科学院 academy science
研究所 institute
研究院 institute|academy
研究中心 research center
研究 research
设计院 design institute
设计 design
开发 development
发展 development
贸易 trading
商贸 trading|commerce trading
外贸 foreign trade
经贸 economic trade
国贸 international trade
经济 economic
进出口 import export
进口 import
出口 export
投资 investment
银行 bank
商业银行 commercial bank
发展银行 development bank
农业银行 agricultural bank
工商银行 industrial commercial bank
金融 finance
证券 securities
保险 insurance
人寿 life
信托 trust
基金 fund
基金会 foundation
资本 capital
资产 asset
财务 finance
财富 wealth
租赁 leasing
信用 credit
石油 petroleum
石油天然气 petroleum|oil gas
天然气 gas
燃气 gas
石化 petrochemical
石油化工 petrochemical
海洋石油 offshore oil
炼油 refinery
化工 chemical
化学 chemical
能源 energy
新能源 new energy
电力 power|electric power
电网 grid
核电 nuclear power
核工业 nuclear industry
原子能 atomic energy
煤炭 coal
煤业 coal
矿业 mining
矿产 mineral
矿山 mine
钢铁 steel|iron steel
冶金 metallurgical
有色金属 nonferrous metal
铝业 aluminum
金属 metal
五金 hardware
五矿 minmetals
水泥 cement
建材 building material
材料 material
电子 electronic
电器 electric
电气 electric
光电 optoelectronic
仪器 instrument
仪表 instrument
通信 communication
通讯 communication
电信 telecom
网络 network
信息 information
信息技术 information technology
软件 software
计算机 computer
数据 data
半导体 semiconductor
微电子 microelectronic
集成电路 integrated circuit
智能 intelligent
人工智能 artificial intelligence
机械 machinery
机电 mechanical electrical
机床 machine tool
精密 precision
精密机械 precision machinery
设备 equipment
装备 equipment
制造 manufacturing
汽车 automobile
航空 aviation
航空公司 airline
航天 aerospace
航空航天 aerospace
宇航 aerospace
飞机 aircraft
卫星 satellite
船舶 ship|shipbuilding
船舶工业 shipbuilding industry
造船 shipbuilding
船厂 shipyard
海运 shipping|marine
航运 shipping
船务 shipping
轮船 shipping
远洋 ocean
远洋运输 ocean shipping
海洋 ocean|marine
港口 port
港务 port
货运 freight
货代 freight
运输 transport
物流 logistics
铁路 railway
铁道 railway
地铁 metro
公路 highway
交通 transport|communication
建筑 construction
建设 construction
建工 construction engineering
工程 engineering
土木 civil
房地产 real estate
地产 real estate|property
置业 property
物业 property
酒店 hotel
饭店 hotel
旅游 tourism
旅行社 travel
食品 food
粮油 cereal oil
农业 agricultural
农产品 agricultural product
水产 fishery
渔业 fishery
畜牧 livestock
林业 forestry
烟草 tobacco
医药 pharmaceutical
制药 pharmaceutical
药业 pharmaceutical
医疗 medical
医疗器械 medical equipment
医院 hospital
健康 health
生物 biological
生物技术 biotechnology
纺织 textile
服装 garment
丝绸 silk
纸业 paper
印刷 printing
塑料 plastic
橡胶 rubber
珠宝 jewelry
文化 culture
传媒 media
传播 media
广播 broadcasting
电视 television
电影 film
新闻 news
出版 publishing
报社 newspaper
咨询 consulting
顾问 consulting
管理 management
服务 service
代理 agency
安全 security
国防 defense
军事 military
兵器 weapon
兵器工业 weapon industry
武器 weapon
装甲 armored
解放军 liberation army
陆军 army
海军 navy
空军 air force
大学 university
学院 college|institute
学校 school
中学 school
研究会 society
学会 society
协会 association
联合会 federation
总会 general association
委员会 commission|committee
总局 general bureau
管理局 administration
局 bureau
部队 force
部 ministry|department
办公室 office
办事处 office
中心 center
总部 headquarters
法院 court
检察院 procuratorate
公安局 public security bureau
公安厅 public security department
政府 government
工厂 factory
总厂 factory
工场 factory
厂 factory
矿 mine
研制 research
分公司 branch
分行 branch
支行 subbranch
分店 branch
总公司 corporation
供应链 supply chain
供应 supply
销售 sales
市场 market
批发 wholesale
百货 department store
超市 supermarket
电商 ecommerce
科贸 technology trading
对外 foreign
海外 overseas
工艺品 arts craft
综合 general
特种 special
朝鲜 korea
北朝鲜 dprk
韩国 korea
日本 japan
香港 hongkong
澳门 macau
台湾 taiwan
西藏 tibet
内蒙古 inner mongolia
新疆 xinjiang
平壤 pyongyang
德黑兰 tehran
莫斯科 moscow
迪拜 dubai
新加坡 singapore
东京 tokyo
首尔 seoul
阿富汗 afghanistan
阿尔巴尼亚 albania
阿尔及利亚 algeria
安哥拉 angola
阿根廷 argentina
亚美尼亚 armenia
澳大利亚 australia
奥地利 austria
阿塞拜疆 azerbaijan
巴林 bahrain
孟加拉 bangladesh
白俄罗斯 belarus
比利时 belgium
伯利兹 belize
玻利维亚 bolivia
波黑 bosnia
巴西 brazil
保加利亚 bulgaria
柬埔寨 cambodia
喀麦隆 cameroon
加拿大 canada
智利 chile
哥伦比亚 colombia
刚果 congo
克罗地亚 croatia
古巴 cuba
塞浦路斯 cyprus
捷克 czech
丹麦 denmark
多米尼加 dominicana
厄瓜多尔 ecuador
埃及 egypt
厄立特里亚 eritrea
爱沙尼亚 estonia
埃塞俄比亚 ethiopia
芬兰 finland
法国 france
法兰西 france
格鲁吉亚 georgia
德国 germany
德意志 germany
加纳 ghana
希腊 greece
危地马拉 guatemala
几内亚 guinea
海地 haiti
洪都拉斯 honduras
匈牙利 hungary
冰岛 iceland
印度尼西亚 indonesia
印尼 indonesia
印度 india
伊朗 iran
伊拉克 iraq
爱尔兰 ireland
以色列 israel
意大利 italy
约旦 jordan
哈萨克斯坦 kazakhstan
肯尼亚 kenya
科威特 kuwait
吉尔吉斯斯坦 kyrgyzstan
老挝 laos
拉脱维亚 latvia
黎巴嫩 lebanon
利比里亚 liberia
利比亚 libya
立陶宛 lithuania
卢森堡 luxembourg
马来西亚 malaysia
马里 mali
马耳他 malta
墨西哥 mexico
摩尔多瓦 moldova
蒙古 mongolia
黑山 montenegro
摩洛哥 morocco
莫桑比克 mozambique
缅甸 myanmar
尼泊尔 nepal
荷兰 netherlands
新西兰 newzealand
尼加拉瓜 nicaragua
尼日尔 niger
尼日利亚 nigeria
挪威 norway
阿曼 oman
巴基斯坦 pakistan
巴勒斯坦 palestine
巴拿马 panama
秘鲁 peru
菲律宾 philippines
波兰 poland
葡萄牙 portugal
卡塔尔 qatar
罗马尼亚 romania
俄罗斯联邦 russia
俄罗斯 russia
卢旺达 rwanda
沙特阿拉伯 saudi
沙特 saudi
塞内加尔 senegal
塞尔维亚 serbia
塞舌尔 seychelles
斯洛伐克 slovakia
斯洛文尼亚 slovenia
索马里 somalia
南非 southafrica
西班牙 spain
斯里兰卡 srilanka
苏丹 sudan
南苏丹 south sudan
瑞典 sweden
瑞士 switzerland
叙利亚 syria
塔吉克斯坦 tajikistan
坦桑尼亚 tanzania
泰国 thailand
突尼斯 tunisia
土耳其 turkey
土库曼斯坦 turkmenistan
乌干达 uganda
乌克兰 ukraine
阿联酋 emirates
阿拉伯联合酋长国 emirates
英国 uk
美国 usa
美利坚 america
乌拉圭 uruguay
乌兹别克斯坦 uzbekistan
委内瑞拉 venezuela
越南 vietnam
也门 yemen
赞比亚 zambia
津巴布韦 zimbabwe
欧洲 europe
非洲 africa
阿拉伯 arab
中东 middle east
伊斯兰 islamic
"""
_HAN_PLACES = """
北京 上海 天津 重庆 深圳 广州 广东 广西 大连 青岛 南京 杭州 浙江 江苏 山东 山西 陕西 福建 四川 河北 河南 湖北 湖南 辽宁 吉林
黑龙江 安徽 江西 贵州 云南 海南 甘肃 青海 宁夏 丹东 沈阳 哈尔滨 长春 延边 珲春 武汉 长沙 成都 西安 郑州 济南 太原 石家庄 合肥 南昌 福州 厦门 泉州 漳州
宁波 温州 绍兴 嘉兴 金华 义乌 台州 苏州 无锡 常州 南通 扬州 徐州 连云港 烟台 威海 潍坊 淄博 日照 临沂 东莞 佛山 珠海 中山 惠州 汕头 湛江 江门
南宁 桂林 柳州 昆明 大理 贵阳 遵义 兰州 西宁 银川 乌鲁木齐 喀什 拉萨 呼和浩特 包头 鄂尔多斯 海口 三亚 洛阳 开封 宜昌 襄阳 株洲 湘潭 岳阳 绵阳
秦皇岛 唐山 保定 邯郸 廊坊 大同 营口 鞍山 锦州 吉林 大庆 齐齐哈尔 芜湖 马鞍山 九江 赣州 台北 高雄 台中 九龙 浦东 长江 黄河
"""
_HANGUL = """
조선 korea
한국 korea
대한 korea
고려 korea|koryo
국제 international
국가 national
무역 trading
상사 trading
은행 bank
광업 mining
광산 mine
개발 development
기계 machinery
전자 electronics
전기 electric
건설 construction
중공업 heavy industry
공업 industry
산업 industry
화학 chemical
석유 oil
보험 insurance
증권 securities
금융 finance
투자 investment
항공 airline
해운 shipping
운수 transport
물류 logistics
기술 technology
과학 science
연구소 institute
대학교 university
대학 university
그룹 group
제철 steel
제강 steel
제약 pharmaceutical
제작소 works
위원회 committee
총국 general bureau
인민군 people army
군수 munitions
수산 fishery
식품 food
봉사 service
관리 management
합영 joint venture
중앙 central
평양 pyongyang
서울 seoul
부산 busan
"""
_KANA = """
グループ group
ホールディングス holdings
インターナショナル international
サービス service
システム system
テクノロジー technology
エンジニアリング engineering
銀行 bank
貿易 trading
工業 industry
産業 industry
製作所 works
電機 electric
電気 electric
商事 trading
"""


def _table(text: str) -> dict[str, str]:
    return {word: readings for word, _, readings in (line.partition(" ") for line in text.strip().splitlines())}


HAN_WORDS = _table(_HAN) | _table(_KANA)
HAN_PLACES = frozenset(_HAN_PLACES.split())
HANGUL_WORDS = _table(_HANGUL)
