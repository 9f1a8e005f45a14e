// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "tests/support/fake_clock.h"
#include "ui/filter/content_match.h"
#include "ui/filter/content_names.h"
#include "ui/filter/filter.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr FieldSpec kContentFields[] = {
    {"status", "", FieldKind::Status, "status", "status:4xx"},
    {"body", "payload", FieldKind::Body, "what came", "body.amount > 100"},
    {"header", "headers", FieldKind::Headers, "headers", "header.x-request-id:abc"},
};

class StatusRow final : public FilterRecord
{
public:
    explicit StatusRow(double status)
        : m_status(status)
    {}

    [[nodiscard]] std::size_t textCount(std::size_t) const override { return 0; }

    [[nodiscard]] std::string_view text(std::size_t, std::size_t) const override { return {}; }

    [[nodiscard]] std::optional<double> number(std::size_t) const override { return m_status; }

    [[nodiscard]] bool containsWord(std::string_view) const override { return false; }

private:
    double m_status;
};

Filter parsed(std::string_view text)
{
    auto result = parseFilter(text, kContentFields);
    EXPECT_FALSE(result.error) << text << ": " << (result.error ? result.error->message : "");
    return result.filter;
}

FilterError mistake(std::string_view text)
{
    const auto result = parseFilter(text, kContentFields);
    EXPECT_TRUE(result.error) << text;
    return result.error.value_or(FilterError{});
}

RecordedContent with(std::string body, std::string type = "application/json")
{
    return {true, {{"Content-Type", std::move(type)}, {"X-Request-Id", "Abc-1"}}, {{std::move(body), true}}};
}

Decision decision(std::string_view text, const RecordedContent& content, double status = 200)
{
    const test::FakeClock clock;
    const auto filter = parsed(text);
    return filter.decide(StatusRow(status), ContentMatcher(filter.contentTerms(), clock).look(content));
}

bool finds(std::string_view text, std::string body, std::string type = "application/json")
{
    return decision(text, with(std::move(body), std::move(type))) == Decision::Yes;
}

TEST(ContentFilter, aRowAloneLeavesItOpenUnlessTheRestDecides)
{
    EXPECT_EQ(parsed("body.amount > 100").decide(StatusRow(200)), Decision::Open);
    EXPECT_EQ(parsed("status:4xx OR body.amount > 100").decide(StatusRow(429)), Decision::Yes);
    EXPECT_EQ(parsed("status:4xx OR body.amount > 100").decide(StatusRow(200)), Decision::Open);
    EXPECT_EQ(parsed("status:4xx body.amount > 100").decide(StatusRow(200)), Decision::No);
    EXPECT_EQ(parsed("(status:4xx OR body ~ x) -status:429").decide(StatusRow(429)), Decision::No);
    EXPECT_EQ(parsed("-(status:4xx OR body ~ x)").decide(StatusRow(429)), Decision::No);
    EXPECT_EQ(parsed("-body.amount > 100").decide(StatusRow(200)), Decision::Open);
    EXPECT_TRUE(parsed("body ~ x").asksForContent());
    EXPECT_FALSE(parsed("status:4xx").asksForContent());
}

TEST(ContentFilter, combinesWithTermsThatTheRowDecides)
{
    const auto rich = with(R"({"amount":150})");
    EXPECT_EQ(decision("(status:4xx OR body.amount > 100) -status:500", rich, 200), Decision::Yes);
    EXPECT_EQ(decision("(status:4xx OR body.amount > 100) -status:500", rich, 500), Decision::No);
    EXPECT_EQ(decision("-body.amount > 100", rich), Decision::No);
    EXPECT_EQ(decision("NOT (body.amount < 100 OR body ~ nothing)", rich), Decision::Yes);
}

TEST(ContentFilter, comparesValuesAtAPath)
{
    EXPECT_TRUE(finds("body.properties.email = \"ada@x.io\"", R"({"properties":{"email":"Ada@x.io"}})"));
    EXPECT_TRUE(finds("body.properties.email:*@x.io", R"({"properties":{"email":"ada@x.io"}})"));
    EXPECT_FALSE(finds("body.email = ada@x.io", R"({"properties":{"email":"ada@x.io"}})"));
    EXPECT_TRUE(finds("body.state:open,paid", R"({"state":"paid"})"));
    EXPECT_TRUE(finds("body.state != open", R"({"state":"paid"})"));
    EXPECT_TRUE(finds("body.state != open", R"({})")) << "it is not open there either";
    EXPECT_TRUE(finds("body.note ~ \"late fee\"", R"({"note":"A LATE FEE of 3"})"));
    EXPECT_TRUE(finds("body.ref ~ /inv-\\d+/", R"({"ref":"x INV-12"})"));
    EXPECT_TRUE(finds("body.done:true", R"({"done":true})"));
    EXPECT_TRUE(finds("body.gone = null", R"({"gone":null})"));
    EXPECT_FALSE(finds("body.State:paid", R"({"state":"paid"})")) << "names of members have a case";
}

TEST(ContentFilter, comparesNumbersByValueAndExactly)
{
    EXPECT_TRUE(finds("body.amount > 100", R"({"amount":100.5})"));
    EXPECT_FALSE(finds("body.amount > 100", R"({"amount":100})"));
    EXPECT_TRUE(finds("body.amount >= 1e2", R"({"amount":100})"));
    EXPECT_TRUE(finds("body.amount = 100", R"({"amount":100.0})"));
    EXPECT_TRUE(finds("body.amount:-3", R"({"amount":-3})"));
    EXPECT_FALSE(finds("body.id = 9007199254740993", R"({"id":9007199254740992})"));
    EXPECT_TRUE(finds("body.id > 9007199254740992", R"({"id":9007199254740993})"));
    EXPECT_TRUE(finds("body.id > 5", R"({"id":18446744073709551615})"));
}

TEST(ContentFilter, readsNumbersInTextUnlessTheyAreQuoted)
{
    EXPECT_TRUE(finds("body.amount > 100", R"({"amount":"150.25"})"));
    EXPECT_TRUE(finds("body.amount = 150", R"({"amount":"150.0"})"));
    EXPECT_FALSE(finds("body.amount > 100", R"({"amount":"0150"})")) << "a number has no leading zero";
    EXPECT_TRUE(finds("body.code = 0150", R"({"code":"0150"})"));
    EXPECT_FALSE(finds("body.amount = \"150\"", R"({"amount":150})"));
    EXPECT_TRUE(finds("body.amount = \"150\"", R"({"amount":"150"})"));
    EXPECT_FALSE(finds("body.amount > 100", R"({"amount":"many"})"));
}

TEST(ContentFilter, comparesTimesWithTexts)
{
    EXPECT_TRUE(finds("body.at > 2026-05-19", R"({"at":"2026-05-20T00:00:00Z"})"));
    EXPECT_FALSE(finds("body.at > 2026-05-19", R"({"at":"2026-05-19T23:00:00Z"})"));
    EXPECT_TRUE(finds("body.at <= 2026-05-19T12:00+02:00", R"({"at":"2026-05-19T10:00:00Z"})"));
}

TEST(ContentFilter, goesThroughArraysWhereAnyElementMatches)
{
    const std::string body = R"({"items":[{"sku":"A1","n":2},{"sku":"B2","n":9}],"tags":["vip","new"]})";
    EXPECT_TRUE(finds("body.items.sku:b2", body));
    EXPECT_TRUE(finds("body.items[1].sku:b2", body));
    EXPECT_TRUE(finds("body.items.1.sku:b2", body));
    EXPECT_FALSE(finds("body.items[0].sku:b2", body));
    EXPECT_TRUE(finds("body.items[*].n > 8", body));
    EXPECT_TRUE(finds("body.tags = vip", body));
    EXPECT_FALSE(finds("body.items[7].sku:*", body));
    EXPECT_TRUE(finds("body[1].a = 2", R"([{"a":1},{"a":2}])"));
    EXPECT_TRUE(finds("body.0 = x", R"({"0":"x"})"));
}

TEST(ContentFilter, takesOddNamesInQuotesAndAsksWhetherSomethingIsThere)
{
    EXPECT_TRUE(finds("body.\"unit price\" > 3", R"({"unit price":4})"));
    EXPECT_TRUE(finds("body[\"a.b\"][\"c\\\"d\"]:1", R"({"a.b":{"c\"d":1}})"));
    EXPECT_TRUE(finds("body.größe:1", R"({"größe":1})"));
    EXPECT_TRUE(finds("body.user:*", R"({"user":{"id":1}})"));
    EXPECT_TRUE(finds("body.user:*", R"({"user":null})"));
    EXPECT_FALSE(finds("body.user:*", R"({"users":1})"));
    EXPECT_FALSE(finds("body.user = x", R"({"user":{"id":"x"}})")) << "an object is no value";
    EXPECT_TRUE(finds("body.name = x", R"({"n\u0061me":"x"})")) << "an escaped name is the same name";
}

TEST(ContentFilter, looksForTextInTheWholeBody)
{
    EXPECT_TRUE(finds("body ~ /inv-\\d+/", "not json: Inv-17"));
    EXPECT_TRUE(finds("body ~ \"NOT json\"", "not json"));
    EXPECT_TRUE(finds("body:json", "not json"));
    EXPECT_TRUE(finds("body:not*json", "this is not any json"));
    EXPECT_TRUE(finds("body != xml", "not json"));
    EXPECT_TRUE(
        finds("body ~ tail", std::string("\xff\xfe\x00\x01", 4) + "tail", "application/octet-stream"));
    EXPECT_TRUE(finds("body ~ /t[ai]+l/", std::string(400'000, '\xff') + "tail"));
    EXPECT_FALSE(finds("body.x:*", "not json"));
    EXPECT_TRUE(finds("payload ~ json", "json")) << "the alias";
}

TEST(ContentFilter, readsXmlAndFormsAsMappingsSeeThem)
{
    const std::string xml = "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"u\"><Order id=\"7\"><Total>150"
                            "</Total></Order></s:Envelope>";
    EXPECT_TRUE(finds("body.Envelope.Order.Total > 100", xml, "text/xml"));
    EXPECT_TRUE(finds("body.Envelope.Order.@id = 7", xml, "text/xml"));
    EXPECT_TRUE(finds("body.plan = gold", "plan=gold&n=4", "application/x-www-form-urlencoded"));
    EXPECT_TRUE(finds("body.n >= 4", "plan=gold&n=4", "application/x-www-form-urlencoded"));
}

TEST(ContentFilter, findsHeadersByNameInAnyCase)
{
    EXPECT_TRUE(finds("header.x-request-id:abc*", "{}"));
    EXPECT_TRUE(finds("header.X-REQUEST-ID = abc-1", "{}"));
    EXPECT_TRUE(finds("headers.x-request-id ~ /^ABC/", "{}"));
    EXPECT_FALSE(finds("header.x-request-id:abc", "{}"));
    EXPECT_TRUE(finds("header ~ \"request-id: abc\"", "{}"));
    EXPECT_TRUE(finds("header.cookie != x", "{}"));
    EXPECT_FALSE(finds("header.cookie:*", "{}"));
    EXPECT_TRUE(finds("header.\"content-type\":*json", "{}"));
}

TEST(ContentFilter, whatIsGoneOrCutIsNotKnownUnlessItWasFound)
{
    RecordedContent gone;
    gone.known = false;
    EXPECT_EQ(decision("body ~ x", gone), Decision::Open);
    EXPECT_EQ(decision("body ~ x OR status:2xx", gone), Decision::Yes);
    auto cut = with(R"({"a":"found", "b":)");
    cut.bodies.front().whole = false;
    EXPECT_EQ(decision("body ~ found", cut), Decision::Yes);
    EXPECT_EQ(decision("body ~ missing", cut), Decision::Open);
    EXPECT_EQ(decision("body.b:1", cut), Decision::Open);
    EXPECT_EQ(decision("-body.b:1", cut), Decision::Open) << "not finding it proves nothing";
}

TEST(ContentFilter, anyBodyOfACallCounts)
{
    auto call = with(R"({"asked":1})");
    call.bodies.push_back({R"({"answered":2})", true});
    EXPECT_EQ(decision("body.asked:1 body.answered:2", call), Decision::Yes);
    EXPECT_EQ(decision("body.answered:1", call), Decision::No);
}

TEST(ContentFilter, aHugeBodyIsSearchedWholeAsTextAndItsPathsAreToldToBeUnknown)
{
    std::string body = R"({"a":")" + std::string(kMaxParsedBody, 'x') + R"(","last":"here"})";
    const auto huge = with(std::move(body));
    EXPECT_EQ(decision("body ~ \"last\\\":\\\"here\"", huge), Decision::Yes);
    EXPECT_EQ(decision("body ~ /\"la(s)t\":\"h/", huge), Decision::Yes);
    EXPECT_EQ(decision("body ~ nowhere", huge), Decision::No);
    EXPECT_EQ(decision("body.last = here", huge), Decision::Open);
}

TEST(ContentFilter, aCatastrophicExpressionGivesUpAndSaysSo)
{
    EXPECT_EQ(decision("body ~ /(a+)+$/", with(std::string(5000, 'a') + "!")), Decision::Open);
    EXPECT_EQ(decision("-body ~ /(a+)+$/", with(std::string(5000, 'a') + "!")), Decision::Open);
}

TEST(ContentFilter, aSearchThatIsStoppedEndsBetweenPlacesOfALongText)
{
    const test::FakeClock clock;
    const auto filter = parsed("body ~ /x+y/");
    int asked = 0;
    const ContentMatcher matcher(filter.contentTerms(), clock, [&asked] { return ++asked > 2; });
    const auto verdict = matcher.look(with(std::string(100'000, 'z')));
    EXPECT_EQ(verdict.known, 0U);
    EXPECT_LE(asked, 5);
}

TEST(ContentFilter, marksMistakesAndSaysWhatWasMeant)
{
    auto error = mistake("bdy.amount > 100");
    EXPECT_EQ(error.suggestion, "body");
    EXPECT_EQ(error.position, 0U);
    EXPECT_EQ(error.length, 3U);
    error = mistake("status:429 body.amount");
    EXPECT_EQ(error.suggestion, "body.amount:*");
    EXPECT_EQ(error.position, 11U);
    EXPECT_NE(mistake("body.amount > lots").message.find("number or a time"), std::string::npos);
    EXPECT_NE(mistake("body > 100").message.find("no order"), std::string::npos);
    EXPECT_NE(mistake("body.").message.find("name must follow"), std::string::npos);
    EXPECT_NE(mistake("body.items[x] = 1").message.find("number of an element"), std::string::npos);
    EXPECT_NE(mistake("body.\"open = 1").message.find("closing"), std::string::npos);
    EXPECT_NE(mistake("body ~ /(/").message.find("regular expression"), std::string::npos);
    EXPECT_NE(mistake("header. = 1").message.find("name of a header"), std::string::npos);
    EXPECT_NE(mistake("body.a =").message.find("value must follow"), std::string::npos);
}

TEST(ContentFilter, hasLimits)
{
    std::string deep = "body";
    std::string many;
    for (int i = 0; i < 33; ++i) {
        deep += ".a";
        many += "body~x ";
    }
    EXPECT_NE(mistake(deep + ":1").message.find("32 steps"), std::string::npos);
    EXPECT_NE(mistake(many).message.find("32 terms"), std::string::npos);
    EXPECT_FALSE(parseFilter(std::string(many.begin(), many.end() - 7), kContentFields).error);
}

TEST(ContentFilter, noTextBreaksTheParser)
{
    const std::string_view alphabet[] = {"body", ".", "[",  "]", "\"", "*", "0",   "a", ":",      "=",
                                         "~",    "/", "\\", "(", ")",  "-", "OR ", " ", "header", ">"};
    std::uint32_t state = 12345;
    for (int run = 0; run < 20'000; ++run) {
        std::string text;
        for (int i = 0; i < 14; ++i) {
            state = state * 1664525U + 1013904223U;
            text += alphabet[(state >> 16U) % std::size(alphabet)];
        }
        const auto result = parseFilter(text, kContentFields);
        if (result.error) {
            EXPECT_LE(result.error->position, text.size()) << text;
            EXPECT_LE(result.error->position + result.error->length, text.size() + 1) << text;
        } else if (result.filter.asksForContent()) {
            const test::FakeClock clock;
            static_cast<void>(ContentMatcher(result.filter.contentTerms(), clock).look(with(R"({"a":[0]})")));
        }
    }
}

TEST(ContentFilter, wordsThatAreNoTermsStayWords)
{
    EXPECT_FALSE(parsed("body language").asksForContent());
    EXPECT_FALSE(parsed("\"body\"").asksForContent());
    EXPECT_NE(mistake("status:429 body").message.find("must follow"), std::string::npos);
    EXPECT_FALSE(parsed("\"body.created\"").asksForContent());
}

TEST(ContentNames, collectsPathsAndHeadersWithCounts)
{
    ContentNames names;
    names.add(with(R"({"items":[{"sku":"A"},{"sku":"B"}],"unit price":3,"none":null})"));
    names.add(with(R"({"items":[{"sku":"C"}]})"));
    names.add(with("no json"));
    const auto paths = names.paths();
    ASSERT_EQ(paths.size(), 3U);
    EXPECT_EQ(paths.front().text, "body.items.sku");
    EXPECT_EQ(paths.front().rows, 2U);
    EXPECT_TRUE(std::any_of(paths.begin(), paths.end(),
                            [](const ContentName& name) { return name.text == "body.\"unit price\""; }));
    EXPECT_EQ(names.headers().front().rows, 3U);
    EXPECT_EQ(names.headers().front().text, "header.content-type");
}

TEST(ContentNames, areBounded)
{
    std::string wide = "{";
    for (int i = 0; i < 2000; ++i) {
        wide += (i > 0 ? ",\"k" : "\"k") + std::to_string(i) + "\":1";
    }
    ContentNames names;
    names.add(with(wide + "}"));
    EXPECT_EQ(names.paths().size(), 500U);
}

TEST(ContentExample, makesATermThatFindsTheSameValueAgain)
{
    const std::string text = R"({"items":[{"sku":"say \"hi\""},{"n":1.50}],"ok":true,"unit price":null})";
    const auto document = json::parse(text).value_or(json::Document());
    const auto term = [&](const JsonPath& path) { return contentExample(*document, path); };
    EXPECT_EQ(term({0, 0, 0}), R"(body.items.sku = "say \"hi\"")");
    EXPECT_EQ(term({0, 1, 0}), "body.items.n = 1.50");
    EXPECT_EQ(term({1}), "body.ok = true");
    EXPECT_EQ(term({2}), "body.\"unit price\" = null");
    EXPECT_EQ(term({0}), "");
    for (const auto& path : {JsonPath{0, 0, 0}, JsonPath{0, 1, 0}, JsonPath{1}, JsonPath{2}}) {
        EXPECT_TRUE(finds(term(path), text)) << term(path);
    }
}

TEST(FilterHelp, tellsOfPathsWhereTheTableHasThem)
{
    const auto help = filterHelp(kContentFields);
    EXPECT_NE(help.find("any element does"), std::string::npos);
    EXPECT_EQ(filterHelp(FieldTable(kContentFields).first(1)).find("any element"), std::string::npos);
}

} // namespace
} // namespace gatehouse::ui
