// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/json/xml.h"

#include <gtest/gtest.h>

namespace gatehouse::json {
namespace {

std::string asJson(std::string_view xml)
{
    const auto document = parseXml(xml);
    return document ? write(document->root()) : document.error().message;
}

TEST(Xml, dropsPrefixesAndNamespaceDeclarations)
{
    EXPECT_EQ(
        asJson(R"(<s:Envelope xmlns:s="urn:x"><s:Body><s:Fault>a:CODE</s:Fault></s:Body></s:Envelope>)"),
        R"({"Envelope":{"Body":{"Fault":"a:CODE"}}})");
}

TEST(Xml, keepsAttributesAndTextApart)
{
    EXPECT_EQ(asJson(R"(<Error code="3001"><Message lang="en">Slow down</Message></Error>)"),
              R"({"Error":{"@code":"3001","Message":{"@lang":"en","#text":"Slow down"}}})");
}

TEST(Xml, makesArraysOfRepeatedElementsInOrder)
{
    EXPECT_EQ(asJson("<errors><error>a</error><n/><error>b</error></errors>"),
              R"({"errors":{"error":["a","b"],"n":""}})");
}

TEST(Xml, readsNilAsNullAndCdataAsText)
{
    EXPECT_EQ(asJson(R"(<r><a i:nil="true" xmlns:i="x"/><b><![CDATA[1 < 2]]></b></r>)"),
              R"({"r":{"a":null,"b":"1 < 2"}})");
}

TEST(Xml, neverExpandsEntitiesOfItsOwnDtd)
{
    const auto text =
        asJson(R"(<!DOCTYPE r [<!ENTITY a "boom"><!ENTITY f SYSTEM "file:///etc/passwd">]><r>&a;&f;</r>)");
    EXPECT_EQ(text, R"({"r":"&a;&f;"})");
}

TEST(Xml, saysWhereBrokenXmlBreaks)
{
    const auto document = parseXml("<a>\n  <b></a>");
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().code, Errc::ParseError);
    EXPECT_EQ(document.error().at.line, 2U);
}

TEST(Xml, refusesWhatIsDeeperOrLargerThanItsLimits)
{
    std::string deep;
    for (int i = 0; i < 600; ++i) {
        deep += "<a>";
    }
    for (int i = 0; i < 600; ++i) {
        deep += "</a>";
    }
    EXPECT_EQ(parseXml(deep).error().code, Errc::LimitExceeded);
    EXPECT_EQ(parseXml("<a>x</a>", {.maxBytes = 4}).error().code, Errc::LimitExceeded);
}

TEST(Xml, writesBackWhatItRead)
{
    const std::string text = R"(<?xml version="1.0" encoding="UTF-8"?><r a="1"><b>x &amp; y</b><b>z</b></r>)";
    const auto document = parseXml(text);
    ASSERT_TRUE(document);
    EXPECT_EQ(writeXml(document->root()).value(), text);
}

TEST(Xml, refusesNamesThatXmlDoesNotKnow)
{
    const auto document = parse(R"({"r":{"1 x":"y"}})");
    EXPECT_EQ(writeXml(document->root()).error().code, Errc::InvalidArgument);
    EXPECT_EQ(writeXml(parse(R"({"a":1,"b":2})")->root()).error().code, Errc::InvalidArgument);
}

} // namespace
} // namespace gatehouse::json
