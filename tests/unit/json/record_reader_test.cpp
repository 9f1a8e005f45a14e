// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/record_reader.h"
#include "core/json/write.h"

#include <gtest/gtest.h>

#include <string>

namespace gatehouse::json {
namespace {

std::string readAll(std::string text, std::string_view pointer)
{
    auto reader = RecordReader::open(std::move(text), pointer);
    if (!reader) {
        return reader.error().message;
    }
    std::string out = write(reader->rest().root());
    Arena arena;
    for (;;) {
        arena.reset();
        const auto record = reader->next(arena);
        if (!record) {
            return out + " ! " + record.error().message;
        }
        if (!record->has_value()) {
            return out;
        }
        out += " | " + write(**record);
    }
}

TEST(JsonRecordReader, givesRecordsOneByOneAndTheRest)
{
    EXPECT_EQ(readAll(R"({"paging":{"next":"\u0041"},"results":[{"id":1},{"id":"b\n"},[3]],"total":3})",
                      "/results"),
              R"({"paging":{"next":"A"},"results":[],"total":3} | {"id":1} | {"id":"b\n"} | [3])");
    EXPECT_EQ(readAll("[1,2]", ""), "[] | 1 | 2");
    EXPECT_EQ(readAll(R"({"a":[{"b":[1]},{"b":[2,3]}]})", "/a/1/b"), R"({"a":[{"b":[1]},{"b":[]}]} | 2 | 3)");
    EXPECT_EQ(readAll(R"({"results":[]})", "/results"), R"({"results":[]})");
}

TEST(JsonRecordReader, hasNoRecordsWhereThereIsNoArray)
{
    for (const char* text :
         {R"({"results":null})", R"({"results":{"a":1}})", R"({"other":[1]})", "[]", "7"}) {
        auto reader = RecordReader::open(text, "/results");
        ASSERT_TRUE(reader) << text;
        EXPECT_FALSE(reader->found());
        EXPECT_EQ(write(reader->rest().root()), text);
        Arena arena;
        EXPECT_FALSE(reader->next(arena)->has_value());
    }
}

TEST(JsonRecordReader, lastOfDuplicateNamesWins)
{
    EXPECT_EQ(readAll(R"({"r":[1],"r":[2]})", "/r"), R"({"r":[]} | 2)");
    EXPECT_EQ(readAll(R"({"r":[1],"r":5})", "/r"), R"({"r":5})");
}

TEST(JsonRecordReader, reportsBrokenTextWhereItIsReached)
{
    EXPECT_EQ(readAll(R"({"r":[1,tru,3]})", "/r"),
              R"({"r":[]} | 1 ! expected a value, found 'tru' at line 1, column 9 (byte 8))");
    EXPECT_EQ(readAll(R"({"r":[1,2}})", "/r"),
              "expected a value, found '}' at line 1, column 10 (byte 9); is there "
              "a comma too many before it?");
    for (const char* text : {R"({"r":[1,],"x":1})", R"({"r":[1 2]})"}) {
        EXPECT_NE(readAll(text, "/r").find(" ! expected"), std::string::npos) << text;
    }
    for (const char* text :
         {R"({"r":[1)", R"({"r":[1],})", R"({"r":[1]"x":2})", R"({"r":[1]}x)", "", R"({"r")"}) {
        EXPECT_FALSE(RecordReader::open(text, "/r")) << text;
    }
}

TEST(JsonRecordReader, keepsFailingAfterAnErrorAndRewinds)
{
    auto reader = RecordReader::open("[1,x]", "");
    Arena arena;
    EXPECT_EQ((*reader->next(arena))->asInt(), 1);
    EXPECT_FALSE(reader->next(arena));
    EXPECT_FALSE(reader->next(arena));
    reader->rewind();
    EXPECT_EQ((*reader->next(arena))->asInt(), 1);
}

TEST(JsonRecordReader, givesTheExactBytesOfARecord)
{
    auto reader = RecordReader::open(R"({"r":[ {"a" : 1.50} , "x" ]})", "/r");
    Arena arena;
    static_cast<void>(reader->next(arena));
    EXPECT_EQ(reader->currentText(), R"({"a" : 1.50})");
    static_cast<void>(reader->next(arena));
    EXPECT_EQ(reader->currentText(), R"("x")");
}

TEST(JsonRecordReader, holdsTheLimits)
{
    const auto large = RecordReader::open("[1,2]", "", {.maxBytes = 4, .maxDepth = 8});
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().code, Errc::LimitExceeded);
    const auto deep = RecordReader::open(std::string(1000, '[') + std::string(1000, ']'), "");
    ASSERT_FALSE(deep);
    EXPECT_EQ(deep.error().code, Errc::LimitExceeded);
}

} // namespace
} // namespace gatehouse::json
