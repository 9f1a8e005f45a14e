// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/sandbox/select_parser.h"
#include "core/sandbox/table.h"

#include <gtest/gtest.h>

namespace gatehouse::sandbox {
namespace {

class TableTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        m_definition.id = FieldPath::of("Id");
        for (int i = 1; i <= 5; ++i) {
            put(R"({"Id":")" + std::to_string(i) + R"(","Name":")"
                + std::string(1, static_cast<char>('f' - i)) + R"(","Nested":{"a":)" + std::to_string(i % 2)
                + "}}");
        }
    }

    bool put(const std::string& row) { return m_table.put(*json::parse(std::string_view(row))); }

    [[nodiscard]] std::string ids(std::string_view query)
    {
        const auto selection = parseSelect(query);
        EXPECT_TRUE(selection);
        std::string text;
        for (const auto& row : m_table.select(*selection)) {
            text += row["Id"].asString();
        }
        return text;
    }

    TableDefinition m_definition;
    Table m_table{m_definition};
};

TEST_F(TableTest, filtersOrdersAndPages)
{
    EXPECT_EQ(ids("SELECT * FROM t"), "12345");
    EXPECT_EQ(ids("SELECT * FROM t ORDER BY Name"), "54321");
    EXPECT_EQ(ids("SELECT * FROM t ORDER BY Nested.a DESC, Id LIMIT 2"), "13");
    EXPECT_EQ(ids("SELECT * FROM t WHERE Nested.a = 1 ORDER BY Id OFFSET 2 LIMIT 2"), "5");
    EXPECT_EQ(ids("SELECT * FROM t OFFSET 99"), "");
}

TEST_F(TableTest, theRememberedOrderIsForgottenWithAChange)
{
    EXPECT_EQ(ids("SELECT * FROM t ORDER BY Id"), "12345");
    ASSERT_TRUE(put(R"({"Id":"0"})"));
    EXPECT_EQ(ids("SELECT * FROM t ORDER BY Id"), "012345");
}

TEST_F(TableTest, putReplacesRemoveRemovesAndOldRowsLiveUntilTheSweep)
{
    const auto old = m_table.find("3");
    ASSERT_TRUE(put(R"({"Id":"3","Name":"new"})"));
    EXPECT_EQ(old["Name"].asString(), "c");
    EXPECT_EQ(m_table.find("3")["Name"].asString(), "new");
    EXPECT_TRUE(m_table.remove("1"));
    EXPECT_FALSE(m_table.remove("1"));
    EXPECT_EQ(m_table.find("5")["Id"].asString(), "5");
    EXPECT_EQ(m_table.size(), 4U);
    m_table.sweep();
    EXPECT_FALSE(put(R"({"Name":"no id"})"));
}

TEST_F(TableTest, projectionsNestFillNullsAndFollowRelations)
{
    m_definition.nulls = true;
    m_definition.always = {FieldPath::of("attributes")};
    m_definition.relations.emplace("Parent", Relation{"t", FieldPath::of("ParentId")});
    ASSERT_TRUE(put(R"({"Id":"9","ParentId":"2","attributes":{"type":"T"},"Nested":{"a":7,"b":8}})"));
    json::Arena arena;
    const auto resolve = [this](const Relation& relation, const json::Value& row) {
        const auto found = m_table.find(valueAt(row, relation.key).asString());
        return found.isUndefined() ? json::Value::null() : found;
    };
    const std::vector<FieldPath> fields = {FieldPath::of("Id"), FieldPath::of("Missing"),
                                           FieldPath::of("Nested.b"), FieldPath::of("Parent.Name"),
                                           FieldPath::of("Parent.Id")};
    EXPECT_EQ(
        json::write(project(m_table.find("9"), fields, m_definition, resolve, arena)),
        R"({"attributes":{"type":"T"},"Id":"9","Missing":null,"Nested":{"b":8},"Parent":{"Name":"d","Id":"2"}})");
    EXPECT_EQ(
        json::write(project(m_table.find("2"), {FieldPath::of("Parent.Name")}, m_definition, resolve, arena)),
        R"({"attributes":null,"Parent":null})");
}

TEST_F(TableTest, strictTablesNameTheFieldTheyDoNotKnow)
{
    m_definition.fields = {"Id", "Name"};
    EXPECT_EQ(unknownField(*parseSelect("SELECT Nope FROM t"), m_definition), nullptr);
    m_definition.strict = true;
    EXPECT_EQ(unknownField(*parseSelect("SELECT id, NAME FROM t"), m_definition), nullptr);
    const auto selection = parseSelect("SELECT Id FROM t WHERE Foo__c = 1");
    const auto* unknown = unknownField(*selection, m_definition);
    ASSERT_NE(unknown, nullptr);
    EXPECT_EQ(unknown->text, "Foo__c");
}

TEST(MergedOver, laysObjectsOverEachOtherMemberByMember)
{
    json::Arena arena;
    const auto base = json::parse(R"({"a":1,"b":{"c":2,"d":3},"e":[1,2]})");
    const auto patch = json::parse(R"({"b":{"c":null,"x":4},"e":[9]})");
    EXPECT_EQ(json::write(mergedOver(base->root(), patch->root(), arena)),
              R"({"a":1,"b":{"c":null,"d":3,"x":4},"e":[9]})");
}

} // namespace
} // namespace gatehouse::sandbox
