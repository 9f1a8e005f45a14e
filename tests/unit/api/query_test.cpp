// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

TEST(QueryParameters, areDecodedAndFoundByName)
{
    const QueryParameters query("name=a%20b+c&empty=&bare");
    EXPECT_EQ(query.get("name"), "a b c");
    EXPECT_EQ(query.get("empty"), "");
    EXPECT_EQ(query.get("bare"), "");
    EXPECT_EQ(query.get("other"), std::nullopt);
}

TEST(QueryParameters, readFlagsStrictly)
{
    const QueryParameters query("yes=true&one=1&bare&no=false&odd=maybe");
    EXPECT_TRUE(*query.flag("yes"));
    EXPECT_TRUE(*query.flag("one"));
    EXPECT_TRUE(*query.flag("bare"));
    EXPECT_FALSE(*query.flag("no", true));
    EXPECT_TRUE(*query.flag("absent", true));
    EXPECT_FALSE(query.flag("odd"));
}

TEST(QueryParameters, readNumbersWithinTheirBounds)
{
    const QueryParameters query("limit=20&zero=0&big=5000&text=1x&negative=-1&empty=");
    EXPECT_EQ(*query.number("limit", 5, 1, 1000), 20U);
    EXPECT_EQ(*query.number("absent", 5, 1, 1000), 5U);
    for (const auto* name : {"zero", "big", "text", "negative", "empty"}) {
        EXPECT_FALSE(query.number(name, 5, 1, 1000)) << name;
    }
}

TEST(QueryParameters, refuseUnknownNamesAndRepetitionsAndSayWhatIsOffered)
{
    EXPECT_TRUE(QueryParameters("a=1&b=2").allowOnly({"a", "b", "c"}));
    const auto unknown = QueryParameters("a=1&limt=2").allowOnly({"a", "limit"});
    ASSERT_FALSE(unknown);
    EXPECT_THAT(unknown.error().message, HasSubstr("'limt'"));
    EXPECT_THAT(unknown.error().message, HasSubstr("a, limit"));
    EXPECT_THAT(QueryParameters("a=1&a=2").allowOnly({"a"}).error().message, HasSubstr("twice"));
    EXPECT_TRUE(QueryParameters("").allowOnly({}));
}

TEST(QueryParameters, passTheRestOnInOrder)
{
    const QueryParameters query("z=1&account_id=acc_1&a=2&z=3");
    EXPECT_THAT(query.without({"account_id"}), ElementsAre(Pair("z", "1"), Pair("a", "2"), Pair("z", "3")));
}

} // namespace
} // namespace gatehouse::api
