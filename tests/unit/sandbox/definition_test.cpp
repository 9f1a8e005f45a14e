// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/sandbox/definition.h"
#include "core/schema/schema.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace gatehouse::sandbox {
namespace {

const std::filesystem::path& kSource = test::sourceDir();

/// The smallest definition, with a place for one more member.
std::string minimal(const std::string& more)
{
    return R"({"account":{"auth":"bearer","context":"{}","credentials":"{'access_token':hex}"},
               "auth":{"invalid":{"status":401}},"unknown_route":{"status":404},"malformed_body":{"status":400},
               "tables":{},)"
           + more + "}";
}

Error refused(const std::string& text)
{
    const auto definition = readDefinition("toy", text, "toy/sandbox.json");
    EXPECT_FALSE(definition) << text;
    return definition ? Error{} : definition.error();
}

TEST(SandboxDefinition, everyBuiltInOneFitsTheSchemaAndIsRead)
{
    const auto schemaText = json::parse(test::readFile(kSource / "resources/schemas/sandbox.schema.json"));
    ASSERT_TRUE(schemaText) << schemaText.error().describe();
    const auto schema = schema::Schema::compile(schemaText->root());
    ASSERT_TRUE(schema) << schema.error().describe();
    std::size_t found = 0;
    for (const auto& entry : std::filesystem::directory_iterator(kSource / "resources/providers")) {
        const auto file = entry.path() / "sandbox.json";
        if (!std::filesystem::exists(file)) {
            continue;
        }
        ++found;
        const auto text = test::readFile(file);
        const auto document = json::parse(std::string_view(text));
        ASSERT_TRUE(document) << document.error().describe();
        for (const auto& violation : schema->validate(document->root())) {
            ADD_FAILURE() << file << violation.pointer << ": " << violation.message;
        }
        const auto definition = readDefinition(entry.path().filename().string(), text, file.string());
        EXPECT_TRUE(definition) << definition.error().describe();
    }
    EXPECT_GE(found, 3U);
}

TEST(SandboxDefinition, theSchemaRefusesWhatTheReaderRefuses)
{
    const auto schemaText = json::parse(test::readFile(kSource / "resources/schemas/sandbox.schema.json"));
    const auto schema = schema::Schema::compile(schemaText->root());
    ASSERT_TRUE(schema);
    EXPECT_TRUE(schema->accepts(json::parse(std::string_view(minimal(R"("routes":[])")))->root()));
    for (const auto* more :
         {R"("routes":[],"colour":"red")", R"("routes":[{"name":"a","path":"a","response":{}}])",
          R"("routes":[{"name":"a","path":"/a"}])",
          R"("routes":[{"name":"a","path":"/a","steps":[{"jump":"x"}],"response":{}}])"}) {
        EXPECT_FALSE(schema->accepts(json::parse(std::string_view(minimal(more)))->root())) << more;
        EXPECT_EQ(refused(minimal(more)).code, Errc::ConfigError) << more;
    }
}

TEST(SandboxDefinition, errorsNameTheFileThePlaceAndTheReason)
{
    auto error = refused(minimal(R"("routes":[{"name":"a","path":"/a","response":{"body":"{'x': "}}])"));
    EXPECT_EQ(error.source, "toy/sandbox.json");
    EXPECT_EQ(error.pointer, "/routes/0/response/body");
    error = refused(minimal(R"("routes":[{"name":"a","path":"/a","response":"nowhere"}])"));
    EXPECT_EQ(error.pointer, "/routes/0/response");
    EXPECT_NE(error.message.find("nowhere"), std::string::npos);
    error = refused(
        minimal(R"("routes":[{"name":"a","path":"/a","steps":[{"find":"x","tabel":"t"}],"response":{}}])"));
    EXPECT_EQ(error.pointer, "/routes/0/steps/0/tabel");
    error = refused(minimal(R"("limits":[{"name":"x","limit":0,"window_s":1,"exceeded":{}}],"routes":[])"));
    EXPECT_EQ(error.pointer, "/limits/0");
    error = refused("{\"account\":");
    EXPECT_EQ(error.code, Errc::ConfigError);
    EXPECT_GT(error.at.line, 0U);
}

} // namespace
} // namespace gatehouse::sandbox
