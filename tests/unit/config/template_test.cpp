// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/template.h"
#include "tests/unit/config/fixtures.h"

namespace gatehouse::config {
namespace {

using test::doc;

Template compiled(std::string_view text)
{
    auto result = Template::compile(text);
    EXPECT_TRUE(result) << result.error().message;
    return result ? *result : Template();
}

TEST(Template, fillsHolesWithWhatTheirExpressionsGive)
{
    const auto input = doc(R"({"context":{"host":"https://a.example"},"version":67,"ids":["a","b"]})");
    EXPECT_EQ(compiled("{{context.host}}/v{{version}}/x?{{$join(ids, ',')}}").render(*input).value(),
              "https://a.example/v67/x?a,b");
    EXPECT_EQ(compiled("plain").render(*input).value(), "plain");
}

TEST(Template, keepsAnIdInsideItsPathSegment)
{
    const auto input = doc(R"({"id":"../admin?x=1#y"})");
    EXPECT_EQ(compiled("/people/{{id}}").render(*input, Escape::PathSegment).value(),
              "/people/..%2Fadmin%3Fx%3D1%23y");
}

TEST(Template, findsTheEndOfAHoleThatHoldsBracesAndQuotes)
{
    const auto input = doc(R"({"a":1})");
    EXPECT_EQ(compiled(R"({{ {"x":{"y":a}}.x.y }}!)").render(*input).value(), "1!");
    EXPECT_EQ(compiled(R"({{"}}"}}!)").render(*input).value(), "}}!");
    EXPECT_EQ(compiled(R"({{"\"}}"}}!)").render(*input).value(), "\"}}!");
}

TEST(Template, namesTheHoleWithoutAValue)
{
    const auto result = compiled("/x/{{context.gone}}").render(*doc("{}"));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::ConfigError);
    EXPECT_NE(result.error().message.find("context.gone"), std::string::npos);
}

TEST(Template, isLeftOutWhenItIsOneHoleWithoutAValue)
{
    const auto input = doc(R"({"none":null})");
    EXPECT_FALSE(compiled("{{gone}}").renderOptional(*input).value());
    EXPECT_FALSE(compiled("{{none}}").renderOptional(*input).value());
    EXPECT_EQ(compiled("{{''}}").renderOptional(*input).value(), "");
    const TemplateMap map{{"a", compiled("{{gone}}")}, {"b", compiled("1")}};
    const auto rendered = renderAll(map, *input);
    ASSERT_EQ(rendered->size(), 1U);
    EXPECT_EQ(rendered->front().first, "b");
}

TEST(Template, saysWhereItDoesNotCompile)
{
    EXPECT_EQ(Template::compile("ab {{ x").error().at.byteOffset, 3U);
    const auto broken = Template::compile("ab {{ x + }}");
    ASSERT_FALSE(broken);
    EXPECT_GE(broken.error().at.byteOffset, 5U);
}

TEST(Template, writesStructuresAsJson)
{
    EXPECT_EQ(compiled("{{a}}").render(*doc(R"({"a":{"b":[1,true]}})")).value(), R"({"b":[1,true]})");
}

} // namespace
} // namespace gatehouse::config
