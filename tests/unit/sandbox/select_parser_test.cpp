// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/select_parser.h"

#include <gtest/gtest.h>

namespace gatehouse::sandbox {
namespace {

Selection parsed(std::string_view text)
{
    auto selection = parseSelect(text);
    EXPECT_TRUE(selection) << selection.error().message;
    return selection ? *selection : Selection{};
}

Error refused(std::string_view text)
{
    const auto selection = parseSelect(text);
    EXPECT_FALSE(selection) << text;
    return selection ? Error{} : selection.error();
}

TEST(SelectParser, readsFieldsConditionsOrderAndWindow)
{
    const auto selection =
        parsed("SELECT Id, Account.Name FROM Contact WHERE Email = 'o\\'brien@x.y' AND "
               "(Age >= 18 OR NOT Active = TRUE) ORDER BY LastName DESC, Id LIMIT 10 OFFSET 20");
    EXPECT_EQ(selection.table, "Contact");
    ASSERT_EQ(selection.fields.size(), 2U);
    EXPECT_EQ(selection.fields[1].steps, (std::vector<std::string>{"Account", "Name"}));
    ASSERT_EQ(selection.where.kind, Predicate::Kind::All);
    ASSERT_EQ(selection.where.children.size(), 2U);
    EXPECT_EQ(std::get<std::string>(selection.where.children[0].literals[0].value), "o'brien@x.y");
    EXPECT_EQ(selection.where.children[1].kind, Predicate::Kind::Any);
    ASSERT_EQ(selection.order.size(), 2U);
    EXPECT_TRUE(selection.order[0].descending);
    EXPECT_EQ(selection.limit, 10U);
    EXPECT_EQ(selection.offset, 20U);
}

TEST(SelectParser, readsTheOtherSpellingOfOrderAndWindow)
{
    const auto selection =
        parsed("select * from Invoice where TxnDate > '2025-01-01' and DocNumber in ('1', '2''3') "
               "orderby Id startposition 101 maxresults 100");
    EXPECT_TRUE(selection.fields.empty());
    EXPECT_EQ(selection.offset, 100U);
    EXPECT_EQ(selection.limit, 100U);
    const auto& list = selection.where.children.at(1);
    EXPECT_EQ(list.comparison, Comparison::In);
    EXPECT_EQ(std::get<std::string>(list.literals.at(1).value), "2'3");
}

TEST(SelectParser, readsCounts)
{
    EXPECT_TRUE(parsed("SELECT COUNT() FROM A").countOnly);
    EXPECT_TRUE(parsed("select count(*) from A where x != null").countOnly);
}

TEST(SelectParser, readsBareTimes)
{
    const auto selection = parsed("SELECT Id FROM A WHERE SystemModstamp >= 2025-10-09T08:53:20Z");
    EXPECT_EQ(selection.where.literals.at(0).millis, 1'760'000'000'000);
}

TEST(SelectParser, namesTheWordThatDoesNotFitAndWhereItStands)
{
    const auto error = refused("SELECT Id FORM Contact");
    EXPECT_EQ(error.code, Errc::ParseError);
    EXPECT_EQ(error.message, "unexpected token: FORM");
    EXPECT_EQ(error.at.byteOffset, 10U);
    EXPECT_EQ(refused("SELECT Id FROM").message, "unexpected end of the query");
    refused("");
    refused("SELECT Id FROM A WHERE b = 'never closed");
    refused("SELECT Id FROM A WHERE b ~ 1");
    refused("SELECT Id FROM A LIMIT -1");
    refused("SELECT Id FROM A GROUP BY x");
    refused("DELETE FROM A");
}

TEST(SelectParser, hasLimits)
{
    EXPECT_EQ(
        refused("SELECT Id FROM A WHERE " + std::string(200, '(') + "a = 1" + std::string(200, ')')).code,
        Errc::LimitExceeded);
    EXPECT_EQ(refused(std::string(200'000, ' ')).code, Errc::LimitExceeded);
    std::string many = "SELECT a";
    for (int i = 0; i < 5000; ++i) {
        many += ",a";
    }
    EXPECT_EQ(refused(many + " FROM A").code, Errc::LimitExceeded);
}

} // namespace
} // namespace gatehouse::sandbox
