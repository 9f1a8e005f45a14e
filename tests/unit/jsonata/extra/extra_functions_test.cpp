// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/extra/countries.h"
#include "core/jsonata/extra/extra_functions.h"
#include "tests/unit/jsonata/extra/evaluate.h"

#include <gtest/gtest.h>

#include <set>

namespace gatehouse::jsonata {
namespace {

TEST(JsonataExtra, everyFunctionHasASignatureAndADocLine)
{
    std::set<std::string> names;
    for (const HostFunction& function : extraFunctions()) {
        EXPECT_TRUE(names.insert(function.name).second) << function.name;
        EXPECT_EQ(function.signature.front(), '<') << function.name;
        EXPECT_GT(function.doc.size(), 20U) << function.name;
        EXPECT_EQ(function.doc.find('\n'), std::string::npos) << function.name;
    }
    EXPECT_EQ(names.size(), 22U);
}

TEST(JsonataExtra, textFunctions)
{
    EXPECT_EQ(evaluated("$slug('  Z\u00fcrich & Stra\u00dfe: l\u2019\u00e9t\u00e9! ')"),
              "\"zurich-strasse-lete\"");
    EXPECT_EQ(evaluated("$slug('A/B', '_')"), "\"a_b\"");
    EXPECT_EQ(evaluated("$slug('\u0141\u00f3d\u017a')"), "\"lodz\"");
    EXPECT_EQ(evaluated("$slug(nothing)"), "undefined");
    EXPECT_EQ(evaluated("$titleCase('jEAN-luc o\u2019neill \u00e9mile')"),
              "\"Jean-Luc O\u2019neill \u00c9mile\"");
    EXPECT_EQ(evaluated("$htmlToText('<p>One &amp; <b>two</b></p><ul><li>a<li>b</ul><script>x<1</script>3 "
                        "&lt; 4 &#8364;&nope;')"),
              "\"One & two\\n\\n- a\\n- b\\n3 < 4 \u20ac&nope;\"");
    EXPECT_EQ(evaluated("$htmlToText('a<br>b<br/><br/>c<!-- no --> <td>d</td><td>e</td> 1 < 2')"),
              "\"a\\nb\\n\\nc d e 1 < 2\"");
    EXPECT_EQ(evaluated("$htmlToText('<div')"), "\"\"");
}

TEST(JsonataExtra, contactFunctions)
{
    EXPECT_EQ(evaluated("$phoneE164('030 123456', 'DE')"), "\"+4930123456\"");
    EXPECT_EQ(evaluated("$phoneE164('(650) 253-0000', 'United States')"), "\"+16502530000\"");
    EXPECT_EQ(evaluated("$phoneE164('+44 20 7031 3000')"), "\"+442070313000\"");
    EXPECT_EQ(evaluated("$phoneE164('020 7031 3000')"), "undefined");
    EXPECT_EQ(evaluated("$phoneE164('hello', 'DE')"), "undefined");
    EXPECT_EQ(evaluated("$phoneE164('030', 'Narnia')"), "G1003");
    EXPECT_EQ(evaluated("$countryCode('germany')"), "\"DE\"");
    EXPECT_EQ(evaluated("$countryCode('U.S.A.')"), "\"US\"");
    EXPECT_EQ(evaluated("$countryCode('gbr', 'name')"), "\"United Kingdom\"");
    EXPECT_EQ(evaluated("$countryCode('276', 'alpha3')"), "\"DEU\"");
    EXPECT_EQ(evaluated("$countryCode('CURA\u00c7AO', 'numeric')"), "\"531\"");
    EXPECT_EQ(evaluated("$countryCode('\u00c5land islands')"), "\"AX\"");
    EXPECT_EQ(evaluated("$countryCode('Narnia')"), "undefined");
    EXPECT_EQ(evaluated("$countryCode('DE', 'flag')"), "G1001");
    EXPECT_EQ(extra::countries().size(), 249U);
}

TEST(JsonataExtra, tableFunctions)
{
    EXPECT_EQ(evaluated("$enumMap('WON', {'won': 'closed_won', 'lost': 'closed_lost'}, 'open')"),
              "\"closed_won\"");
    EXPECT_EQ(evaluated("$enumMap('new', {'won': 1}, 'open')"), "\"open\"");
    EXPECT_EQ(evaluated("$enumMap('new', {'won': 1})"), "undefined");
    EXPECT_EQ(evaluated("$enumMap(2, {'1': 'a', '2': 'b'})"), "\"b\"");
    EXPECT_EQ(evaluated("$enumMap(null, {'null': 'a'}, 'none')"), "\"none\"");
    EXPECT_EQ(evaluated("$enumMap(['a','x','b'], {'a': 1, 'b': 2})"), "[1,2]");
    EXPECT_EQ(evaluated("$compact({'a': '', 'b': [null, {'c': null}], 'd': 0, 'e': false, 'f': ['x', '']})"),
              R"({"d":0,"e":false,"f":["x"]})");
    EXPECT_EQ(evaluated("$renameKeys({'a': 1, 'b': 2, 'c': 3}, {'a': 'x', 'b': null})"), R"({"x":1,"c":3})");
    EXPECT_EQ(evaluated("$renameKeys([{'a': 1}, {'a': 2}], {'a': 'x'})"), R"([{"x":1},{"x":2}])");
    EXPECT_EQ(evaluated("$chunk([1,2,3,4,5], 2)"), "[[1,2],[3,4],[5]]");
    EXPECT_EQ(evaluated("$chunk([1,2], 0)"), "G1001");
    EXPECT_EQ(evaluated("$chunk([], 3)"), "[]");
    EXPECT_EQ(
        evaluated("$groupBy([{'o':{'id':1},'n':'a'},{'o':{'id':2}},{'o':{'id':1},'n':'c'},{}], 'o.id')"),
        R"({"1":[{"o":{"id":1},"n":"a"},{"o":{"id":1},"n":"c"}],"2":[{"o":{"id":2}}]})");
    EXPECT_EQ(evaluated("$coalesce(nothing, null, '', 0, 1)"), "0");
    EXPECT_EQ(evaluated("$coalesce(nothing, null)"), "undefined");
}

TEST(JsonataExtra, codecFunctions)
{
    EXPECT_EQ(evaluated("$parseXml('<A x=\"1\"><B>t</B><B>u</B></A>')"), R"({"A":{"@x":"1","B":["t","u"]}})");
    EXPECT_EQ(evaluated("$parseXml('<A>')"), "G1002");
    EXPECT_EQ(evaluated("$base64url('h\u00e9?>')"), "\"aMOpPz4\"");
    EXPECT_EQ(evaluated("$base64urlDecode('aMOpPz4')"), "\"h\u00e9?>\"");
    EXPECT_EQ(evaluated("$base64urlDecode('a+')"), "G1002");
    EXPECT_EQ(evaluated("$hash('abc')"),
              "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"");
    EXPECT_EQ(evaluated("$hash('abc', 'md5', 'base64')"), "\"kAFQmDzST7DWlj99KOF/cg==\"");
    EXPECT_EQ(evaluated("$hash('abc', 'crc')"), "G1003");
    EXPECT_EQ(evaluated("$hash('abc', 'sha1', 'rot13')"), "G1003");
    EXPECT_EQ(evaluated("$hmac('what do ya want for nothing?', 'Jefe')"),
              "\"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843\"");
    EXPECT_EQ(evaluated("$jwtDecode('eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMiLCJleHAiOjE1MTYyMzkwMjJ9.c2ln')"),
              R"({"header":{"alg":"HS256"},"payload":{"sub":"123","exp":1516239022}})");
    EXPECT_EQ(evaluated("$jwtDecode('a.b')"), "G1002");
    EXPECT_EQ(evaluated("$uuid5('dns', 'www.example.com')"), "\"2ed6657d-e927-568b-95e1-2665a8aea6a2\"");
    EXPECT_EQ(evaluated("$uuid5('6ba7b811-9dad-11d1-80b4-00c04fd430c8', 'x') = $uuid5('url', 'x')"), "true");
    EXPECT_EQ(evaluated("$uuid5('nowhere', 'x')"), "G1001");
}

TEST(JsonataExtra, conversionFunctions)
{
    EXPECT_EQ(evaluated("$convertUnit(12, 'in', 'ft')"), "1");
    EXPECT_EQ(evaluated("$convertUnit(1, 'lb', 'kg')"), "0.45359237");
    EXPECT_EQ(evaluated("$convertUnit(100, 'C', 'F')"), "212");
    EXPECT_EQ(evaluated("$convertUnit(-40, 'F', 'C')"), "-40");
    EXPECT_EQ(evaluated("$convertUnit(1, 'kg', 'm')"), "G1001");
    EXPECT_EQ(evaluated("$convertUnit(1, 'parsec', 'm')"), "G1003");
    EXPECT_EQ(
        evaluated(
            "$convertCurrency(10, 'EUR', 'USD', {'base': 'EUR', 'rates': {'USD': 1.0825, 'JPY': 162.5}})"),
        "10.82");
    EXPECT_EQ(
        evaluated("$convertCurrency(10, 'usd', 'jpy', {'base': 'EUR', 'rates': {'USD': 1.25, 'JPY': 160}})"),
        "1280");
    EXPECT_EQ(evaluated("$convertCurrency(10, 'USD', 'EUR', {'USD': 1.25, 'EUR': 1})"), "8");
    EXPECT_EQ(evaluated("$convertCurrency(10, 'USD', 'XXX', {'USD': 1.25})"), "G1003");
    EXPECT_EQ(evaluated("$convertCurrency(1.005, 'USD', 'USD', {})"), "1");
}

TEST(JsonataExtra, wrongArgumentsAreSignatureErrors)
{
    EXPECT_EQ(evaluated("$slug(5)"), "T0410");
    EXPECT_EQ(evaluated("$chunk([1], 'x')"), "T0410");
    EXPECT_EQ(evaluated("'A B' ~> $slug"), "\"a-b\"");
}

} // namespace
} // namespace gatehouse::jsonata
