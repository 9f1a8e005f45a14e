// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/cursor.h"

#include <gtest/gtest.h>

namespace gatehouse::pipeline {
namespace {

CursorState someState()
{
    CursorState state;
    state.position.cursor = "abc";
    state.position.url = "/next?x=1";
    state.position.number = 40;
    state.position.first = false;
    state.skip = 5;
    state.limit = 20;
    state.query = {{"email", "a@b.c"}, {"tag", "x"}, {"tag", "y"}};
    return state;
}

struct CursorTest : testing::Test
{
    CursorCodec codec{Secret(std::string("key"))};
    CursorScope scope{"acc_1", "crm.contacts.list"};
};

TEST_F(CursorTest, givesBackWhatWasPutIn)
{
    const auto state = codec.decode(*codec.encode(someState(), scope), scope);

    ASSERT_TRUE(state);
    EXPECT_EQ(state->position.cursor, "abc");
    EXPECT_EQ(state->position.url, "/next?x=1");
    EXPECT_EQ(state->position.number, 40);
    EXPECT_FALSE(state->position.first);
    EXPECT_EQ(state->skip, 5);
    EXPECT_EQ(state->limit, 20);
    EXPECT_EQ(state->query, someState().query);
}

TEST_F(CursorTest, isRefusedForAnotherAccountOrOperation)
{
    const std::string cursor = *codec.encode(someState(), scope);

    EXPECT_EQ(codec.decode(cursor, {"acc_2", "crm.contacts.list"}).error().code, Errc::InvalidArgument);
    EXPECT_EQ(codec.decode(cursor, {"acc_1", "crm.accounts.list"}).error().code, Errc::InvalidArgument);
}

TEST_F(CursorTest, isRefusedWhenAnyCharacterIsChanged)
{
    const std::string cursor = *codec.encode(someState(), scope);
    for (std::size_t i = 0; i < cursor.size(); ++i) {
        std::string changed = cursor;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(codec.decode(changed, scope)) << "at " << i;
    }
}

TEST_F(CursorTest, isRefusedWhenItIsNoCursorAtAll)
{
    for (const char* text : {"", "x", "%%%", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
        EXPECT_FALSE(codec.decode(text, scope)) << text;
    }
    EXPECT_FALSE(codec.decode(std::string(100'000, 'A'), scope));
}

TEST_F(CursorTest, isNotMadeWhenItWouldBeTooLongForAUrl)
{
    CursorState state = someState();
    state.query.emplace_back("filter", std::string(5'900, 'x'));
    const auto fits = codec.encode(state, scope);
    ASSERT_TRUE(fits);
    EXPECT_TRUE(codec.decode(*fits, scope));

    state.query.emplace_back("more", std::string(300, 'x'));
    EXPECT_EQ(codec.encode(state, scope).error().code, Errc::LimitExceeded);
}

TEST_F(CursorTest, isRefusedByANodeWithAnotherKey)
{
    CursorCodec other{Secret(std::string("another key"))};

    EXPECT_FALSE(other.decode(*codec.encode(someState(), scope), scope));
}

} // namespace
} // namespace gatehouse::pipeline
