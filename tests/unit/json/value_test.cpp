// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/document.h"
#include "core/json/parse.h"
#include "core/json/value.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace gatehouse::json {
namespace {

TEST(JsonValue, undefinedIsNotNull)
{
    EXPECT_TRUE(Value().isUndefined());
    EXPECT_FALSE(Value() == Value::null());
    EXPECT_TRUE(parse(R"({"a":null})")->root().contains("a"));
    EXPECT_TRUE(parse(R"({"a":null})")->root()["b"].isUndefined());
}

TEST(JsonValue, readersOfAnotherTypeAreNeutral)
{
    const Value text = Value::string("x");
    EXPECT_FALSE(text.asBool());
    EXPECT_EQ(text.asDouble(), 0.0);
    EXPECT_TRUE(text.items().empty());
    EXPECT_TRUE(text.members().empty());
    EXPECT_TRUE(text["x"].isUndefined());
    EXPECT_TRUE(text[std::size_t{0}].isUndefined());
    EXPECT_EQ(Value::integer(1).asString(), "");
}

TEST(JsonValue, integersAreClamped)
{
    EXPECT_EQ(Value::number(1e300).asInt(), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(Value::number(-1e300).asInt(), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(Value::number(std::nan("")).asInt(), 0);
    EXPECT_EQ(Value::number(-3.7).asInt(), -3);
    EXPECT_EQ(Value::number(-1).asUInt(), 0U);
    EXPECT_EQ(Value::number(1e300).asUInt(), std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(Value::unsignedInteger(7).type(), Type::Int);
}

TEST(JsonValue, numbersAreEqualByValue)
{
    EXPECT_TRUE(Value::integer(1) == parse("1.0")->root());
    EXPECT_TRUE(Value::integer(1) == parse("1e0")->root());
    EXPECT_TRUE(Value::number(1) == Value::integer(1));
    EXPECT_FALSE(parse("9007199254740993")->root() == parse("9007199254740992")->root());
    EXPECT_FALSE(Value::integer(-1) == Value::unsignedInteger(std::numeric_limits<std::uint64_t>::max()));
    EXPECT_FALSE(Value::integer(1) == Value::string("1"));
    EXPECT_FALSE(Value::integer(1) == Value::boolean(true));
}

TEST(JsonValue, objectsAreEqualInAnyOrder)
{
    EXPECT_TRUE(parse(R"({"a":1,"b":[2]})")->root() == parse(R"({"b":[2],"a":1})")->root());
    EXPECT_FALSE(parse(R"({"a":1,"b":2})")->root() == parse(R"({"a":1,"c":2})")->root());
    EXPECT_FALSE(parse("[1,2]")->root() == parse("[2,1]")->root());
    EXPECT_FALSE(parse("[1,2]")->root() == parse("[1]")->root());
}

TEST(JsonValue, findsEveryMemberOfSmallAndLargeObjects)
{
    for (const int count : {1, 23, 24, 25, 26, 1000}) {
        Arena arena;
        ObjectBuilder builder(arena);
        for (int i = 0; i < count; ++i) {
            builder.set("name" + std::to_string(i), Value::integer(i));
        }
        const Value object = builder.build();
        ASSERT_EQ(object.size(), static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i) {
            EXPECT_EQ(object["name" + std::to_string(i)].asInt(), i);
            EXPECT_EQ(object.members()[static_cast<std::size_t>(i)].value.asInt(), i);
        }
        EXPECT_TRUE(object["name"].isUndefined());
        EXPECT_TRUE(object[""].isUndefined());
        EXPECT_EQ(object.find("nobody"), nullptr);
    }
}

} // namespace
} // namespace gatehouse::json
