// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/name_pool.h"

#include <array>

namespace gatehouse::sandbox {
namespace {

constexpr std::array<Name, 12> kUnitedStatesGiven = {{{"Olivia", "olivia"},
                                                      {"James", "james"},
                                                      {"Aaliyah", "aaliyah"},
                                                      {"Mateo", "mateo"},
                                                      {"Grace", "grace"},
                                                      {"Tyrone", "tyrone"},
                                                      {"Sofía", "sofia"},
                                                      {"Ethan", "ethan"},
                                                      {"Priya", "priya"},
                                                      {"Logan", "logan"},
                                                      {"Maya", "maya"},
                                                      {"Jo", "jo"}}};
constexpr std::array<Name, 11> kUnitedStatesFamily = {{{"Johnson", "johnson"},
                                                       {"O'Brien", "obrien"},
                                                       {"Washington", "washington"},
                                                       {"García", "garcia"},
                                                       {"Nguyen", "nguyen"},
                                                       {"Smith-Kowalski", "smithkowalski"},
                                                       {"Patel", "patel"},
                                                       {"Martinez", "martinez"},
                                                       {"Lee", "lee"},
                                                       {"McAllister", "mcallister"},
                                                       {"Van Buren", "vanburen"}}};
constexpr std::array<City, 4> kUnitedStatesCities = {{{"San Francisco", "CA", "941##"},
                                                      {"Austin", "TX", "787##"},
                                                      {"New York", "NY", "100##"},
                                                      {"St. Louis", "MO", "631##"}}};
constexpr std::array<std::string_view, 3> kUnitedStatesStreets = {
    "### Market St", "#### Elm Avenue, Suite ###", "## Peachtree Rd NE"};
constexpr std::array<std::string_view, 4> kUnitedStatesPhones = {"(415) 555-01##", "+1 415-555-01##",
                                                                 "415.555.01##", "415-555-01## ext. ##"};
constexpr std::array<std::string_view, 4> kUnitedStatesSuffixes = {"Inc.", "LLC", "Corp.", "& Sons"};

constexpr std::array<Name, 8> kUnitedKingdomGiven = {{{"Oliver", "oliver"},
                                                      {"Amelia", "amelia"},
                                                      {"Siân", "sian"},
                                                      {"Harry", "harry"},
                                                      {"Isla", "isla"},
                                                      {"Mohammed", "mohammed"},
                                                      {"Niamh", "niamh"},
                                                      {"George", "george"}}};
constexpr std::array<Name, 8> kUnitedKingdomFamily = {{{"Taylor", "taylor"},
                                                       {"Jones", "jones"},
                                                       {"Davies", "davies"},
                                                       {"D'Arcy", "darcy"},
                                                       {"Ahmed", "ahmed"},
                                                       {"Llewellyn", "llewellyn"},
                                                       {"Wright", "wright"},
                                                       {"Fitzgerald-Price", "fitzgeraldprice"}}};
constexpr std::array<City, 3> kUnitedKingdomCities = {{{"London", "", "EC#A #AB"},
                                                       {"Manchester", "Greater Manchester", "M# #WD"},
                                                       {"Cardiff", "", "CF## #AA"}}};
constexpr std::array<std::string_view, 3> kUnitedKingdomStreets = {
    "## High Street", "Flat #, ## Baker Street", "The Old Mill, ## Church Lane"};
constexpr std::array<std::string_view, 3> kUnitedKingdomPhones = {"020 7946 0###", "+44 20 7946 0###",
                                                                  "(0)20-7946-0###"};
constexpr std::array<std::string_view, 3> kUnitedKingdomSuffixes = {"Ltd", "PLC", "Partners LLP"};

constexpr std::array<Name, 8> kSwedenGiven = {{{"Åsa", "asa"},
                                               {"Björn", "bjorn"},
                                               {"Jo", "jo"},
                                               {"Ebba", "ebba"},
                                               {"Göran", "goran"},
                                               {"Linnéa", "linnea"},
                                               {"Nils", "nils"},
                                               {"Zoë", "zoe"}}};
constexpr std::array<Name, 6> kSwedenFamily = {{{"Berg", "berg"},
                                                {"Öberg", "oberg"},
                                                {"Lindström", "lindstrom"},
                                                {"Åkesson", "akesson"},
                                                {"Sjögren", "sjogren"},
                                                {"Nyström", "nystrom"}}};
constexpr std::array<City, 3> kSwedenCities = {
    {{"Stockholm", "", "111 ##"}, {"Göteborg", "", "411 ##"}, {"Malmö", "", "211 ##"}}};
constexpr std::array<std::string_view, 3> kSwedenStreets = {"Storgatan ##", "Drottninggatan #",
                                                            "Södra Vägen ##B"};
constexpr std::array<std::string_view, 3> kSwedenPhones = {"+46 8 465 004 ##", "08-465 004 ##",
                                                           "0046 8 465004##"};
constexpr std::array<std::string_view, 2> kSwedenSuffixes = {"AB", "Konsult AB"};

constexpr std::array<Name, 8> kGermanyGiven = {{{"Jürgen", "juergen"},
                                                {"Käthe", "kaethe"},
                                                {"Leon", "leon"},
                                                {"Mia", "mia"},
                                                {"Günther", "guenther"},
                                                {"Yasemin", "yasemin"},
                                                {"Paul", "paul"},
                                                {"Annelie", "annelie"}}};
constexpr std::array<Name, 7> kGermanyFamily = {{{"Müller", "mueller"},
                                                 {"Weiß", "weiss"},
                                                 {"von der Heide", "vonderheide"},
                                                 {"Schäfer", "schaefer"},
                                                 {"Yılmaz", "yilmaz"},
                                                 {"Groß", "gross"},
                                                 {"Köhler", "koehler"}}};
constexpr std::array<City, 3> kGermanyCities = {
    {{"München", "Bayern", "80###"}, {"Köln", "Nordrhein-Westfalen", "50###"}, {"Berlin", "", "10###"}}};
constexpr std::array<std::string_view, 3> kGermanyStreets = {"Hauptstraße ##", "Am Mühlbach #a",
                                                             "Königsallee ##"};
constexpr std::array<std::string_view, 3> kGermanyPhones = {"+49 30 23125 ###", "(030) 23125-###",
                                                            "0049 (0)30 23125###"};
constexpr std::array<std::string_view, 3> kGermanySuffixes = {"GmbH", "GmbH & Co. KG", "AG"};

constexpr std::array<Name, 6> kFranceGiven = {{{"Chloé", "chloe"},
                                               {"François", "francois"},
                                               {"Anaïs", "anais"},
                                               {"Jean-Baptiste", "jeanbaptiste"},
                                               {"Inès", "ines"},
                                               {"Théo", "theo"}}};
constexpr std::array<Name, 6> kFranceFamily = {{{"Lefèvre", "lefevre"},
                                                {"Dupont", "dupont"},
                                                {"d'Ornano", "dornano"},
                                                {"Benoît", "benoit"},
                                                {"Le Goff", "legoff"},
                                                {"Traoré", "traore"}}};
constexpr std::array<City, 3> kFranceCities = {
    {{"Paris", "Île-de-France", "750##"}, {"Lyon", "", "690##"}, {"Brest", "Bretagne", "292##"}}};
constexpr std::array<std::string_view, 3> kFranceStreets = {"## rue de l'Église", "# bis, avenue Foch",
                                                            "## quai d'Orsay"};
constexpr std::array<std::string_view, 3> kFrancePhones = {"01 99 00 ## ##", "+33 1 99 00 ## ##",
                                                           "0033199 00####"};
constexpr std::array<std::string_view, 3> kFranceSuffixes = {"SARL", "SA", "et Fils"};

constexpr std::array<Name, 6> kPolandGiven = {{{"Łukasz", "lukasz"},
                                               {"Agnieszka", "agnieszka"},
                                               {"Małgorzata", "malgorzata"},
                                               {"Wojciech", "wojciech"},
                                               {"Zofia", "zofia"},
                                               {"Michał", "michal"}}};
constexpr std::array<Name, 5> kPolandFamily = {{{"Wiśniewska", "wisniewska"},
                                                {"Żółkiewski", "zolkiewski"},
                                                {"Kowalczyk", "kowalczyk"},
                                                {"Dąbrowski", "dabrowski"},
                                                {"Nowak-Świątek", "nowakswiatek"}}};
constexpr std::array<City, 3> kPolandCities = {{{"Warszawa", "mazowieckie", "00-###"},
                                                {"Kraków", "małopolskie", "30-###"},
                                                {"Łódź", "łódzkie", "90-###"}}};
constexpr std::array<std::string_view, 2> kPolandStreets = {"ul. Piękna ##", "al. Jerozolimskie ###/##"};
constexpr std::array<std::string_view, 2> kPolandPhones = {"+48 22 555 0# ##", "(22) 5550###"};
constexpr std::array<std::string_view, 2> kPolandSuffixes = {"Sp. z o.o.", "S.A."};

constexpr std::array<Name, 5> kSpainGiven = {{{"Íñigo", "inigo"},
                                              {"María José", "mariajose"},
                                              {"Nuria", "nuria"},
                                              {"Álvaro", "alvaro"},
                                              {"Lucía", "lucia"}}};
constexpr std::array<Name, 4> kSpainFamily = {{{"Núñez de la Peña", "nunezdelapena"},
                                               {"Ibáñez", "ibanez"},
                                               {"Fernández", "fernandez"},
                                               {"Güell", "guell"}}};
constexpr std::array<City, 2> kSpainCities = {
    {{"Madrid", "Madrid", "280##"}, {"Barcelona", "Cataluña", "080##"}}};
constexpr std::array<std::string_view, 2> kSpainStreets = {"Calle Mayor ##, #º B", "Av. Diagonal ###"};
constexpr std::array<std::string_view, 2> kSpainPhones = {"+34 91 123 ## ##", "911 23 ## ##"};
constexpr std::array<std::string_view, 3> kSpainSuffixes = {"S.L.", "S.A.", "e Hijos"};

constexpr std::array<Name, 5> kBrazilGiven = {{{"João", "joao"},
                                               {"Conceição", "conceicao"},
                                               {"Thiago", "thiago"},
                                               {"Luíza", "luiza"},
                                               {"Antônio", "antonio"}}};
constexpr std::array<Name, 4> kBrazilFamily = {
    {{"da Silva", "dasilva"}, {"Gonçalves", "goncalves"}, {"Araújo", "araujo"}, {"dos Santos", "dossantos"}}};
constexpr std::array<City, 2> kBrazilCities = {
    {{"São Paulo", "SP", "01###-###"}, {"Brasília", "DF", "70###-###"}}};
constexpr std::array<std::string_view, 2> kBrazilStreets = {"Rua das Acácias, ##", "Av. Paulista, ####"};
constexpr std::array<std::string_view, 2> kBrazilPhones = {"+55 11 5550-01##", "(11) 5550-01##"};
constexpr std::array<std::string_view, 2> kBrazilSuffixes = {"Ltda.", "S.A."};

constexpr std::array<Name, 4> kJapanGiven = {
    {{"美咲", "misaki"}, {"健太", "kenta"}, {"さくら", "sakura"}, {"翔", "sho"}}};
constexpr std::array<Name, 4> kJapanFamily = {
    {{"佐藤", "sato"}, {"鈴木", "suzuki"}, {"髙橋", "takahashi"}, {"渡邊", "watanabe"}}};
constexpr std::array<City, 2> kJapanCities = {
    {{"東京", "東京都", "100-00##"}, {"大阪", "大阪府", "530-00##"}}};
constexpr std::array<std::string_view, 2> kJapanStreets = {"千代田1-#-##", "中央区#丁目##番#号"};
constexpr std::array<std::string_view, 2> kJapanPhones = {"+81 3-5550-01##", "03-5550-01##"};
constexpr std::array<std::string_view, 2> kJapanSuffixes = {"株式会社", "Kabushiki Kaisha"};

constexpr std::array<Name, 4> kChinaGiven = {
    {{"伟", "wei"}, {"秀英", "xiuying"}, {"娜", "na"}, {"子涵", "zihan"}}};
constexpr std::array<Name, 4> kChinaFamily = {
    {{"王", "wang"}, {"李", "li"}, {"张", "zhang"}, {"欧阳", "ouyang"}}};
constexpr std::array<City, 2> kChinaCities = {{{"上海", "上海市", "2000##"}, {"深圳", "广东省", "5180##"}}};
constexpr std::array<std::string_view, 2> kChinaStreets = {"南京东路###号", "深南大道####号"};
constexpr std::array<std::string_view, 2> kChinaPhones = {"+86 21 5550 01##", "021-555001##"};
constexpr std::array<std::string_view, 2> kChinaSuffixes = {"有限公司", "Co., Ltd."};

constexpr std::array<Name, 4> kUkraineGiven = {
    {{"Олександр", "oleksandr"}, {"Оксана", "oksana"}, {"Дмитро", "dmytro"}, {"Марія", "mariia"}}};
constexpr std::array<Name, 3> kUkraineFamily = {
    {{"Шевченко", "shevchenko"}, {"Коваль", "koval"}, {"Мельник", "melnyk"}}};
constexpr std::array<City, 2> kUkraineCities = {
    {{"Київ", "", "010##"}, {"Львів", "Львівська область", "790##"}}};
constexpr std::array<std::string_view, 2> kUkraineStreets = {"вул. Хрещатик, ##", "просп. Свободи ##"};
constexpr std::array<std::string_view, 2> kUkrainePhones = {"+380 44 555 0# ##", "(044) 5550###"};
constexpr std::array<std::string_view, 2> kUkraineSuffixes = {"ТОВ", "Group"};

constexpr std::array<Name, 4> kEgyptGiven = {
    {{"محمد", "mohamed"}, {"فاطمة", "fatma"}, {"يوسف", "youssef"}, {"مريم", "mariam"}}};
constexpr std::array<Name, 3> kEgyptFamily = {
    {{"حسن", "hassan"}, {"عبد الله", "abdallah"}, {"السيد", "elsayed"}}};
constexpr std::array<City, 2> kEgyptCities = {{{"القاهرة", "", "115##"}, {"الإسكندرية", "", "215##"}}};
constexpr std::array<std::string_view, 2> kEgyptStreets = {"## شارع التحرير", "طريق الحرية ##"};
constexpr std::array<std::string_view, 2> kEgyptPhones = {"+20 2 5550 01##", "02 555001##"};
constexpr std::array<std::string_view, 2> kEgyptSuffixes = {"Trading", "Group"};

constexpr std::array<Name, 5> kIndiaGiven = {{{"Aarav", "aarav"},
                                              {"Ananya", "ananya"},
                                              {"Krishnamurthy", "krishnamurthy"},
                                              {"Lakshmi", "lakshmi"},
                                              {"Rohan", "rohan"}}};
constexpr std::array<Name, 5> kIndiaFamily = {{{"Sharma", "sharma"},
                                               {"Venkataraman", "venkataraman"},
                                               {"Iyer", "iyer"},
                                               {"Banerjee", "banerjee"},
                                               {"Singh", "singh"}}};
constexpr std::array<City, 2> kIndiaCities = {
    {{"Bengaluru", "Karnataka", "5600##"}, {"Mumbai", "Maharashtra", "4000##"}}};
constexpr std::array<std::string_view, 2> kIndiaStreets = {"No. ##, #th Cross, Indiranagar",
                                                           "###, M.G. Road"};
constexpr std::array<std::string_view, 2> kIndiaPhones = {"+91 80 5550 01##", "080-555001##"};
constexpr std::array<std::string_view, 2> kIndiaSuffixes = {"Pvt. Ltd.", "& Co."};

constexpr std::array<Name, 4> kVietnamGiven = {
    {{"Hằng", "hang"}, {"Đức", "duc"}, {"Thị Mai", "thimai"}, {"Quốc Anh", "quocanh"}}};
constexpr std::array<Name, 3> kVietnamFamily = {{{"Nguyễn", "nguyen"}, {"Trần", "tran"}, {"Phạm", "pham"}}};
constexpr std::array<City, 2> kVietnamCities = {
    {{"Hà Nội", "", "1000##"}, {"Thành phố Hồ Chí Minh", "", "7000##"}}};
constexpr std::array<std::string_view, 2> kVietnamStreets = {"## phố Tràng Tiền", "### đường Lê Lợi"};
constexpr std::array<std::string_view, 2> kVietnamPhones = {"+84 24 5550 01##", "024 555001##"};
constexpr std::array<std::string_view, 2> kVietnamSuffixes = {"JSC", "TNHH"};

const std::array<Locale, 14> kLocales = {{
    {"United States", "US", "USD", "example.com", false, kUnitedStatesGiven, kUnitedStatesFamily,
     kUnitedStatesCities, kUnitedStatesStreets, kUnitedStatesPhones, kUnitedStatesSuffixes},
    {"United Kingdom", "GB", "GBP", "example.co.uk", false, kUnitedKingdomGiven, kUnitedKingdomFamily,
     kUnitedKingdomCities, kUnitedKingdomStreets, kUnitedKingdomPhones, kUnitedKingdomSuffixes},
    {"Sweden", "SE", "SEK", "example.se", false, kSwedenGiven, kSwedenFamily, kSwedenCities, kSwedenStreets,
     kSwedenPhones, kSwedenSuffixes},
    {"Germany", "DE", "EUR", "example.de", false, kGermanyGiven, kGermanyFamily, kGermanyCities,
     kGermanyStreets, kGermanyPhones, kGermanySuffixes},
    {"France", "FR", "EUR", "example.fr", false, kFranceGiven, kFranceFamily, kFranceCities, kFranceStreets,
     kFrancePhones, kFranceSuffixes},
    {"Poland", "PL", "PLN", "example.pl", false, kPolandGiven, kPolandFamily, kPolandCities, kPolandStreets,
     kPolandPhones, kPolandSuffixes},
    {"Spain", "ES", "EUR", "example.es", false, kSpainGiven, kSpainFamily, kSpainCities, kSpainStreets,
     kSpainPhones, kSpainSuffixes},
    {"Brazil", "BR", "BRL", "example.com.br", false, kBrazilGiven, kBrazilFamily, kBrazilCities,
     kBrazilStreets, kBrazilPhones, kBrazilSuffixes},
    {"Japan", "JP", "JPY", "example.jp", true, kJapanGiven, kJapanFamily, kJapanCities, kJapanStreets,
     kJapanPhones, kJapanSuffixes},
    {"China", "CN", "CNY", "example.cn", true, kChinaGiven, kChinaFamily, kChinaCities, kChinaStreets,
     kChinaPhones, kChinaSuffixes},
    {"Ukraine", "UA", "UAH", "example.com.ua", false, kUkraineGiven, kUkraineFamily, kUkraineCities,
     kUkraineStreets, kUkrainePhones, kUkraineSuffixes},
    {"Egypt", "EG", "EGP", "example.com.eg", false, kEgyptGiven, kEgyptFamily, kEgyptCities, kEgyptStreets,
     kEgyptPhones, kEgyptSuffixes},
    {"India", "IN", "INR", "example.in", false, kIndiaGiven, kIndiaFamily, kIndiaCities, kIndiaStreets,
     kIndiaPhones, kIndiaSuffixes},
    {"Viet Nam", "VN", "VND", "example.vn", true, kVietnamGiven, kVietnamFamily, kVietnamCities,
     kVietnamStreets, kVietnamPhones, kVietnamSuffixes},
}};

} // namespace

std::span<const Locale> locales()
{
    return kLocales;
}

} // namespace gatehouse::sandbox
