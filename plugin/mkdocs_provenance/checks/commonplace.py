"""Words with a capital that name nobody: months, countries, peoples, capitals, common acronyms; and words of office.

A check that looks for people and bodies would otherwise stop at every Monday and every European.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_CALENDAR: Final = """
January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sept
Sep Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays Thursdays Fridays
Saturdays Sundays Christmas Easter Ramadan Passover Hanukkah Diwali Eid Halloween Thanksgiving Lent Advent
"""
_COUNTRIES: Final = """
Afghanistan Albania Algeria Andorra Angola Argentina Armenia Australia Austria Azerbaijan Bahamas Bahrain Bangladesh
Barbados Belarus Belgium Belize Benin Bhutan Bolivia Bosnia Herzegovina Botswana Brazil Britain Brunei Bulgaria
Burkina Faso Burma Burundi Cambodia Cameroon Canada Chad Chile China Colombia Congo Croatia Cuba Cyprus Czechia
Denmark Djibouti Dominica Ecuador Egypt England Eritrea Estonia Eswatini Ethiopia Fiji Finland France Gabon Gambia
Gaza Georgia Germany Ghana Greece Greenland Grenada Guatemala Guinea Guyana Haiti Honduras Hungary Iceland India
Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan Jordan Kazakhstan Kenya Kiribati Korea Kosovo Kuwait Kyrgyzstan
Laos Latvia Lebanon Lesotho Liberia Libya Liechtenstein Lithuania Luxembourg Madagascar Malawi Malaysia Maldives Mali
Malta Mauritania Mauritius Mexico Micronesia Moldova Monaco Mongolia Montenegro Morocco Mozambique Myanmar Namibia
Nauru Nepal Netherlands Nicaragua Niger Nigeria Norway Oman Pakistan Palau Palestine Panama Paraguay Peru Philippines
Poland Portugal Qatar Romania Russia Rwanda Samoa Scotland Senegal Serbia Seychelles Singapore Slovakia Slovenia
Somalia Spain Sudan Suriname Sweden Switzerland Syria Taiwan Tajikistan Tanzania Thailand Togo Tonga Trinidad Tobago
Tunisia Turkey Türkiye Turkmenistan Tuvalu Uganda Ukraine Uruguay Uzbekistan Vanuatu Vatican Venezuela Vietnam Wales
Yemen Zambia Zimbabwe America Americas Africa Asia Europe Oceania Antarctica Arctic Antarctic Atlantic Pacific
Mediterranean Baltic Balkans Caribbean Scandinavia Caucasus Sahel Levant Crimea Catalonia Bavaria Siberia Kurdistan
Kashmir Tibet Texas California Eurasia Eurozone Zealand Lanka Arabia Salvador Rica Leone Verde Emirates Kingdom States
Union USSR Soviet Yugoslavia US U.S USA U.S.A UK U.K EU E.U UAE GDR DPRK
"""
_ABROAD: Final = """
Estados Unidos Reino Unido Nueva Nova York Corea Coreia Arabia Saudita Saudí Arabie Saoudite États Unis Royaume Uni
Stati Uniti Regno Unito Paesi Bassi Países Bajos Pays Bas Stany Zjednoczone Wielka Brytania Соединённые Соединенные
Штаты
"""
"""Parts of countries' names in other languages."""
_STATES: Final = """
Alabama Alaska Arizona Arkansas Colorado Connecticut Delaware Florida Hawaii Idaho Illinois Indiana Iowa Kansas
Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada
Hampshire Jersey Carolina Dakota Ohio Oklahoma Oregon Pennsylvania Rhode Tennessee Utah Vermont Virginia Wisconsin
Wyoming Ontario Quebec Alberta Manitoba Queensland Tasmania Victoria Donbas Donetsk Luhansk Xinjiang Punjab Bengal
Gujarat Sichuan Guangdong Andalusia Lombardy Sicily Tuscany Normandy Brittany Provence Saxony Hesse Flanders Wallonia
Silesia Anatolia Galicia Yorkshire Cornwall Kent Essex Sussex Ulster Munster Polynesia Melanesia Himalayas Alps Andes
Sahara Amazon
"""
_CITIES: Final = """
Aleppo Alexandria Antakya Antwerp Atlanta Auckland Aviv Bangalore Barcelona Basel Basra Belfast Birmingham Bologna
Bonn Bordeaux Boston Brisbane Bristol Cambridge Cardiff Cologne Dallas Denver Detroit Dhabi Dortmund Dresden Dubai
Durban Düsseldorf Edinburgh Florence Francisco Frankfurt Gdansk Genoa Ghent Glasgow Gothenburg Guangzhou Haifa Hamburg
Hanover Harare Hiroshima Hollywood Hong Houston Hyderabad Innsbruck Janeiro Johannesburg Kandahar Karachi Kharkiv
Kherson Kolkata Kong Kraków Krakow Kyoto Lahore Leeds Leipzig Lille Liverpool Lucerne Lviv Lyon Malmö Manchester
Manhattan Mariupol Marseille Mecca Medina Melbourne Miami Milan Montreal Mosul Munich Nagasaki Nantes Naples Newcastle
Nuremberg Odesa Odessa Orleans Osaka Oxford Palermo Paulo Perth Petersburg Philadelphia Phoenix Piraeus Pittsburgh
Porto Ramallah Rio Rotterdam Salzburg Seattle Seville Sheffield Shenzhen Stalingrad Stuttgart Tel Thessaloniki
Toulouse Turin Valencia Vancouver Vegas Venice Wuhan Zurich Zürich
"""
_CAPITALS: Final = """
Abuja Accra Algiers Amman Amsterdam Ankara Athens Baghdad Baku Bangkok Beijing Beirut Belgrade Berlin Bern Bogotá
Brasília Bratislava Brussels Bucharest Budapest Cairo Canberra Caracas Copenhagen Dakar Damascus Delhi Dhaka Doha
Dublin Geneva Hague Hanoi Havana Helsinki Islamabad Istanbul Jakarta Jerusalem Kabul Kampala Khartoum Kiev Kinshasa
Kyiv Lagos Lima Lisbon Ljubljana London Luanda Madrid Manila Minsk Mogadishu Moscow Mumbai Nairobi Oslo Ottawa Paris
Prague Pretoria Pyongyang Quito Riga Riyadh Rome Sarajevo Seoul Shanghai Skopje Sofia Stockholm Strasbourg Sydney
Taipei Tallinn Tbilisi Tehran Tirana Tokyo Toronto Tripoli Tunis Vienna Vilnius Warsaw Washington Wellington Yerevan
Zagreb York Angeles Chicago
"""
_PEOPLES: Final = """
Afghan African Albanian Algerian American Angolan Arab Arabic Argentine Argentinian Armenian Asian Australian Austrian
Azerbaijani Bangladeshi Basque Bavarian Belarusian Belgian Bolivian Bosnian Brazilian British Briton Bulgarian Burmese
Cambodian Canadian Catalan Chechen Chilean Chinese Colombian Congolese Croat Croatian Cuban Cypriot Czech Dane Danish
Dutch Dutchman Ecuadorian Egyptian English Englishman Eritrean Estonian Ethiopian European Filipino Finn Finnish
French Frenchman Georgian German Ghanaian Greek Haitian Hebrew Hungarian Icelander Icelandic Indian Indonesian Iranian
Iraqi Irish Israeli Italian Jamaican Japanese Jew Jewish Jordanian Kazakh Kenyan Korean Kosovar Kurd Kurdish Kuwaiti
Latin Latino Latvian Lebanese Libyan Lithuanian Macedonian Malaysian Maltese Mexican Moldovan Mongolian Moroccan
Nepalese Nigerian Nordic Norwegian Pakistani Palestinian Persian Peruvian Pole Polish Portuguese Qatari Roma Romanian
Russian Rwandan Saudi Scandinavian Scot Scottish Senegalese Serb Serbian Siberian Slav Slavic Slovak Slovene Slovenian
Somali Spaniard Spanish Sudanese Swede Swedish Swiss Syrian Taiwanese Tatar Thai Tibetan Tunisian Turk Turkish
Ukrainian Venezuelan Vietnamese Welsh Western Westerner Eastern Northern Southern Yemeni Zimbabwean West East North
South Westminster Christian Christianity Catholic Protestant Orthodox Muslim Islam Islamic Islamist Hindu Hinduism
Buddhist Buddhism Sikh Sunni Shia Shiite Mormon Bible Biblical Koran Quran Torah God Allah Marxist Marxism Leninist
Stalinist Victorian Roman Republican Democrat Democratic Tory Tories Labour Conservative Liberal Green Greens
Communist Socialist Nazi Nazis Kremlin Whitehall Westminster Élysée Elysée Internet Web Net Earth Mars Moon Sun Arctic
"""
_ACRONYMS: Final = """
AI API CEO CFO CTO COO GDP GNP TV PC PDF URL UTC GMT CET EST PST BST ID IT PR HR HIV AIDS DNA RNA CO CV FAQ GPS HTML
HTTP HTTPS SQL IP IQ IPO LGBT LGBTQ LED LLM MP MPs MEP MEPs NGO NGOs OK PhD Phd MBA BA MA PM AM QR RAM ROI SMS SUV TNT
UFO USB VAT VIP VPN WiFi X-ray COVID Covid GCSE GCSEs A-level VIPs CEOs CCTV AD BC CE BCE Q A I Mr Mrs Ms Dr Prof St
Sir Lady Lord SSH XML JSON CSV CVE OS CPU GPU PIN ATM VR AR EV EVs SARS MRI CT PCR ICU ER Aug
"""


def _with_endings(names: str) -> Iterator[str]:
    """Names in the plural as well, and the peoples of countries: `Namibia`, `Namibian`, `Namibians`."""
    for name in names.split():
        yield name
        yield f"{name}s"
        if name.endswith(("a", "o", "e", "i")):
            yield from (
                f"{name}n",
                f"{name}ns",
                f"{name[:-1]}an",
                f"{name[:-1]}ans",
                f"{name[:-1]}ian",
                f"{name[:-1]}ians",
            )
        else:
            yield from (f"{name}ian", f"{name}ians", f"{name}ese", f"{name}i", f"{name}is")


COMMONPLACE: Final = frozenset(
    name
    for names in (_CALENDAR, _COUNTRIES, _ABROAD, _STATES, _CAPITALS, _CITIES, _PEOPLES, _ACRONYMS)
    for name in _with_endings(names)
)
"""Words that, by themselves, name no person and no body that an article should have introduced."""

_GENERIC: Final = """
President Prime Minister Ministry Chancellor King Queen Prince Princess Emperor Pope Bishop Archbishop Cardinal Judge
Justice Senator Congressman Congresswoman Congress Senate Parliament House Commons Lords Governor Mayor Secretary
Ambassador Commissioner General Colonel Major Captain Lieutenant Sergeant Admiral Officer Director Chairman Chairwoman
Chair Chief Executive Professor Doctor Father Mother Mr Mrs Ms Miss Dr Prof Sir Lord Lady Dame Saint St Mount Lake
River Sea Ocean Street Road Avenue Square Park Bridge Port Airport Station Hospital School College University
Institute Academy Museum Library Church Cathedral Mosque Temple Court Supreme High Constitutional Federal National
International Central Bank Commission Committee Council Agency Authority Administration Department Office Bureau Board
Union Party Group Company Corporation Inc Ltd Plc Co Corp Foundation Fund Trust Association Society Federation League
Organization Organisation Institution Centre Center Service Services Force Forces Army Navy Police Guard State States
United Republic Kingdom People City Town County District Province Region Island Islands New Old Great North South East
West Northern Southern Eastern Western Upper Lower First Second Third World War Day Week Year Press News Times Post
Daily Journal Review Report Act Law Bill Treaty Convention Declaration Agreement Deal Article Section Chapter Foreign
Defence Defense Interior Home Finance Health Education Transport Justice Environment Energy Trade Security
Intelligence Affairs Public General Social Economic Political Human Rights Holding Line Lines Hall Tower Building
Museum Theatre Club Team Cup Games Olympic Olympics Mme M Monsieur Madame Herr Frau Señor Señora Don Doña Ms. Mr.
"""
GENERIC: Final = frozenset(_GENERIC.split())
"""Words of names that tell no two of them apart."""

_BODIES: Final = """
Academy Administration Agency Army Assembly Association Authority Bank Board Bureau Cabinet Chamber Club Commission
Committee Company Confederation Congress Corporation Council Court Department Directorate Federation Foundation Fund
Group Guard Institute Institution League Ministry Museum Navy Office Organisation Organization Parliament Party Police
Press Senate Service Society Trust Union University
"""
BODIES: Final = frozenset(_BODIES.split())
"""Words that make a name of words that tell nobody apart: `European Commission`, `Ministry of Transport`."""

_OPENERS: Final = """
A An The This That These Those It Its He She They We You I His Her Their Our My Your Who What When Where Why How Which
Whose Whether If Unless Although Though While Whereas Because Since As So Then Thus Hence Therefore But And Or Nor Yet
For In On At By To From With Without Within Under Over Between Among Through During Before After Until Till Against
Despite Beyond Behind Beside Besides Above Below Near Off Out Up Down Into Onto Upon About Around Across Along Like
Unlike Of Not No None Nothing Nobody Neither Either Both All Any Each Every Some Many Much Most More Less Few Several
Other Others Another Such Same Only Even Just Still Also Again Once Twice Perhaps Maybe However Moreover Furthermore
Nevertheless Nonetheless Instead Indeed Meanwhile Otherwise Rather Anyway Here There Now Today Yesterday Tomorrow
Never Ever Always Often Sometimes Usually Soon Later Earlier Recently Finally Eventually Suddenly One Two Three Four
Five Six Seven Eight Nine Ten First Second Third Last Next Is Are Was Were Be Been Do Does Did Have Has Had Can Could
May Might Must Shall Should Will Would Let Say Says Said Asked According Given Critics Supporters Opponents Officials
Experts Former Late Young New Old Big Small Good Bad Long Short High Low Take Take Look Call Calling Unlike Professor
President Minister Half Ministers Readers Nor Ask Add Consider Compare Imagine Remember Note
"""
OPENERS: Final = frozenset(_OPENERS.split())
"""Words that mostly begin a sentence without being part of a name."""
